"""That a link was used, noted without a database by whoever serves it, for the worker to write down.

A GET never writes, and a poll that is answered 304 costs less than any commit would. So a serving process remembers
which links it noted within the hour, which is all that most polls ask, and appends a line for each other one to a file
in INSTANCE/polls. The kernel keeps what was appended when the process dies; only a machine that loses its power loses
the notes since the last fold, which is why nothing waits for the disk.

A file is named after its five minutes. The worker reads those whose time is over, to which nobody appends any more, so
neither waits for the other; it removes them after its commit, and what it reads twice says the same again. Lines of
several processes do not mix: each is one short write to a file opened for appending.
"""

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from forumhub.calendars.subscribing.rules import client_of

logger = logging.getLogger(__name__)
WINDOW = timedelta(minutes=5)
_GRACE = timedelta(seconds=30)
_MOST_REMEMBERED = 50_000
"""Links in one process, some 10 MB; beyond, it forgets and notes them once more."""


class Use(NamedTuple):
    ulid: str
    used_at: datetime
    client: str


class PollNotes:
    """Of one serving process; its threads share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted: dict[tuple[str, datetime], int] = {}

    def note(self, ulid: str, made_at: datetime, agent: str, now: datetime) -> None:
        """At most once an hour for each link; one made anew (`made_at`) is another. Never fails."""
        hour = int(now.timestamp()) // 3600
        if self._noted.get((ulid, made_at)) == hour:
            return
        if len(self._noted) >= _MOST_REMEMBERED:
            self._noted.clear()
        self._noted[ulid, made_at] = hour
        try:
            self._append(Use(ulid, now, client_of(agent)))
        except OSError:  # a full disk must not keep anybody's calendar from being read
            logger.warning("a use of link %s was not noted", ulid, exc_info=True)

    def _append(self, use: Use) -> None:
        self._folder.mkdir(exist_ok=True)
        line = json.dumps([use.ulid, use.used_at.isoformat(), use.client]) + "\n"
        with open(self._folder / _window(use.used_at), "ab", buffering=0) as file:
            file.write(line.encode())


def _window(moment: datetime) -> str:
    begun = moment.astimezone(UTC) - (moment - datetime.min.replace(tzinfo=UTC)) % WINDOW
    return f"{begun:%Y%m%dT%H%M}.log"


def finished(folder: Path, now: datetime) -> list[Path]:
    """The files to which nobody appends any more, oldest first."""
    current = _window(now - _GRACE)
    return sorted(path for path in folder.glob("*.log") if path.name < current)


def read_uses(paths: Iterable[Path]) -> list[Use]:
    """The latest use of each link; a line that a full disk cut off is passed over."""
    latest: dict[str, Use] = {}
    for path in paths:
        for line in path.read_text(errors="replace").splitlines():
            use = _read(line)
            if use and (use.ulid not in latest or latest[use.ulid].used_at < use.used_at):
                latest[use.ulid] = use
    return list(latest.values())


def _read(line: str) -> Use | None:
    try:
        ulid, used_at, client = json.loads(line)
        return Use(str(ulid), datetime.fromisoformat(used_at), str(client))
    except (ValueError, TypeError):
        logger.warning("a note of polls that cannot be read: %r", line[:80])
        return None
