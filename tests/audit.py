"""Is a version that is installed known to be vulnerable? `python -m tests.audit`, which `make check` runs.

The answer comes from pip-audit, whose data is on the internet: where it cannot be had, that is said and nothing fails.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
COMMAND = ("-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip", "--require-hashes")
UNKNOWN = "audit: skipped, as nobody could be asked about known faults."


def main() -> int:
    """The exit status: 1 where a version is known to be vulnerable."""
    files = [part for lock in LOCKS for part in ("-r", str(ROOT / lock))]
    done = subprocess.run([sys.executable, *COMMAND, *files], capture_output=True, text=True, check=False)
    status, told = judge(done.stdout)
    sys.stdout.write(f"{told}\n")
    return status


def judge(printed: str) -> tuple[int, str]:
    """The exit status and what to say about pip-audit's JSON; without any, it could not ask."""
    try:
        looked_at: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, UNKNOWN
    known = [one for one in looked_at if "vulns" in one]
    faults = [f"{one['name']} {one['version']}: {_told(fault)}" for one in known for fault in one["vulns"]]
    if faults:
        return 1, "\n".join(("audit: known to be vulnerable:", *sorted(set(faults))))
    return 0, f"audit: nothing is known against {len(known)} of {len(looked_at)} versions." if known else UNKNOWN


def _told(fault: dict[str, Any]) -> str:
    return f"{fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"


if __name__ == "__main__":
    sys.exit(main())
