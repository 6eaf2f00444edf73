"""Where on this machine is kept what no other setting gives a place to?"""

import os
from pathlib import Path

VAR = Path(os.environ.get("VAR_FOLDER", "").strip() or Path(__file__).resolve().parent.parent / "var").absolute()
"""A newcomer needs no database server and no setting: the database, the key and the photos are here."""
