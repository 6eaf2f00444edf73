"""How do tests act as an officer does: with `python -m bot feedback`, beside the server that is running?"""

import subprocess
import sys
from collections.abc import Mapping

from tests.platforms import ROOT

OFFICER = "สมศักดิ์"


def act(settings: Mapping[str, str], action: str, number: str = "", *arguments: str) -> str:
    """What the command said. A change is made by OFFICER."""
    told = [number] if number else []
    who = ["--officer", OFFICER] if number else []
    command = [sys.executable, "-m", "bot", "feedback", action, *told, *who, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=dict(settings), capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()
