"""What is purged when its days have passed, and what stays."""

import io
import os
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub import files
from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.files import StoredFile
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.purging import STRAYS, UNUSED, purge
from forumhub.registration.questions.actions import save_answers
from forumhub.registration.questions.models import Answer
from forumhub.registration.questions.queries import answers_of, form_of, readers_of
from forumhub.registration.questions.sealing import seal_file
from forumhub.registration.questions.values import Given, SentFile
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.registration.questions.arranging import publish, question
from tests.registration.questions.examples import name
from tests.world import NOW

SECRETS = "answers to sensitive questions, and those named to read them"


@pytest.fixture
def root(app):
    return app.config["INSTANCE"] / "files"


def keep(root, content: bytes) -> str:
    sha256, _size = files.keep(root, io.BytesIO(content), limit=10_000)
    return sha256


def answered(world, root, code="PUR", scan=b"%PDF- scan"):
    """A delegate's registration with a passport, its scan, a diet and a letter in the open."""
    event = make_event(world, code, access="parties")
    kinds = {"passport": "text", "scan": "file", "diet": "text", "letter": "file"}
    publish(event, *(question(kind, key, sensitive=key in ("passport", "scan")) for key, kind in kinds.items()))
    registration = apply(event, world.reader("CN", "delegate"))
    sealed, key = seal_file(scan)
    sent = {
        "passport": "MP1", "diet": "halal", "scan": SentFile("scan.pdf", keep(root, sealed), len(scan), key),
        "letter": SentFile("letter.pdf", keep(root, b"%PDF- letter"), 12),
    }  # fmt: skip
    with writing():
        given = Given(form_of(event).id, sent)
        save_answers(registration, given, by=world.reader("CN", "delegate"), now=NOW)
    return event, registration


def keys(registration):
    return {answer.question.key for answer in answers_of(registration)}


def test_sensitive_answers_stay_until_their_days_have_passed(database, world, root):
    event, registration = answered(world, root)

    counts = purge(event.ends_at + timedelta(days=30) - timedelta(seconds=1), root)

    assert counts[SECRETS] == 0
    assert keys(registration) == {"passport", "scan", "diet", "letter"}


def test_sensitive_answers_and_their_files_go_when_their_days_have_passed(database, world, root):
    event, registration = answered(world, root)
    scan = next(answer.file_sha256 for answer in answers_of(registration) if answer.question.key == "scan")

    counts = purge(event.ends_at + timedelta(days=30), root)

    assert counts[SECRETS] == 2
    assert keys(registration) == {"diet", "letter"}
    assert not files.path(root, scan).exists()
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "registration.purge_sensitive")).one()
    assert (entry.subject, entry.details) == (event.ulid, {"answers": 2, "readers": 0})


def test_who_was_named_to_read_is_named_no_more_when_the_days_have_passed(database, world, root):
    event = make_event(world, "PUR", access="parties")
    name(world, event, "CN", ("BY", "secretary"))

    early = purge(event.ends_at + timedelta(days=30) - timedelta(seconds=1), root)
    due = purge(event.ends_at + timedelta(days=30), root)
    again = purge(event.ends_at + timedelta(days=31), root)

    assert (early[SECRETS], due[SECRETS], again[SECRETS]) == (0, 1, 0)
    assert readers_of(event.id) == []


def test_a_dry_run_counts_and_deletes_nothing(database, world, root):
    event, registration = answered(world, root)

    counts = purge(event.ends_at + timedelta(days=30), root, dry_run=True)

    assert counts[SECRETS] == 2
    assert keys(registration) == {"passport", "scan", "diet", "letter"}
    assert all(files.path(root, row.sha256).exists() for row in db.session.scalars(select(StoredFile)))


def test_the_days_are_those_of_the_events_settings(database, world, root):
    event, _registration = answered(world, root)
    with writing():
        db.session.add(RegistrationSettings(event_id=event.id, sensitive_days=3))

    counts = purge(event.ends_at + timedelta(days=3), root)

    assert counts[SECRETS] == 2


def test_a_postponed_event_is_still_to_come(database, world, root):
    event, _registration = answered(world, root)
    with writing():
        db.session.merge(event).state = "postponed"

    counts = purge(event.ends_at + timedelta(days=300), root)

    assert counts[SECRETS] == 0


def test_bytes_that_something_else_refers_to_stay(database, world, root):
    event, registration = answered(world, root)
    answers = {answer.question.key: answer for answer in answers_of(registration)}
    with writing():
        db.session.get_one(Answer, answers["letter"].id).file_sha256 = answers["scan"].file_sha256

    purge(event.ends_at + timedelta(days=30), root)

    assert files.path(root, answers["letter"].file_sha256).exists()


def test_files_that_were_replaced_or_given_up_go_after_a_day(database, world, root):
    _event, registration = answered(world, root)
    with writing():
        letter = next(answer for answer in answers_of(registration) if answer.question.key == "letter")
        db.session.delete(letter)
    stray = files.path(root, keep(root, b"given up"))

    soon, later = purge(NOW + timedelta(hours=1), root), None
    os.utime(stray, (NOW.timestamp(), NOW.timestamp()))
    later = purge(NOW + timedelta(days=1, seconds=1), root)

    assert (soon[UNUSED], soon[STRAYS]) == (0, 0)
    assert (later[UNUSED], later[STRAYS]) == (1, 1)
    assert not stray.exists()
