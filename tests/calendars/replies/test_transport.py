"""How mails come in: a real LMTP conversation, and a mail server's pipe."""

import os
import smtplib
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from forumhub.calendars.replies.messages import read_message
from forumhub.calendars.replies.models import ReceivedMail
from forumhub.database import db
from forumhub.errors import ForumhubError
from forumhub.mail.lmtp import Listener, host_and_port
from forumhub.mail.receiving import LARGEST, take
from tests.calendars.replies.arranging import DELEGATE, LATER, MTA, answer, invite, registration_of

NOBODY = "rsvp+nobody@forumhub.example"


@pytest.fixture
def attesting(app):
    before = app.config["AUTHSERV_ID"]
    app.config["AUTHSERV_ID"] = MTA
    yield app
    app.config["AUTHSERV_ID"] = before


@pytest.fixture
def listener(attesting):
    listener = Listener(partial(take, attesting), "127.0.0.1", 0)
    listener.start()
    yield listener
    listener.stop()


def kept() -> list[tuple[str, str]]:
    db.session.expire_all()
    return [
        (each.outcome, each.recipient) for each in db.session.scalars(select(ReceivedMail).order_by(ReceivedMail.id))
    ]


def reasons(app) -> list[tuple[str, str, str, int]]:
    with app.app_context():
        rows = db.session.scalars(select(ReceivedMail).order_by(ReceivedMail.id))
        return [(each.outcome, each.recipient, each.reason, each.size) for each in rows]


def test_lmtp_answers_for_each_recipient(world, listener, time_machine):
    time_machine.move_to(LATER)
    with world.app.app_context():
        asked = invite(world)
        raw = answer(asked, "DECLINED", comment="届时在国外出差")
    with smtplib.LMTP("127.0.0.1", listener.port) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail(DELEGATE)
        codes = [lmtp.rcpt(NOBODY)[0], lmtp.rcpt(asked.recipient)[0]]
        lmtp.putcmd("DATA")
        lmtp.getreply()
        lmtp.send(smtplib._quote_periods(raw) + b"\r\n.\r\n")
        replies = [lmtp.getreply()[0], lmtp.getreply()[0]]
        alive = lmtp.noop()[0]

    with world.app.app_context():
        assert (codes, replies, alive) == ([250, 250], [250, 250], 250)
        assert kept() == [("unknown", NOBODY), ("taken", asked.recipient)]
        assert registration_of(asked).intention_note == "届时在国外出差"


def test_lmtp_tells_who_is_not_to_be_answered(app):
    taken = []
    listener = Listener(lambda raw, _recipient: taken.append(read_message(raw).answerable), "127.0.0.1", 0)
    listener.start()
    try:
        for sender in ("", DELEGATE):
            with smtplib.LMTP("127.0.0.1", listener.port) as lmtp:
                lmtp.sendmail(sender, NOBODY, "From: a@example.org\r\n\r\nx")
    finally:
        listener.stop()

    assert taken == [False, True]


def test_lmtp_keeps_a_mail_with_its_server_where_it_cannot_be_recorded(app, caplog):
    def fail(raw: bytes, recipient: str) -> None:
        raise OSError(f"the database does not take {recipient}")

    listener = Listener(fail, "127.0.0.1", 0)
    listener.start()
    try:
        with smtplib.LMTP("127.0.0.1", listener.port) as lmtp, pytest.raises(smtplib.SMTPDataError) as refused:
            lmtp.sendmail(DELEGATE, NOBODY, "From: a@example.org\r\n\r\nx")
    finally:
        listener.stop()

    logged = [each.getMessage() for each in caplog.records if each.name == "forumhub.mail.lmtp"]
    assert (refused.value.smtp_code, logged) == (451, ["a mail was not put on record: OSError"])
    assert NOBODY not in caplog.text


def test_lmtp_takes_lines_however_long(app, listener):
    with smtplib.LMTP("127.0.0.1", listener.port) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail(DELEGATE)
        lmtp.rcpt(NOBODY)
        lmtp.putcmd("DATA")
        lmtp.getreply()
        lmtp.send(b"From: a@example.org\r\n\r\n" + b"x" * 1_000_000 + b"\r\n.\r\n")
        reply = lmtp.getreply()[0]

    with app.app_context():
        assert (reply, kept()) == (250, [("broken", NOBODY)])


LARGE = {"many lines": b"A: b\r\n" * 500_000, "one line": b"A: " + b"b" * 9_000_000}


@pytest.mark.parametrize("kind", LARGE)
def test_lmtp_keeps_what_is_too_large_as_the_pipe_does(app, listener, kind):
    with smtplib.LMTP("127.0.0.1", listener.port) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail(DELEGATE)
        lmtp.rcpt(NOBODY), lmtp.rcpt(NOBODY)
        lmtp.putcmd("DATA")
        lmtp.getreply()
        lmtp.send(smtplib._quote_periods(LARGE[kind]) + b"\r\n.\r\n")
        replies = [lmtp.getreply()[0], lmtp.getreply()[0], lmtp.noop()[0]]
    by_lmtp, piped = reasons(app), receive_by_pipe(app, LARGE[kind], "--to", NOBODY)

    assert (replies, piped.returncode) == ([250, 250, 250], 0)
    assert by_lmtp == [("broken", NOBODY, "It is larger than %(most)s MB, more than an answer needs.", LARGEST + 1)] * 2
    assert reasons(app) == [*by_lmtp, by_lmtp[0]]


@pytest.mark.parametrize("text", ["0.0.0.0:2424", "192.0.2.1:25", "127.0.0.1", "localhost:port", "127.0.0.1:99999", ""])
def test_lmtp_listens_to_this_machine_alone(text):
    with pytest.raises(ForumhubError, match="is no address of this machine"):
        host_and_port(text)


def test_a_listener_of_this_machine_may_have_any_of_its_names():
    assert [host_and_port(text) for text in ("127.0.0.1:2424", "[::1]:24")] == [("127.0.0.1", 2424), ("::1", 24)]


def receive_by_pipe(app, raw: bytes, *arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    values = {
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "INSTANCE": str(app.config["INSTANCE"]),
        "AUTHSERV_ID": MTA,
        "REPLY_ADDRESS": "rsvp@forumhub.example",
        **settings,
    }
    environment = {**os.environ, **{f"FORUMHUB_{name}": value for name, value in values.items()}}
    command = [sys.executable, "-m", "forumhub", "receive", *arguments]
    return subprocess.run(command, input=raw, env=environment, capture_output=True, timeout=120, check=False)


def test_a_pipe_takes_a_mail_by_its_headers(world):
    day = datetime.combine(datetime.now(UTC).date(), time(9)) + timedelta(days=30)  # the pipe has a clock of its own
    with world.app.app_context():
        asked = invite(world, local_start=day, local_end=day + timedelta(hours=8))
        raw = answer(asked, "TENTATIVE", comment="Возможно")

    done = receive_by_pipe(world.app, raw)

    with world.app.app_context():
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert (kept(), registration_of(asked).intention) == ([("taken", asked.recipient)], "tentative")


def test_a_pipe_keeps_the_mail_with_its_server_while_the_database_is_not_there(apps, tmp_path):
    app = apps("sqlite")

    done = receive_by_pipe(app, b"\xff\x00", "--to", NOBODY, DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite")

    assert (done.returncode, done.stderr) == (75, b"Not on record yet: OperationalError\n")
