"""Reading in a child process that is killed when its time is up.

Python-Markdown can take minutes over a small text, and a thread cannot be ended; a process can. Children are started
with a fresh interpreter, never forked from our threads, and kept warm: a start takes some 200 ms, a reading by a warm
child 1 to 2 ms more than one in place. So every text goes to a child, however small; there is no second way.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from typing import Any

from forumhub.errors import N_
from forumhub.markdown.packing import unpack
from forumhub.markdown.reading import Document
from forumhub.markdown.remarks import TooMuch, TooSlow

READ_SECONDS = 5.0
"""What a text may take, unless it is said otherwise: beyond it, it is refused in words."""
_KEPT = 2
_START_SECONDS = 60.0
_idle: list["_Child"] = []
_lock = threading.Lock()


def read_bounded(source: str, seconds: float = READ_SECONDS) -> Document:
    """As `read`, within `seconds`. Raises TooMuch as `read` does, and TooSlow when the time is up."""
    child = _take()
    answer = child.ask(source, seconds)
    _give_back(child)
    if "refused" in answer:
        raise TooMuch(answer["refused"], **answer["values"])
    return unpack(source, answer)


class _Child:
    """One interpreter that reads JSON strings, a line each, and answers each with a line of JSON."""

    def __init__(self) -> None:
        # -P keeps the working folder off the path: nothing that lies there can pass for a module of ours.
        command = [sys.executable, "-P", "-m", "forumhub.markdown"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        self.ask("", _START_SECONDS)

    def ask(self, source: str, seconds: float) -> dict[str, Any]:
        """The answer; raises TooSlow when the child had to be killed, TooMuch when it died by itself."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        late = threading.Event()
        timer = threading.Timer(seconds, self._kill, [late])
        timer.start()
        try:
            self.process.stdin.write(json.dumps(source) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line.endswith("\n"):
            self.end()
            raise TooSlow(seconds) if late.is_set() else TooMuch(N_("The text is too entangled to be read."))
        if late.is_set():
            self.process.wait()  # it answered and was killed in the same moment; nobody shall take it again
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _kill(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def _take() -> _Child:
    with _lock:
        child = _idle.pop() if _idle else None
    return child if child and child.process.poll() is None else _Child()


def _give_back(child: _Child) -> None:
    with _lock:
        if kept := len(_idle) < _KEPT:
            _idle.append(child)
    if not kept:
        child.end()


def _end_all() -> None:
    while _idle:
        _idle.pop().end()


def _forget() -> None:
    """In a process that was forked from ours (a server's worker): the pipes are the parent's, and so is the lock."""
    global _lock
    _lock = threading.Lock()
    _idle.clear()


atexit.register(_end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
