"""Thai to Question to rows, and loading plans. Knows no channel and no user."""

import os

# PyThaiNLP otherwise makes a folder in the home of whoever runs it, for data that it would fetch and we do not use;
# where that home cannot be written to, as in a container, it cannot even be imported.
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
