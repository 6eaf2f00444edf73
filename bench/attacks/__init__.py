"""What does somebody reach who attacks? Each module is a command that prints a table: `python -m bench.attacks.NAME`.

Bounded in time and count, and on loopback alone.
"""
