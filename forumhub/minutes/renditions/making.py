"""Making a PDF or a DOCX in a child process that is killed when its time is up, and keeping what was made.

What is kept lies under the hash of everything that went into it, so it can never be of another text.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import forumhub
from forumhub.errors import N_, RuleBroken
from forumhub.minutes.annexes import measuring
from forumhub.minutes.renditions.paper import Paper, as_json
from forumhub.minutes.renditions.rules import PDF

SECONDS = 20.0
AT_ONCE = 2
"""How many are made at a time in one server process; the others wait."""
ROOT = Path(forumhub.__file__).parent.parent
_turns = threading.BoundedSemaphore(AT_ONCE)


def may_make_pdf() -> bool:
    """Whether the extra `pdf` is installed."""
    return find_spec("typst") is not None


def make(
    kind: str, paper: Paper, images: Mapping[str, Path], *, fonts: str, kept: Path, seconds: float = SECONDS
) -> bytes:
    """The bytes of `paper` as PDF or DOCX. `fonts` is a folder or empty for the system's, `kept` where results lie.

    `images` says where the bytes lie of each file that the paper names; such a name is made of their hash.
    Raises RuleBroken with what would be right: without the extra, where no font has a character, after `seconds`.
    """
    if kind == PDF and not may_make_pdf():
        raise RuleBroken(
            N_(
                "PDF is not set up here. Whoever runs this server adds it with: pip install 'forumhub[pdf]'. "
                "DOCX, HTML and Markdown are there without it."
            )
        )
    paths = {name: str(path) for name, path in images.items()}
    ask = {"kind": kind, "paper": as_json(paper), "images": paths, "fonts": fonts}
    asked = json.dumps(ask, sort_keys=True).encode()
    place = _place(kept, kind, asked)
    if not place.is_file():
        _keep(place, _made(asked, seconds))
    return place.read_bytes()


def _place(kept: Path, kind: str, asked: bytes) -> Path:
    key = hashlib.sha256(_writers() + asked).hexdigest()
    return kept / key[:2] / f"{key}.{kind}"


def _writers() -> bytes:
    """What makes them: a newer one makes them anew."""
    here, images = Path(__file__).parent, Path(measuring.__file__)
    return b"".join(file.read_bytes() for file in sorted([*here.glob("*.py"), *here.glob("*.typ"), images]))


def _made(asked: bytes, seconds: float) -> bytes:
    if not _turns.acquire(timeout=seconds):
        raise RuleBroken(N_("Too many files are being made at this moment; try again in a minute."))
    try:
        answer = subprocess.run(
            [sys.executable, "-P", "-m", "forumhub.minutes.renditions"],
            input=asked,
            stdout=subprocess.PIPE,
            timeout=seconds,
            check=True,
            env=_environment(),
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise RuleBroken(
            N_("The file could not be made within %(seconds)s seconds; a shorter text could."), seconds=f"{seconds:g}"
        ) from error
    except subprocess.CalledProcessError as error:
        raise RuleBroken(N_("The text is too entangled to be made into such a file.")) from error
    finally:
        _turns.release()
    head, _, made = answer.partition(b"\n")
    if refused := json.loads(head):
        raise RuleBroken(refused["refused"], **refused["values"])
    return made


def _environment() -> dict[str, str]:
    """Our own code, and none of our secrets: the child reads what others wrote."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("FORUMHUB_")}
    return {**own, "PYTHONPATH": str(ROOT)}


def _keep(place: Path, made: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as target:
        target.write(made)
    Path(target.name).replace(place)


def forget_old(kept: Path, *, before: float) -> int:
    """Deletes what was made before this instant, in seconds since 1970; how many that were. It can be made again."""
    old = [file for file in kept.glob("??/*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
