"""How is a query about the plan answered? One renderer for each form, over the figures of `knowledge/query/`."""
