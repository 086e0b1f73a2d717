"""Every route, every actor: the app against the hand-written tables in tests/rights/ (see the README there).

On SQLite alone, because each act is undone by putting the file back; what a query shows is tested in the rooms.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, quote_plus

import pytest
import time_machine

from forumhub import installation
from forumhub.database import db, new_ulid
from tests.conftest import empty
from tests.rights_table import ANONYMOUS, OUTSIDER, ROLES, read_rows, room_of, rooms_with_tables
from tests.rights_walk import Walk, examples_of, outcome
from tests.world import World

pytestmark = pytest.mark.xdist_group("rights")
EVERY_ROOM = sorted(
    {*rooms_with_tables(), "app", "account", "security", "desk"}
    | {"parties", "agreements", "events", "registration", "followup", "minutes", "calendars"}
)
COUNTING_NO_SESSION = {"calendars.dav", "followup.do_leave_digest", "followup.do_unsubscribe"}
"""Another site has nothing to borrow there: one answers 401 to every session (tests/calendars/dav/test_letting_in.py),
of the other the token in its address says whose reminders end, whoever asks (RFC 8058, 3.2).
"""
OUTSIDERS = [(OUTSIDER, role) for role in ROLES.values()]


@pytest.fixture(scope="module")
def walk(apps) -> Iterator[Walk]:
    app = apps("sqlite")
    with app.app_context():
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    world = World.make(app)
    walk = Walk(app, world, examples_of(world))
    walk.sign_everybody_in()
    yield walk
    walk.watched.close()
    with app.app_context():
        empty(app)


def test_every_route_belongs_to_a_room_that_is_walked(walk):
    rooms = {room_of(rule.endpoint) for rule, _method in walk.rules()}

    assert rooms - set(EVERY_ROOM) == set()


@pytest.mark.parametrize("room", EVERY_ROOM)
def test_every_route_has_a_row_and_every_row_a_route(walk, room):
    routes = {(rule.endpoint, method) for rule, method in walk.rules() if room_of(rule.endpoint) == room}
    rows = {row.route for row in read_rows(room)}

    assert {"routes without a row": sorted(routes - rows), "rows without a route": sorted(rows - routes)} == {
        "routes without a row": [],
        "rows without a route": [],
    }


@pytest.mark.parametrize("room", EVERY_ROOM)
def test_every_row_says_what_either_party_gets(room):
    said: dict[tuple[str, str], set[str]] = {}
    for row in read_rows(room):
        said.setdefault((row.endpoint, row.method), set()).update(row.parties)

    assert [route for route, parties in said.items() if not {"CN", "BY"} <= parties] == []


@pytest.mark.parametrize("room", EVERY_ROOM)
def test_everybody_gets_what_the_table_says(walk, room):
    differing = [line for row in read_rows(room) for line in differences(walk, row)]

    assert differing == [], "\n".join(["", *differing])


def differences(walk: Walk, row) -> Iterator[str]:
    example = walk.example(row.endpoint)
    if example is None:
        yield f"{row.endpoint}: no example; tests/{room_of(row.endpoint)}/examples.py would hold one"
        return
    for actor, expected in row.expectations():
        found = outcome(walk.request(actor, row.method, example))
        if row.method != "GET":
            walk.undo()
        if found != expected:
            yield f"{row.method} {row.endpoint} as {' '.join(actor).strip()}: {found}, not {expected}"


def objects(walk: Walk) -> list[str]:
    """The examples' addresses of every GET route whose address names an object."""
    named = {rule.endpoint for rule, method in walk.rules() if method == "GET" and rule.arguments}
    return [example["url"] for key, example in walk.examples.items() if key.partition("#")[0] in named]


def missing_beside(walk: Walk, url: str) -> list[str]:
    """The address with each of its arguments in turn, then all, naming what never was."""
    endpoint, values = walk.app.url_map.bind("localhost").match(url.partition("?")[0], method="GET")
    missing = {name: _never_was(value) for name, value in values.items()}
    changed = [{**values, name: missing[name]} for name in values] + [missing]
    adapter = walk.app.url_map.bind("localhost")
    return [adapter.build(endpoint, each) for each in changed]


def _never_was(value: object) -> object:
    if isinstance(value, int):
        return 999_999
    return new_ulid() if re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", str(value)) else f"ZZ-{len(str(value))}"


def seen(answer) -> tuple:
    headers = sorted((name, value) for name, value in answer.headers if name not in {"Date", "Set-Cookie"})
    return answer.status_code, headers, answer.get_data()


@time_machine.travel("2026-11-22T09:00:00Z", tick=False)
def test_hidden_and_missing_are_alike_byte_for_byte_for_outsiders(walk):
    browsers = {actor: browser_with_token(walk, actor) for actor in OUTSIDERS}

    compared = {
        f"{url} and {missing} for the {actor[1]} of {actor[0]}": seen(browser.get(missing)) == seen(hidden)
        for url in objects(walk)
        for actor, browser in browsers.items()
        if (hidden := browser.get(url)).status_code == 404
        for missing in missing_beside(walk, url)
    }

    assert [pair for pair, alike in compared.items() if not alike] == []
    assert len(compared) >= len(OUTSIDERS)


def browser_with_token(walk: Walk, actor):
    """A browser whose session holds a CSRF token already: with the clock stopped, it is the same on every page."""
    client = walk.browser(actor)
    client.get("/account")
    return client


def test_hidden_and_missing_send_anonymous_readers_the_same_way(walk):
    compared = {
        f"{url} and {missing}": way(walk.browser(ANONYMOUS).get(missing), missing) == way(hidden, url)
        for url in objects(walk)
        if outcome(hidden := walk.browser(ANONYMOUS).get(url)) == "sign-in"
        for missing in missing_beside(walk, url)
    }

    assert [pair for pair, alike in compared.items() if not alike] == []
    assert compared != {}


def way(answer, url: str) -> tuple:
    """Status, headers and body without the asked-for address, which the way back repeats."""
    status, headers, body = seen(answer)
    forms = sorted({url, quote(url), quote_plus(url), quote(url, safe="")}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, forms)))
    kept = [(name, pattern.sub("…", value)) for name, value in headers if name != "Content-Length"]
    return status, kept, pattern.sub("…", body.decode())


def test_every_post_without_a_token_is_refused(walk, monkeypatch):
    monkeypatch.setitem(walk.app.config, "WTF_CSRF_ENABLED", True)
    posts = {rule.endpoint for rule, method in walk.rules() if method == "POST"} - COUNTING_NO_SESSION

    answers = {
        (endpoint, actor): walk.request(actor, "POST", example).status_code
        for endpoint in posts
        for key in {endpoint, *(key for key in walk.examples if key.startswith(f"{endpoint}#"))}
        if (example := walk.example(key))
        for actor in (ANONYMOUS, ("CN", "secretary"))
    }

    assert {where: status for where, status in answers.items() if status != 400} == {}


def test_no_get_writes(walk):
    gets = {rule.endpoint for rule, method in walk.rules() if method == "GET"}
    keys = sorted(gets | {key for key in walk.examples if key.partition("#")[0] in gets})

    with closing(sqlite3.connect(walk.file)) as watcher:
        writing = [key for key in keys if (example := walk.example(key)) and writes(walk, watcher, example)]

    assert writing == []


def writes(walk: Walk, watcher: sqlite3.Connection, example: dict) -> bool:
    """Whether somebody else committed to the file between two looks at it."""
    before = watcher.execute("PRAGMA data_version").fetchone()
    walk.request(("CN", "secretary"), "GET", example)
    return watcher.execute("PRAGMA data_version").fetchone() != before
