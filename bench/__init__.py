"""How fast is it, and how much memory does it take? Each module is a command: `python -m bench.NAME`."""
