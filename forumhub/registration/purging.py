"""What goes when its time has passed. Sub-rooms enter what they purge; `forumhub purge` and the worker do it."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from forumhub import files
from forumhub.database import db, writing

purges: dict[str, Callable[[datetime], int]] = {}
"""By a name in words, what deletes the rows whose time has passed, and returns how many. It flushes only."""

GRACE = timedelta(days=1)
"""So long a file may wait until the form with which it was sent is found right."""
UNUSED = "files that nothing refers to"
STRAYS = "files that were sent with a form that was given up"

_forgotten: set[str] = set()


class _Rehearsed(Exception):
    """Takes back what a rehearsal deleted."""


def purge(now: datetime, root: Path, *, dry_run: bool = False) -> dict[str, int]:
    """Deletes what is due, each kind in a transaction of its own; how much of each. `root`: the folder of kept files.

    `dry_run` does the same and takes it back, so that it counts what would go.
    """
    counts = {name: _purge(act, now, root, dry_run=dry_run) for name, act in purges.items()}
    counts[UNUSED] = _purge(_forget_all_unused, now, root, dry_run=dry_run)
    strays = files.strays(root, now - GRACE)
    db.session.rollback()
    if not dry_run:
        for stray in strays:
            stray.unlink(missing_ok=True)
    return {**counts, STRAYS: len(strays)}


def _purge(act: Callable[[datetime], int], now: datetime, root: Path, *, dry_run: bool) -> int:
    _forgotten.clear()
    count = 0
    try:
        with writing():
            count = act(now)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        return count
    for sha256 in sorted(_forgotten):
        files.erase(root, sha256)
    db.session.rollback()
    return count


def forget_unused(hashes: Collection[str]) -> int:
    """For purges: of these bytes, those to which nothing refers go from the disk once the rows are gone; how many."""
    forgotten = {sha256 for sha256 in files.unused() if sha256 in hashes and files.forget(sha256)}
    _forgotten.update(forgotten)
    return len(forgotten)


def _forget_all_unused(now: datetime) -> int:
    return forget_unused(files.unused(before=now - GRACE))
