"""What can be asked of a plan: an algebra in which every set fits wherever a set is wanted (docs/query.md)."""
