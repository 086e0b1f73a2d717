"""Two years of a series, by people at separate browsers: what was agreed is kept, and whoever changes it is found."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text, update

from forumhub import verify
from forumhub.database import db, writing
from forumhub.events import actions as events
from forumhub.events.models import Event
from forumhub.followup.reminding.hourly import remind_all
from forumhub.minutes.chain import exporting, queries
from forumhub.parties.models import Party, Person
from tests.browser.conftest import SIZES, Site, Visitor, follow
from tests.browser.meetings import MEETINGS, Meetings
from tests.browser.test_journey import PRIMARY, deliver, put_agreement_in_force, write
from tests.browser.test_journey import mailbox as mailbox
from tests.browser.test_pages import draw, violations
from tests.browser.test_passkeys import plug_in
from tests.events.examples import make_series
from tests.mail.server import Mailbox
from tests.minutes.arranging import PDF
from tests.world import NOW

pytestmark = pytest.mark.browser
REGISTER, LANGUAGES = "HLM", ("en", "zh", "ru")
WAYS = [
    pytest.param(
        kind,
        said,
        id=f"{kind}-{said.language}",
        marks=[] if (kind, said.language) == ("sqlite", "zh") else [pytest.mark.slow],
    )
    for kind in ("sqlite", "postgresql")
    for said in MEETINGS
]
FIRST, SECOND, THIRD = (datetime(year, 5, 20, 9, tzinfo=UTC) for year in (2027, 2028, 2029))


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """The clock, which every part of the installation reads."""
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock.move_to


@pytest.fixture
def served(site: Site, served_apps, monkeypatch) -> Flask:
    """What the site serves, under a name, since a passkey is bound to one."""
    site.url = site.url.replace("127.0.0.1", "localhost")
    app: Flask = served_apps(site.app.config["DATABASE_URL"])
    monkeypatch.setitem(app.config, "PUBLIC_URL", site.url)
    return app


@pytest.fixture
def meetings(site: Site, at, said: Meetings) -> list[str]:
    """The paths of three yearly meetings under the agreement, at which each head may approve."""
    put_agreement_in_force(site)
    world = site.world
    with site.app.app_context():
        with writing():
            db.session.execute(update(Person).values(language=said.language))
        start = datetime(2027, 5, 20, 9)
        series = make_series(
            world,
            REGISTER,
            titles={said.language: said.title},
            first_local_start=start,
            languages=list(LANGUAGES),
            calendar_detail="full",
        )
        with writing():
            planned = events.plan_series(series, THIRD.date(), by=world.reader("CN", "organizer"), now=NOW)
        for event in planned:
            for code in ("CN", "BY"):
                name_the_head(site, event, code)
        return [f"/events/{event.ulid}" for event in planned]


def name_the_head(site: Site, event: Event, code: str) -> None:
    party = db.session.scalars(select(Party).where(Party.code == code)).unique().one()
    person = db.session.get_one(Person, site.world.person[code, "head_of_delegation"])
    with writing():
        events.name_head(event, party, person, True, True, by=site.world.reader(code, "secretary"), now=NOW)


def come_back(visitors: dict[tuple[str, str], Visitor]) -> None:
    """Everybody signs in anew, as one does after months."""
    for (code, role), visitor in visitors.items():
        visitor.context.clear_cookies()
        visitor.sign_in(visitor.site.world.email(code, role))


def begin(secretary: Visitor, meeting: str, kind: str, language: str) -> str:
    """Makes the document and returns its path; the page is its editor's."""
    page = secretary.open(f"{meeting}/documents/new?kind={kind}")
    page.select_option("[name=working_language]", language)
    page.check("[name=sharing][value=all]")
    page.click(PRIMARY)
    page.wait_for_url("**/edit")
    return page.url.removeprefix(secretary.site.url).removesuffix("/edit")


def text_of(secretary: Visitor, path: str, language: str) -> str:
    return secretary.open(f"{path}/edit").input_value(f"[name=text-{language}]")


