"""What the bot must stand: floods, bombs, silence and backlogs, as commands that print a table.

Each plays its part on loopback alone, for a bounded time and number, against processes of its own.
"""
