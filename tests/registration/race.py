"""A running server of several processes, and many people who apply at the same moment."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.parties.models import Account, Person
from forumhub.registration.models import Registration
from forumhub.registration.rules import HOLDS_PLACE, WAITING
from tests.client import PASSWORD, Client
from tests.conftest import SECRET
from tests.world import NOW, World

CHECKOUT = Path(__file__).parents[2]
PROCESSES, THREADS = 3, 8


class Browser:
    """One person's connection and session cookie."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.session = session

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": f"session={self.session}", "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, urlencode(fields or {}), headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if kept := re.search(r"session=([^;]+)", answer.headers.get("Set-Cookie", "")):
            self.session = kept[1]
        return answer.status, body


class Answer(NamedTuple):
    status: int
    seconds: float


@contextmanager
def serving(app: Flask) -> Iterator[int]:
    """gunicorn with several processes on the database of `app`; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": app.config["DATABASE_URL"], "INSTANCE": app.config["INSTANCE"]}
    settings |= {"SECURE_COOKIES": 0}
    environment = {**os.environ, **{f"FORUMHUB_{name}": str(value) for name, value in settings.items()}}
    command = ["gunicorn", "forumhub:create_app()", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(PROCESSES), "--threads", str(THREADS), "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, "-m", *command], env=environment, cwd=CHECKOUT)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it served"
        try:
            if Browser(port).send("GET", "/readyz")[0] == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.05)
    raise AssertionError("the server did not become ready")


def make_accounts(world: World, count: int, party: str | None = "CN") -> list[str]:
    """People of this party, or guests, with an account each; their addresses."""
    name = (party or "guest").lower()
    emails = [f"{name}{number}@example.org" for number in range(count)]
    with world.app.app_context(), writing():
        for email in emails:
            person = Person(name=f"申请人 {email}", email=email, party_id=world.party[party] if party else None)
            values = {"email": email, "password": PASSWORD, "fs_uniquifier": email, "created_at": NOW}
            db.session.add(Account(person=person, **values))
    return emails


def sessions_of(app: Flask, emails: list[str]) -> list[str]:
    """Signs everybody in; the values of their session cookies, which the server knows too."""
    sessions = []
    for email in emails:
        app.extensions["forumhub.attempts"].clear()
        sessions.append(Client(app).sign_in(email).http.get_cookie("session").value)
    return sessions


class Step(NamedTuple):
    """What somebody does: fetches this page, and sends its form."""

    session: str
    path: str


def apply_at_once(port: int, path: str, sessions: list[str]) -> list[Answer]:
    return do_at_once(port, [Step(session, path) for session in sessions])


def do_at_once(port: int, steps: list[Step]) -> list[Answer]:
    """All fetch their page, wait for each other, and send it."""
    together = threading.Barrier(len(steps))

    def do(step: Step) -> Answer:
        browser = Browser(port, step.session)
        status, form = browser.send("GET", step.path)
        assert status == 200, form
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        browser.connection.close()  # the server would, while it waits for the others; it is opened again to send
        together.wait()
        start = time.perf_counter()
        status, _body = browser.send("POST", step.path, {"csrf_token": token[1]} if token else {})
        return Answer(status, time.perf_counter() - start)

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(do, steps))


def withdrawals(app: Flask, sessions: dict[str, str], number: int) -> list[Step]:
    """Of so many who hold a place, every other of them in the order of the queue; `sessions` by address."""
    with app.app_context():
        holding = select(Registration).where(Registration.state.in_(HOLDS_PLACE)).order_by(Registration.queued_at)
        some = list(db.session.scalars(holding))[::2][:number]
        return [Step(sessions[each.person.email], f"/registrations/{each.ulid}/withdraw") for each in some]


class Outcome(NamedTuple):
    """What became of it: places that are held, by party's code; how many wait; and what should be nothing at all."""

    held: Counter[str]
    waiting: int
    oversold: int
    """Places held beyond the event's capacity or a delegation's quota, and places that are counted and not held."""
    lost: int
    """People who asked and neither have a place, nor wait, nor withdrew."""
    overtaken: int
    """People who wait although somebody of the same share who asked later has a place."""
    disordered: int
    """Neighbours in the queue who were entered under the lock in another order."""


def outcome(world: World, people: int, capacity: int, quotas: dict[str, int]) -> Outcome:
    with world.app.app_context():
        found = list(db.session.scalars(select(Registration).order_by(Registration.queued_at, Registration.id)))
        taken = db.session.scalar(select(Event.places_taken)) or 0
        entered = select(AuditEntry.subject).where(AuditEntry.act == "registration.apply").order_by(AuditEntry.id)
        order = list(db.session.scalars(entered))
        held = Counter(_share(each) for each in found if each.state in HOLDS_PLACE)
        waiting = [each for each in found if each.state == WAITING]
        latest = {_share(each): each.queued_at for each in found if each.state in HOLDS_PLACE}
        overtaken = [each for each in waiting if each.queued_at < latest.get(_share(each), each.queued_at)]
        asked = [each.ulid for each in found]
    beyond = sum(max(held[code] - quota, 0) for code, quota in quotas.items())
    return Outcome(
        held=held,
        waiting=len(waiting),
        oversold=max(held.total() - capacity, 0) + beyond + abs(taken - held.total()),
        lost=people - len(asked),
        overtaken=len(overtaken),
        disordered=sum(one != other for one, other in zip(asked, order, strict=False)),
    )


def _share(registration: Registration) -> str:
    return registration.party.code if registration.party else "guests"
