"""`forumhub worker` as a process of its own: killed in the middle and started again, and told to stop."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.models import OutboxMail
from tests.conftest import SECRET
from tests.mail.conftest import post_some

COUNT = 40
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def start_worker(app, mailbox):
    """Starts the real command on the test's database and mail server; ends what is left of it."""
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        settings = {
            "SECRET_KEY": SECRET,
            "DATABASE_URL": app.config["DATABASE_URL"],
            "INSTANCE": str(app.config["INSTANCE"]),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(mailbox.port),
        }
        environment = {**os.environ, **{f"FORUMHUB_{name}": value for name, value in settings.items()}}
        started.append(subprocess.Popen([sys.executable, "-m", "forumhub", "worker"], env=environment, cwd=CHECKOUT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)


def unsent(app) -> int:
    with app.app_context():
        return db.session.query(OutboxMail).where(OutboxMail.sent_at.is_(None)).count()


def let_the_lease_run_out(app) -> None:
    with app.app_context(), writing():
        db.session.execute(OutboxMail.__table__.update().values(due_at=clock.now()))


def test_everything_is_sent_when_the_worker_is_killed_in_the_middle(app, mailbox, start_worker):
    ids = post_some(app, COUNT)
    mailbox.pause = 0.03
    first = start_worker()
    wait_until(lambda: len(mailbox.ids) >= COUNT // 4)

    first.send_signal(signal.SIGKILL)
    first.wait()
    sent_by_the_first = len(mailbox.ids)
    let_the_lease_run_out(app)
    start_worker()
    wait_until(lambda: unsent(app) == 0)

    counts = Counter(mailbox.ids)
    assert COUNT // 4 <= sent_by_the_first < COUNT
    assert set(counts) == set(ids)
    assert sorted(counts.values(), reverse=True)[:2] in ([1, 1], [2, 1])


def test_a_commit_wakes_the_worker(app, mailbox, start_worker):
    start_worker()
    post_some(app, 1)
    wait_until(lambda: len(mailbox.ids) == 1)

    (second,) = post_some(app, 1)
    wait_until(lambda: second in mailbox.ids, seconds=5)

    assert len(mailbox.ids) == 2


def test_the_worker_finishes_the_mail_in_its_hand_when_it_is_told_to_stop(app, mailbox, start_worker):
    post_some(app, COUNT)
    mailbox.pause = 0.1
    process = start_worker()
    wait_until(lambda: len(mailbox.ids) >= 3)

    process.terminate()
    code = process.wait(timeout=15)
    wait_until(lambda: COUNT - unsent(app) == len(mailbox.ids))

    assert code == 0
    assert 3 <= len(mailbox.ids) < COUNT


def test_two_workers_send_no_mail_twice(app, mailbox, start_worker):
    ids = post_some(app, COUNT)
    mailbox.pause = 0.01

    start_worker()
    start_worker()
    wait_until(lambda: unsent(app) == 0)

    assert sorted(mailbox.ids) == sorted(ids)