def rewrite(secretary: Visitor, path: str, language: str, change: Callable[[str], str]) -> None:
    """Saves the text as `change` makes it."""
    page, box = secretary.open(f"{path}/edit"), f"[name=text-{language}]"
    write(page, language, change(page.input_value(box)))
    follow(page, ".submit .btn-primary")


def with_states(minutes: str, said: Meetings) -> str:
    """The first of the actions that arise is done, the others go on."""
    states = chain([said.done], repeat(said.going_on))
    return re.sub(r"(- \*\*\S+ A-\d+\*\*)(?=[:：])", lambda opening: f"{opening[1]} ({next(states)})", minutes)


def circulate(secretary: Visitor, path: str) -> None:
    page = secretary.open(f"{path}/circulate")
    page.click(PRIMARY)
    page.wait_for_url(f"**{path}")


def object_to(head: Visitor, path: str, words: str) -> None:
    page = head.open(f"{path}/object")
    page.fill("[name=text]", words)
    page.click(PRIMARY)
    page.wait_for_url(f"**{path}")


def approve(head: Visitor, path: str, way: str, scan: Path) -> None:
    page = head.open(f"{path}/approve")
    page.check(f"[name=way][value={way}]")
    if way == "in_the_room":
        page.set_input_files("[name=scan]", scan)
    page.click(PRIMARY)
    page.wait_for_url(f"**{path}")


def approve_by_both(heads: dict[str, Visitor], path: str, scan: Path) -> None:
    approve(heads["CN"], path, "passkey", scan)
    approve(heads["BY"], path, "in_the_room", scan)


def sign(secretary: Visitor, path: str, number: str, scan: Path) -> None:
    page = secretary.open(f"{path}/sign")
    page.fill("[name=number]", number)
    page.fill("[name=place]", "Минск 明斯克")
    for box in page.locator("[name$=signer]").all():
        box.fill("Head of delegation")
    page.locator("[name$=scan]").first.set_input_files(scan)
    page.click(PRIMARY)
    page.wait_for_url(f"**{path}")


def propose_corrigendum(secretary: Visitor, path: str, said: Meetings) -> str:
    page = secretary.open(f"{path}/corrigenda/new")
    page.fill("[name=paragraph]", "5")
    page.fill(f"[name=was-{said.language}]", said.was)
    page.fill(f"[name=shall-{said.language}]", said.shall)
    page.click(PRIMARY)
    page.wait_for_url(lambda url: not url.endswith("/new"))
    return re.sub(r"/edit$", "", page.url.removeprefix(secretary.site.url))


def work(site: Site, mailbox: Mailbox, folder: Path) -> None:
    """An hour of the worker: who is to be reminded, and what is to be sent."""
    with site.app.app_context():
        remind_all(site.app)
    deliver(site, mailbox, folder)


def take_passkey(head: Visitor) -> None:
    plug_in(head)
    page = head.open("/account/passkeys")
    page.fill("input[name=name]", "密钥 ключ")
    page.click("main form .btn-primary")
    page.wait_for_selector("text=密钥 ключ")


def exported(served: Flask, folder: Path) -> Path:
    """What `forumhub export HLM` writes."""
    with served.app_context():
        root = served.config["INSTANCE"] / "files"
        contents = exporting.gather(queries.get_register(REGISTER), root)
        exporting.write(contents, target := folder / "HLM-ledger.zip", root, now=datetime.now(UTC))
        db.session.rollback()
    return target


def mailed_head(mailbox: Mailbox) -> str:
    """The head in the newest message that went to all parties together."""
    texts = [mail.get_body(("plain",)).get_content() for mail in mailbox.received if str(mail["To"]).count("@") == 2]
    return re.findall(r"\b[0-9a-f]{64}\b", texts[-1])[-1]


def change_a_byte(site: Site, said: Meetings) -> None:
    """As whoever holds the database can: the agreed text says another number of weeks."""
    with site.app.app_context(), writing():
        changed = text("UPDATE revision_text SET source = replace(source, :agreed, :other) WHERE source LIKE :where")
        words = {"agreed": said.mended, "other": said.wrong, "where": f"%{said.mended}%"}
        assert db.session.execute(changed, words).rowcount > 0


