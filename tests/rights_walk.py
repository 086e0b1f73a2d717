"""One world with an example of everything, actors who are signed in once, and requests whose acts are undone."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forumhub.app import ROOMS_WITH_TABLES
from tests.rights_table import ANONYMOUS, OPERATOR, OUTSIDER, PARTNERS, ROLES, Actor
from tests.world import World

ROOMS = ("app", *ROOMS_WITH_TABLES, "desk")
ACTORS = (ANONYMOUS, OPERATOR, *((party, role) for party in (*PARTNERS, OUTSIDER) for role in ROLES.values()))
LET_IN = {200, 204, 206, 301, 302, 303, 304, 307, 308, 400, 409, 415, 422}


def examples_of(world: World) -> dict[str, dict[str, Any]]:
    """By endpoint or endpoint#variant, {'url': …} and what else the request takes, of every room that has examples."""
    found: dict[str, dict[str, Any]] = {}
    for room in ROOMS:
        name = f"tests.{room}.examples"
        if find_spec(f"tests.{room}") and find_spec(name) and hasattr(module := import_module(name), "examples"):
            made = module.examples(world)
            found |= {key: {"url": it} if isinstance(it, str) else it for key, it in made.items()}
    return found


@dataclass
class Walk:
    """Requests by actors against one SQLite file, which is put back to what it was after each act."""

    app: Flask
    world: World
    examples: dict[str, dict[str, Any]]
    cookies: dict[Actor, str] = field(default_factory=dict)
    kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))
    watched: sqlite3.Connection | None = None
    version: int = 0

    @property
    def file(self) -> str:
        return str(make_url(self.app.config["DATABASE_URL"]).database)

    def sign_everybody_in(self) -> None:
        for party, role in ACTORS[1:]:
            client = self.world.operator() if party == "operator" else self.world.signed_in(party, role)
            self.cookies[party, role] = client.http.get_cookie("session").value
        with closing(sqlite3.connect(self.file)) as live:
            live.backup(self.kept)
        self.watched = sqlite3.connect(self.file)
        self.version = self.seen_version()

    def undo(self) -> None:
        """Most are refused and write nothing: then there is nothing to put back."""
        if self.seen_version() != self.version:
            with closing(sqlite3.connect(self.file)) as live:
                self.kept.backup(live)
            self.version = self.seen_version()
        self.app.extensions["forumhub.attempts"].clear()

    def seen_version(self) -> int:
        """Another number whenever somebody else has written to the file (SQLite's data_version)."""
        assert self.watched is not None
        return self.watched.execute("PRAGMA data_version").fetchone()[0]

    def browser(self, actor: Actor) -> FlaskClient:
        client = self.app.test_client()
        if actor in self.cookies:
            client.set_cookie("session", self.cookies[actor])
        return client

    def request(self, actor: Actor, method: str, example: dict[str, Any]) -> TestResponse:
        options = {name: value for name, value in example.items() if name != "url"}
        return self.browser(actor).open(example["url"], method=method, **options)

    def rules(self) -> list[tuple[Rule, str]]:
        return [
            (rule, method) for rule in self.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
        ]

    def example(self, key: str) -> dict[str, Any] | None:
        """What was made for it, else the path of a route without arguments."""
        if key in self.examples:
            return self.examples[key]
        plain = [rule.rule for rule in self.app.url_map.iter_rules(key.partition("#")[0]) if not rule.arguments]
        return {"url": plain[0]} if plain else None


def outcome(answer: TestResponse) -> str:
    """The answer as a cell of the tables says it."""
    if answer.status_code == 302 and (answer.location or "").partition("?")[0].endswith("/sign-in"):
        return "sign-in"
    return "ok" if answer.status_code in LET_IN else str(answer.status_code)
