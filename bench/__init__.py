"""How fast is it, and how much memory does it take? Each module is a command: `python -m bench.NAME`."""

import tests  # noqa: F401  # sets the folder in which whatever a bench starts keeps its things