def looked_at(visitor: Visitor, path: str, name: str) -> None:
    """At both widths: nothing that axe finds, nothing that scrolls sideways."""
    page = visitor.open(path)
    for size in SIZES:
        page.set_viewport_size(SIZES[size])
        draw(page, f"two-years-{name}-{size}")
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], (name, size)
        assert violations(page) == [], (name, size)
    page.set_viewport_size(SIZES["desktop"])


@pytest.mark.parametrize(("app", "said"), WAYS, indirect=["app"])
def test_two_years_of_a_series(
    visit, site: Site, served: Flask, mailbox: Mailbox, tmp_path: Path, at, meetings, said: Meetings, capsys
):
    scan = tmp_path / "签字页.pdf"
    scan.write_bytes(PDF)
    language = said.language
    at(FIRST - timedelta(days=10))
    people = {(code, role): visit(code, role) for code in ("CN", "BY") for role in ("head_of_delegation", "secretary")}
    heads = {code: people[code, "head_of_delegation"] for code in ("CN", "BY")}
    secretaries = {code: people[code, "secretary"] for code in ("CN", "BY")}
    take_passkey(heads["CN"])
    agenda = begin(secretaries["BY"], meetings[0], "agenda", language)
    rewrite(secretaries["BY"], agenda, language, lambda text: f"{text}\n\n## 5. {said.topic}\n")

    at(FIRST)
    come_back(people)
    minutes = begin(secretaries["BY"], meetings[0], "minutes", language)
    rewrite(secretaries["BY"], minutes, language, lambda text: f"{text}\n\n{said.first}")
    circulate(secretaries["BY"], minutes)
    object_to(heads["CN"], minutes, said.objection)
    rewrite(secretaries["CN"], minutes, language, lambda text: text.replace(said.wrong, said.mended))
    circulate(secretaries["CN"], minutes)
    approve_by_both(heads, minutes, scan)
    sign(secretaries["BY"], minutes, "HLM/2027/1", scan)
    corrigendum = propose_corrigendum(secretaries["CN"], minutes, said)
    circulate(secretaries["CN"], corrigendum)
    approve_by_both(heads, corrigendum, scan)
    looked_at(secretaries["CN"], minutes, f"minutes-{language}")
    looked_at(secretaries["BY"], corrigendum, f"corrigendum-{language}")

    at(FIRST + timedelta(days=123))
    work(site, mailbox, tmp_path)
    reminders = {str(mail["To"]): mail.get_body(("plain",)).get_content() for mail in mailbox.received[-4:]}

    at(SECOND)
    come_back(people)
    agenda = begin(secretaries["CN"], meetings[1], "agenda", language)
    second = text_of(secretaries["CN"], agenda, language)
    minutes = begin(secretaries["CN"], meetings[1], "minutes", language)
    rewrite(secretaries["CN"], minutes, language, lambda text: with_states(text, said))
    circulate(secretaries["CN"], minutes)
    approve_by_both(heads, minutes, scan)
    looked_at(secretaries["CN"], "/follow-up/HLM/A-1", f"closed-{language}")

    at(THIRD - timedelta(days=30))
    come_back(people)
    agenda = begin(secretaries["BY"], meetings[2], "agenda", language)
    third = text_of(secretaries["BY"], agenda, language)
    work(site, mailbox, tmp_path)
    head = mailed_head(mailbox)
    clean = verify.main([str(exported(served, tmp_path)), "--head", head])
    said_clean = capsys.readouterr().out
    change_a_byte(site, said)
    changed = verify.main([str(exported(served, tmp_path)), "--head", head])
    said_changed = capsys.readouterr().out

    late = next(words for to, words in reminders.items() if "secretary.cn" in to)
    assert [line for line in late.splitlines() if line == said.owing] == [said.owing]
    assert "/follow-up/HLM/A-2" in late
    assert [code for code in ("A-1", "A-2", "A-3") if code in second] == ["A-1", "A-2", "A-3"]
    assert [code for code in ("A-1", "A-2", "A-3") if code in third] == ["A-2", "A-3"]
    assert (clean, changed) == (0, 1), said_clean + said_changed
