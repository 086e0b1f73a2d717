"""Feeds: what a poll costs, and what a write costs that reaches many feeds. Run: python -m benchmarks.feeds

Real servers over HTTP, all behind gunicorn as `forumhub serve` sets it; five rounds in which each case is asked for a
second, one after another, so that all see the same machine; medians. The last line is one JSON object of ratios.

`write_fanout` is of feeds alone: the people of its events have no mail address. Where they have one, renaming an event
also writes a mail to each of them in the same transaction, which takes several times as long as moving their feeds; the
table has that on a row of its own, which no ratio counts.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import icalendar
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert

from benchmarks.servers import Case, Rate, Server, exchange, measure, running
from forumhub import installation
from forumhub.calendars.actions import publish_events
from forumhub.calendars.membership import PERSON
from forumhub.calendars.publishing import EVERYBODY, Touched
from forumhub.database import db, new_ulid, writing
from forumhub.events.actions import edit_event
from forumhub.events.models import Event, EventParticipant
from forumhub.parties.models import Person
from tests.calendars.arranging import make_link
from tests.conftest import SECRET, make_app
from tests.events.examples import make_event
from tests.world import NOW, World

ROUNDS, SECONDS = 5, 1.0
FEEDS = {"observer": 50, "delegate": 200, "secretary": 5000}
"""Events in the personal feed of each of China's people."""
MANY = 5000
"""People in whose feeds one event stands."""
ABOUT = "The parties report on what was agreed, and on what is still open. " * 13


def make_site(folder: Path) -> tuple[Flask, World]:
    app = make_app(f"sqlite:///{folder}/forumhub.sqlite", folder)
    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    return app, World.make(app)


def plan(world: World, role: str, count: int) -> str:
    """So many events, in the personal feed of China's `role`; the token of it. Those of 200 are public, too."""
    with world.app.app_context():
        access = "public" if count == 200 else "delegates"
        made = make_event(world, code=role.upper()[:3], access=access, description=ABOUT, venue="Hall 2, Academy")
        copies = [_copy(made, number) for number in range(1, count)]
        with writing():
            ids = {made.id, *db.session.scalars(insert(Event).returning(Event.id), copies)} if copies else {made.id}
            standing = {"person_id": world.person["CN", role], "standing": "confirmed"}
            db.session.execute(insert(EventParticipant), [{"event_id": each, **standing} for each in ids])
            publish_events(Touched(ids, ids, EVERYBODY, set(), set()), now=NOW)
    return make_link(world, "CN", role, PERSON + world.ulid["CN", role])


def _copy(event: Event, number: int) -> dict[str, object]:
    values = {column.key: getattr(event, column.key) for column in Event.__table__.columns if column.key != "id"}
    later = {
        name: values[name] + timedelta(days=number) for name in ("local_start", "local_end", "starts_at", "ends_at")
    }
    return {**values, **later, "ulid": new_ulid()}


