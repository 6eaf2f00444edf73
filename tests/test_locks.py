"""Do the locks hold what requirements.txt asks for, with hashes, for every machine, and nothing of this one?"""

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.audit import LOCKS, UNKNOWN, judge

ROOT = Path(__file__).parent.parent
REQUIREMENTS = {"requirements.lock": "requirements.txt", "requirements-dev.lock": "requirements-dev.txt"}


def _locked(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Each version and its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    return [(Requirement(line[0].strip()), [given.strip() for given in line[1:]]) for line in lines]


def _required(file: str) -> list[Requirement]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.split(" #")[0].strip()) for line in lines if re.match(r"[a-z0-9]", line)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_has_hashes(lock: str) -> None:
    assert [str(version) for version, hashes in _locked(lock) if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_is_exact(lock: str) -> None:
    assert [str(version) for version, _ in _locked(lock) if not str(version.specifier).startswith("==")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_required_is_locked_within_its_bounds(lock: str) -> None:
    """Else `make lock` was forgotten."""
    versions: dict[str, list[str]] = {}
    for version, _ in _locked(lock):
        versions.setdefault(version.name, []).append(str(version.specifier).removeprefix("=="))
    left_out = [
        str(wanted)
        for wanted in _required(REQUIREMENTS[lock])
        if not all(map(wanted.specifier.contains, versions.get(canonicalize_name(wanted.name), [""])))
    ]

    assert left_out == []


def test_tests_run_with_the_versions_that_the_bot_runs_with() -> None:
    for_tests = {(version.name, str(version.specifier)) for version, _ in _locked("requirements-dev.lock")}

    runs = {(version.name, str(version.specifier)) for version, _ in _locked("requirements.lock")}
    assert runs - for_tests == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder(lock: str) -> None:
    assert re.findall(r"://|--index|--find-links| /\w|@ ", (ROOT / lock).read_text(encoding="utf-8")) == []


def _printed(*faults: dict[str, object]) -> str:
    known = {"name": "left-pad", "version": "1.0", "vulns": list(faults)}
    return json.dumps({"dependencies": [known, {"name": "own", "skip_reason": "not found"}]})


def test_a_version_that_is_known_to_be_vulnerable_fails() -> None:
    fault = {"id": "CVE-1", "fix_versions": ["1.1"]}

    assert judge(_printed(fault)) == (1, "audit: known to be vulnerable:\nleft-pad 1.0: CVE-1, mended in 1.1")


def test_versions_without_a_known_fault_pass() -> None:
    assert judge(_printed()) == (0, "audit: nothing is known against 1 of 2 versions.")


@pytest.mark.parametrize("printed", ["", "Traceback", '{"dependencies": [{"name": "own", "skip_reason": "404"}]}'])
def test_where_nobody_can_be_asked_nothing_fails(printed: str) -> None:
    assert judge(printed) == (0, UNKNOWN)
