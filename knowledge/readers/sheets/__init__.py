"""How is a plan read out of a spreadsheet? Cells first (`grid.py`), then what they mean."""
