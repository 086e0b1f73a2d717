"""Archives are made by the worker, apart from all else that it does, one after the other, as the person who asked could
make them by hand."""

import logging
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from flask import g
from huey import crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.worker import apart, periodic
from forumhub.minutes.archives import actions, queries
from forumhub.minutes.archives.models import SeriesArchive
from forumhub.minutes.archives.views.packing import Packing
from forumhub.parties.policy import Reader
from forumhub.parties.queries import account_of, reader_of

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)
TASK = "make_archives"


def make_all(app: "Flask") -> None:
    """What was asked for and is not made, however it was broken off; one that fails does not stop the others."""
    with app.app_context():
        waiting = queries.open_archives()
    for archive_id in waiting:
        with app.app_context():
            _make_or_fail(app, archive_id)


def _make_or_fail(app: "Flask", archive_id: int) -> None:
    try:
        _make(app, archive_id)
    except Exception:
        db.session.rollback()
        logger.exception("the archive %s failed", archive_id)
        _end(archive_id, made=False)
    else:
        _end(archive_id, made=True)


def _end(archive_id: int, *, made: bool) -> None:
    with writing():
        actions.end_archive(archive_id, made=made, now=clock.now())


def _make(app: "Flask", archive_id: int) -> None:
    archive = db.session.get_one(SeriesArchive, archive_id)
    ulid, language, documents = archive.ulid, archive.language, list(archive.documents)
    g.language, g.reader = language, _reader(app, archive.person_id)
    target = place(app.config["INSTANCE"], ulid)
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        packing = Packing(written, g.reader, app.config["INSTANCE"], app.config["FONTS"])
        packing.add_ledger(archive.series, clock.now())  # first: nothing else in it shows what was agreed
        for done, document in enumerate(documents):
            with writing():
                actions.note_progress(archive_id, done)
            packing.add_document(document)
        series, now = db.session.get_one(SeriesArchive, archive_id).series, clock.now()
        packing.add_older(series)
        packing.add_registers(series, now)
        packing.add_readme(series, language, now)
    with writing():
        actions.note_progress(archive_id, len(documents))


def _reader(app: "Flask", person_id: int) -> Reader:
    account = account_of(person_id)
    return reader_of(account, clock.now(), app.config["QUARANTINE_HOURS"]) if account else Reader()


def place(instance: Path, ulid: str) -> Path:
    return instance / "archives" / f"{ulid}.zip"


def forget_old(app: "Flask") -> None:
    """Files whose row is gone go, too."""
    with app.app_context():
        there = list((app.config["INSTANCE"] / "archives").glob("*.zip"))  # first: a row is older than its file
        with writing():
            left = actions.forget_archives(now=clock.now())
        for file in there:
            if file.stem not in left:
                file.unlink(missing_ok=True)


periodic[TASK] = crontab(), make_all
apart.add(TASK)
periodic["forget_archives"] = crontab(minute="23"), forget_old
