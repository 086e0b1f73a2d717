"""A running server of several processes, and many people who apply at the same moment."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask

from forumhub.database import db, writing
from forumhub.parties.models import Account, Person
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


def make_accounts(world: World, count: int) -> list[str]:
    """Members of China with an account each; their addresses."""
    emails = [f"applicant{number}@example.org" for number in range(count)]
    with world.app.app_context(), writing():
        for email in emails:
            person = Person(name=f"申请人 {email}", email=email, party_id=world.party["CN"])
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


def apply_at_once(port: int, path: str, sessions: list[str]) -> list[Answer]:
    """All fetch the form, wait for each other, and send it."""
    together = threading.Barrier(len(sessions))

    def apply(session: str) -> Answer:
        browser = Browser(port, session)
        status, form = browser.send("GET", path)
        assert status == 200, form
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        together.wait()
        start = time.perf_counter()
        status, _body = browser.send("POST", path, {"csrf_token": token[1]} if token else {})
        return Answer(status, time.perf_counter() - start)

    with ThreadPoolExecutor(len(sessions)) as pool:
        return list(pool.map(apply, sessions))
