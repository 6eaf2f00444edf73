"""Readings that account for every word: a message taken apart, put together as a Query, and what is left of it."""
