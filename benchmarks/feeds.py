"""Feeds: what a poll costs, and what a write costs that reaches many feeds. Run: python -m benchmarks.feeds

Requests are made to the WSGI application in this process, one after another, so that only the server's own work is
timed; medians of five rounds. The last line is one JSON object of ratios.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from icalendar import Calendar
from sqlalchemy import insert, select

from forumhub import installation
from forumhub.calendars.describing import calendar_event
from forumhub.calendars.mapping import PUBLIC, component
from forumhub.database import db, new_ulid, writing
from forumhub.events.actions import edit_event, plan_series
from forumhub.events.models import Event, EventParticipant, Series
from forumhub.parties.models import Person
from forumhub.web import PUBLIC as EVERYBODY
from forumhub.web import right
from tests.calendars.arranging import make_link
from tests.conftest import make_app
from tests.events.examples import make_event, make_series
from tests.world import NOW, World

ROUNDS = 5
SECONDS = 0.5
FIRST = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - a wall clock
DAILY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"


def make_site(folder: Path) -> tuple[Flask, World]:
    app = make_app(f"sqlite:///{folder}/forumhub.sqlite", folder)

    @app.get("/empty")
    @right(EVERYBODY)
    def empty() -> str:
        return ""

    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    return app, World.make(app)


def plan(world: World, code: str, count: int, access: str = "public") -> str:
    """A series of `count` daily meetings; returns its collection's name."""
    with world.app.app_context():
        made = make_series(world, code, rrule=DAILY, first_local_start=FIRST, minutes_long=60, access=access)
        series_id, ulid = made.id, made.ulid
        for planned in [*range(300, count, 300), count]:  # a series makes 400 meetings at once at most
            with writing():
                until = FIRST.date() + timedelta(days=planned - 1)
                plan_series(db.session.get(Series, series_id), until, by=world.reader("CN", "organizer"), now=NOW)
    return f"series/{ulid}"


def per_second(work: Callable[[], object]) -> float:
    """The median of rounds of half a second."""
    work()
    rates = []
    for _round in range(ROUNDS):
        done, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < SECONDS:
            work()
            done += 1
        rates.append(done / spent)
    return statistics.median(rates)


def ask(app: Flask, path: str, status: int, **headers: str) -> Callable[[], object]:
    client = app.test_client(use_cookies=False)
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def work() -> None:
        answer = client.get(path, headers=named)
        assert answer.status_code == status, answer.status

    return work


def poll_again(app: Flask, path: str) -> Callable[[], object]:
    etag = app.test_client().get(path).headers["ETag"]
    return ask(app, path, 304, If_None_Match=etag)


def serialise(app: Flask) -> Callable[[], object]:
    """What a server does that renders in the request: 200 events of the database through icalendar."""
    with app.app_context():
        statement = select(Event).where(Event.access == "public").limit(200)
        told = [calendar_event(event, "forumhub.example") for event in db.session.scalars(statement).unique()]

    def work() -> bytes:
        calendar = Calendar()
        for event in told:
            calendar.add_component(component(event, PUBLIC))
        return bytes(calendar.to_ical())

    return work


def seconds_of_saving(world: World, code: str, people: int) -> float:
    """One edit of an event that stands in so many personal feeds."""
    with world.app.app_context():
        event_id = make_event(world, code).id
        with writing():
            ulids = [{"ulid": new_ulid(), "name": f"{code} {n}", "language": "en"} for n in range(people)]
            ids = db.session.scalars(insert(Person).returning(Person.id), ulids).all()
            rows = [{"event_id": event_id, "person_id": each, "standing": "invited"} for each in ids]
            db.session.execute(insert(EventParticipant), rows)
            db.session.info["calendars_touched"] = {event_id}
        times = []
        for number in range(ROUNDS):
            start = time.perf_counter()
            with writing():
                event = db.session.get(Event, event_id)
                titles = {"en": f"Renamed {number}"}
                by = world.reader("BY", "organizer")
                edit_event(event, lock_version=event.lock_version, titles=titles, by=by, now=NOW)
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app, world = make_site(Path(folder))
        small, large = plan(world, "SMALL", 50, "parties"), plan(world, "LARGE", 3000, "parties")
        middle = plan(world, "MIDDLE", 200)
        tokens = {name: make_link(world, "CN", "delegate", name) for name in (small, middle, large)}
        path = {name: f"/feeds/{token}.ics" for name, token in tokens.items()}
        rates = {
            "empty response": per_second(ask(app, "/empty", 200)),
            "304, personal feed": per_second(poll_again(app, path[middle])),
            "304, feed of 50": per_second(poll_again(app, path[small])),
            "304, feed of 3,000": per_second(poll_again(app, path[large])),
            "304, public feed": per_second(poll_again(app, "/public.ics")),
            "200 public events, stored gzip": per_second(ask(app, "/public.ics", 200, Accept_Encoding="gzip")),
            "200 events by token, rows joined": per_second(ask(app, path[middle], 200)),
            "200 events through icalendar": per_second(serialise(app)),
        }
        one, many = seconds_of_saving(world, "FEW", 1), seconds_of_saving(world, "MANY", 5000)
    for name, rate in rates.items():
        print(f"{name:36} {rate:9,.1f} a second {1000 / rate:9.2f} ms")
    print(f"{'saving an event in 3 feeds':36} {'':18} {1000 * one:9.2f} ms")
    print(f"{'saving an event in 5,002 feeds':36} {'':18} {1000 * many:9.2f} ms")
    empty, again = rates["empty response"], rates["304, personal feed"]
    ratios = {
        "not_modified_vs_empty": again / empty,
        "public_not_modified_vs_empty": rates["304, public feed"] / empty,
        "stored_gzip_vs_empty": rates["200 public events, stored gzip"] / empty,
        "stored_vs_icalendar": rates["200 events by token, rows joined"] / rates["200 events through icalendar"],
        "not_modified_growth": rates["304, feed of 50"] / rates["304, feed of 3,000"],
        "write_fanout": many / one,
    }
    print(json.dumps({name: round(ratio, 3) for name, ratio in ratios.items()}))


if __name__ == "__main__":
    main()
