"""How is a query said, in Thai and in English, and read back? One grammar for both ways (`rules.py`, `*.yaml`)."""