def store_for_radicale(folder: Path, feed: bytes) -> None:
    """The same events as a collection of Radicale's: an item each, with the zone that it names."""
    collection = folder / "collection-root" / "user" / "calendar"
    collection.mkdir(parents=True)
    (collection / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR"}))
    calendar = icalendar.Calendar.from_ical(feed)
    zones = calendar.walk("VTIMEZONE")
    for event in calendar.walk("VEVENT"):
        item = icalendar.Calendar({"PRODID": "-//benchmark//EN", "VERSION": "2.0"})
        for part in (*zones, event):
            item.add_component(part)
        (collection / f"{event['UID']}.ics").write_bytes(item.to_ical())


def cases(ours: Server, bare: Server, other: Server, tokens: dict[str, str]) -> dict[str, Case]:
    path = {count: f"/feeds/{tokens[role]}.ics" for role, count in FEEDS.items()}
    gzip, in_radicale = ("Accept-Encoding: gzip",), ("Authorization: Basic dXNlcjp1c2Vy",)
    return {
        "empty response, Flask": Case(bare, "/empty"),
        "empty response, forumhub": Case(ours, "/empty"),
        "304, personal feed of 200": _again(ours, path[200]),
        "304, personal feed of 50": _again(ours, path[50]),
        "304, personal feed of 5,000": _again(ours, path[5000]),
        "304, public feed": _again(ours, "/public.ics"),
        "200 public events, stored gzip": Case(ours, "/public.ics", headers=gzip),
        "personal feed of 200, rows joined": Case(ours, path[200]),
        "200 events, Radicale": Case(other, "/user/calendar/", headers=in_radicale),
    }


def ask_once(case: Case) -> tuple[bytes, bytes]:
    import socket

    with socket.create_connection(("127.0.0.1", case.server.port)) as connection:
        return exchange(connection, case)


def _again(server: Server, path: str) -> Case:
    head, _body = ask_once(Case(server, path))
    etag = next(line for line in head.decode().split("\r\n") if line.lower().startswith("etag:")).partition(" ")[2]
    return Case(server, path, 304, (f"If-None-Match: {etag}",))


def measured(folder: Path, tokens: dict[str, str]) -> dict[str, Rate]:
    """The median of rounds, by case."""
    site = {
        "DATABASE_URL": f"sqlite:///{folder}/forumhub.sqlite",
        "INSTANCE": str(folder),
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://localhost",
    }
    with ExitStack() as servers:
        settings = {f"FORUMHUB_{name}": value for name, value in site.items()}
        ours, bare = (
            servers.enter_context(running("forumhub", folder, **settings)),
            servers.enter_context(running("flask", folder)),
        )
        _head, feed = ask_once(Case(ours, f"/feeds/{tokens['delegate']}.ics"))
        store_for_radicale(folder / "radicale", feed)
        other = servers.enter_context(running("radicale", folder / "radicale"))
        asked = cases(ours, bare, other, tokens)
        print(f"{feed.count(b'BEGIN:VEVENT')} events are {len(feed):,} bytes; from Radicale {_size(asked):,} bytes")
        rounds = [{name: measure(case, SECONDS) for name, case in asked.items()} for _round in range(ROUNDS)]
    return {name: Rate(*map(statistics.median, zip(*(each[name] for each in rounds), strict=True))) for name in asked}


def _size(asked: dict[str, Case]) -> int:
    body = ask_once(asked["200 events, Radicale"])[1]
    assert body.count(b"BEGIN:VEVENT") == 200
    return len(body)


def seconds_of_saving(world: World) -> Iterator[float]:
    """One edit of an event that stands in one personal feed, in MANY, and in MANY whose people are mailed, too: all in
    turn, medians of rounds."""
    with world.app.app_context():
        ids = [_event_of(world, "FEW", 1), _event_of(world, "MANY", MANY)]
        ids.append(_event_of(world, "MAILED", MANY, mailed=True))
        times: dict[int, list[float]] = {event_id: [] for event_id in ids}
        for number in range(ROUNDS + 1):  # the first one warms up
            for event_id in ids:
                times[event_id].append(_rename(world, event_id, number))
    return (statistics.median(each[1:]) for each in times.values())


def _event_of(world: World, code: str, people: int, *, mailed: bool = False) -> int:
    event_id = make_event(world, code).id
    with writing():
        named = [
            {
                "ulid": new_ulid(),
                "name": f"{code} {number}",
                "language": "en",
                "email": f"{number}@example.org" if mailed else None,
            }
            for number in range(people)
        ]
        rows = [
            {"event_id": event_id, "person_id": each, "standing": "invited"}
            for each in db.session.scalars(insert(Person).returning(Person.id), named)
        ]
        db.session.execute(insert(EventParticipant), rows)
        publish_events(Touched({event_id}, {event_id}, EVERYBODY, set(), set()), now=NOW)
    return event_id


def _rename(world: World, event_id: int, number: int) -> float:
    start = time.perf_counter()
    with writing():
        event = db.session.get(Event, event_id)
        titles = {"en": f"Renamed {number}"}
        edit_event(event, lock_version=event.lock_version, titles=titles, by=world.reader("BY", "organizer"), now=NOW)
    return time.perf_counter() - start


def main() -> None:
    print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _app, world = make_site(folder)
        tokens = {role: plan(world, role, count) for role, count in FEEDS.items()}
        one, many, mailed = seconds_of_saving(world)
        rates = measured(folder, tokens)
    for title, rate in rates.items():
        print(f"{title:36} {rate.per_second:9,.1f} a second {rate.cpu_ms:9.3f} ms of the server's processors")
    print(f"{'saving an event in 1 personal feed':36} {'':18} {1000 * one:9.2f} ms")
    print(f"{f'saving an event in {MANY:,}':36} {'':18} {1000 * many:9.2f} ms")
    print(f"{f'… and writing {MANY:,} mails':36} {'':18} {1000 * mailed:9.2f} ms")
    print(f"load {os.getloadavg()[0]:.1f}; not_modified_vs_empty and stored_gzip_vs_empty are against bare Flask's")
    print(json.dumps({name: round(ratio, 3) for name, ratio in ratios(rates, one, many).items()}))


def ratios(rates: dict[str, Rate], one: float, many: float) -> dict[str, float]:
    a_second = {name: rate.per_second for name, rate in rates.items()}
    empty = a_second["empty response, Flask"]
    return {
        "not_modified_vs_empty": a_second["304, personal feed of 200"] / empty,
        "stored_gzip_vs_empty": a_second["200 public events, stored gzip"] / empty,
        "personal_vs_radicale": a_second["personal feed of 200, rows joined"] / a_second["200 events, Radicale"],
        "not_modified_growth": a_second["304, personal feed of 50"] / a_second["304, personal feed of 5,000"],
        "write_fanout": many / one,
    }


if __name__ == "__main__":
    main()
