"""The worker: Huey wakes it after each commit that posted mail and once a minute; the outbox is its queue.

What rooms do periodically runs in it, too: in one thread, and in another what takes long.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from huey import SqliteHuey, crontab

from forumhub import clock
from forumhub.database import db, writing
from forumhub.errors import ForumhubError
from forumhub.mail import actions, queries, waking
from forumhub.mail.lmtp import Listener
from forumhub.mail.models import OutboxMail
from forumhub.mail.receiving import take
from forumhub.mail.rendering import Link, compose
from forumhub.mail.sending import Courier, NotSent, Unreachable

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger(__name__)
EXTENSION = "forumhub.huey"
TASKS = "forumhub.tasks"

attachers: dict[str, Callable[[EmailMessage, OutboxMail], None]] = {}
"""By template's name, what a room adds to the rendered message, such as a calendar. It must not write."""

sharing: dict[str, Callable[[OutboxMail], dict[str, Any]]] = {}
"""By template's name, what a room adds to a mail's snapshot when it is rendered, and need not be stored with each: a
long text that many share, the drawing of a code, what must hold when it is sent. It must not write. Raises a
ForumhubError where the mail is not to be sent any more."""

periodic: dict[str, tuple[Callable[[datetime], bool], Callable[["Flask"], None]]] = {}
"""By name, what else the worker does, and when (a huey.crontab, in UTC); a room enters it when it is imported."""

apart: set[str] = set()
"""Names of those that take minutes: they have a thread of their own, so that neither mail nor deadlines wait."""


def open_mail(app: "Flask") -> None:
    """Lets commits wake the worker, through INSTANCE/huey.sqlite."""
    huey = SqliteHuey("forumhub", filename=str(app.config["INSTANCE"] / "huey.sqlite"), results=False)
    huey.storage.close()  # opened anew by each thread and process that uses it

    turn, long_turn = RLock(), Lock()

    @huey.periodic_task(crontab(), name="deliver_due")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with turn:
            deliver_due(app, huey.stopping)

    app.extensions[TASKS] = {
        name: huey.periodic_task(when, name=name)(
            partial(_unless_busy, long_turn, task, app) if name in apart else partial(_in_turn, turn, task, app)
        )
        for name, (when, task) in periodic.items()
    }
    huey.stopping = lambda: False
    app.extensions[EXTENSION] = huey
    with app.app_context():
        waking.wake_with(db.engine, sweep)


def _in_turn(turn: AbstractContextManager[Any], task: Callable[["Flask"], None], app: "Flask") -> None:
    """One at a time, whatever the number of threads."""
    with turn:
        task(app)


def _unless_busy(turn: Lock, task: Callable[["Flask"], None], app: "Flask") -> None:
    """Never waits for another that takes long: then both threads would be taken. It is asked again each minute."""
    if turn.acquire(blocking=False):
        try:
            task(app)
        finally:
            turn.release()


def run_soon(app: "Flask", name: str) -> None:
    """Lets the worker do at once what it does periodically; where it cannot be told, it comes to it in its time."""
    try:
        app.extensions[TASKS][name]()
    except Exception:
        logger.warning("the worker could not be woken for %s", name, exc_info=True)


def run_worker(app: "Flask", lmtp: tuple[str, int] | None = None) -> None:
    """Runs until SIGTERM or SIGINT; on SIGTERM it finishes the mail in its hand first.

    `lmtp` is where mails are taken meanwhile, a host and a port.
    """
    with _listening(app, *lmtp) if lmtp else nullcontext():
        consumer_of(app).run()


@contextmanager
def _listening(app: "Flask", host: str, port: int) -> Iterator[None]:
    listener = Listener(partial(take, app), host, port)
    listener.start()
    logger.info("mails are taken by LMTP at %s:%s", host, listener.port)
    try:
        yield
    finally:
        listener.stop()


def consumer_of(app: "Flask") -> Any:
    """Two threads: one for what takes long, one for all else."""
    huey: Any = app.extensions[EXTENSION]
    consumer = huey.create_consumer(workers=2, periodic=True, max_delay=1.0, graceful_signal="TERM")
    huey.stopping = consumer.stop_flag.is_set
    return consumer


def deliver_due(app: "Flask", stopping: Callable[[], bool] = lambda: False) -> int:
    """Sends what is due, one after another; returns how many were sent. Several may run at once."""
    sent = 0
    with app.app_context(), Courier(app.config) as courier:
        if not app.config["SMTP_HOST"]:
            _say_that_mails_wait(app)
            return 0
        try:
            while not stopping() and (outcome := _deliver_next(app, courier)) is not None:
                sent += outcome
        except Unreachable as error:
            logger.warning("the mail server cannot be used: %s", error)
    return sent


def _deliver_next(app: "Flask", courier: Courier) -> bool | None:
    """Whether the next mail was sent; None where none is due. No transaction is open while SMTP is spoken."""
    with writing():
        mail = actions.claim_mail(now=clock.now())
    if mail is None:
        return None
    try:
        courier.deliver(_composed(app, mail), mail.recipient)
    except NotSent as failure:
        _record_failure(mail, failure)
        if isinstance(failure, Unreachable):
            raise
        return False
    with writing():
        actions.mark_sent(mail.id, now=clock.now())
    return True


def _composed(app: "Flask", mail: OutboxMail) -> EmailMessage:
    try:
        share = sharing.get(mail.template)
        message = compose(mail, link_maker(app), app.config["MAIL_FROM"], share(mail) if share else None)
        if attach := attachers.get(mail.template):
            attach(message, mail)
    except ForumhubError as error:
        raise NotSent(str(error), permanent=True) from error
    except Exception as error:  # a template or an attacher is wrong: the other mails must still go
        raise NotSent(f"could not be rendered: {type(error).__name__}") from error
    finally:
        db.session.rollback()
    return message


def _record_failure(mail: OutboxMail, failure: NotSent) -> None:
    logger.warning("mail %s (%s) was not sent: %s", mail.ulid, mail.template, failure)
    with writing():
        actions.mark_failed(mail.id, str(failure), permanent=failure.permanent, now=clock.now())


def link_maker(app: "Flask") -> Link:
    """Addresses below PUBLIC_URL, made without a request."""
    place = urlsplit(app.config["PUBLIC_URL"])
    adapter = app.url_map.bind(place.netloc, script_name=place.path or "/", url_scheme=place.scheme)
    return lambda endpoint, **values: adapter.build(endpoint, values, force_external=True)


def _say_that_mails_wait(app: "Flask") -> None:
    waiting = queries.count_waiting()
    if waiting and not app.extensions.get("forumhub.mail_warned"):
        app.extensions["forumhub.mail_warned"] = True
        logger.warning("not sent: no SMTP server configured (FORUMHUB_SMTP_HOST); mails that wait: %s", waiting)
