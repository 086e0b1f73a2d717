"""The main job, by people at separate browsers: from the clause of an agreement to an action that is closed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar
from playwright.sync_api import Page

from forumhub.agreements import actions as agreements
from forumhub.database import db, writing
from forumhub.demo.instruments import read_texts
from forumhub.mail.worker import deliver_due
from forumhub.parties.queries import get_party
from tests.browser.conftest import Site, Visitor, follow
from tests.browser.journey import SCRIPTS, Script
from tests.conftest import make_app
from tests.mail.server import Mailbox, Server
from tests.world import NOW

pytestmark = pytest.mark.browser
CODE = "CN-BY-2016"
DATABASES = ("sqlite", "postgresql")
# SQLite in Chinese goes the way of two years; these begin anew only before a release.
TWICE = {("sqlite", "ru"), ("sqlite", "en"), ("sqlite", "zh"), ("postgresql", "zh"), ("postgresql", "en")}
WAYS = [
    pytest.param(
        kind,
        script,
        id=f"{kind}-{script.language}",
        marks=[pytest.mark.slow] if (kind, script.language) in TWICE else [],
    )
    for kind in DATABASES
    for script in SCRIPTS
]
PRIMARY = "main form .submit .btn-primary, main form .submit .btn-danger"


@pytest.fixture
def mailbox(site: Site, tmp_path: Path) -> Iterator[Mailbox]:
    """What arrives at the mail server; `deliver` of the test lets the worker send what is due."""
    box = Mailbox()
    server = Server(box)
    server.start()
    box.port = server.port
    yield box
    server.stop()


def deliver(site: Site, mailbox: Mailbox, folder: Path) -> None:
    """One round of the worker, as `forumhub worker` does it."""
    settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": mailbox.port, "PUBLIC_URL": site.url, "SERVER_NAME": None}
    app = make_app(site.app.config["DATABASE_URL"], folder, **settings)
    deliver_due(app)
    with app.app_context():
        db.engine.dispose()


def put_agreement_in_force(site: Site) -> None:
    world, texts = site.world, read_texts()
    with site.app.app_context(), writing():
        drafter = world.reader("CN", "secretary")
        parties = [get_party("CN"), get_party("BY")]
        drafted = agreements.draft_agreement(
            CODE, parties, texts, reached_on=date(2016, 11, 25), place="Beijing", by=drafter, now=NOW
        )
        version = agreements.propose_version(drafted.versions[0], by=drafter, now=NOW)
        for party in parties:
            by = world.reader(party.code, "secretary")
            agreements.approve_version(version, party, version.sha256, by=by, now=NOW)


def make_forum(organizer: Visitor, script: Script) -> str:
    """The path of the new forum's page, planned from the agreement's page."""
    page = organizer.open(f"/agreements/{CODE}")
    follow(page, "main .head .btn-primary")
    for folded in page.locator("main form details").all():
        if folded.get_attribute("open") is None:
            folded.locator("> summary").click()
    page.fill(f"[name=titles-{script.language}]", script.title)
    page.select_option("[name=kind]", "forum")
    page.select_option("[name=under]", f"{CODE}#2")
    page.fill("[name=register_code]", "FTP")
    page.fill("[name=local_start]", "2027-05-20T09:00")
    page.fill("[name=local_end]", "2027-05-20T17:30")
    page.select_option("[name=host]", "BY")
    page.fill(f"[name=city-{script.language}]", script.city)
    page.fill("[name=capacity]", "40")
    page.check(f"[name=languages][value={script.language}]")
    page.click(PRIMARY)
    page.wait_for_url("**/events/*")
    assert script.title in page.inner_text("h1")
    return page.url.removeprefix(organizer.site.url)


def name_head(secretary: Visitor, forum: str, person: str) -> None:
    page = secretary.open(f"{forum}/heads")
    page.select_option("[name=person]", person)
    page.check("[name=leads]")
    page.check("[name=may_approve]")
    follow(page, PRIMARY)


def invite(organizer: Visitor, forum: str, email: str, script: Script) -> None:
    page = organizer.open(f"{forum}/invite")
    page.fill("[name=name]", "Delegate of China")
    page.fill("[name=email]", email)
    page.select_option("[name=party]", "CN")
    page.select_option("[name=language]", script.language)
    page.click(PRIMARY)
    page.wait_for_url("**/registrations")


def accept_by_mail(guest: Visitor, mailbox: Mailbox, email: str) -> None:
    """Opens the link of the invitation without an account, and accepts."""
    mail = next(each for each in mailbox.received if each["To"] and email in each["To"])
    text = mail.get_body(("plain",)).get_content()
    link = next(word for word in text.split() if "/invitations/" in word)
    page = guest.open(link.removeprefix(guest.site.url))
    follow(page, "button[name=answer][value=accept]")


def take_calendar_link(delegate: Visitor) -> str:
    page = delegate.open("/subscribe")
    page.fill("[name=label]", "телефон 手机")
    page.click(PRIMARY)
    page.wait_for_selector("#https")
    return urljoin(page.url, urlsplit(page.input_value("#https")).path)  # its PUBLIC_URL is not where it is served


def read_feed(url: str) -> tuple[str, Calendar]:
    """The ETag and the calendar, as a calendar program gets them."""
    with urlopen(Request(url, headers={"User-Agent": "khal"})) as answer:
        return answer.headers["ETag"], Calendar.from_ical(answer.read())


def the_event(calendar: Calendar):
    (event,) = calendar.walk("VEVENT")
    return event


def write(page: Page, language: str, text: str) -> None:
    """Instead of what stands in the editor of this language."""
    page.locator(f".CodeMirror [role=textbox][lang={language}]").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")  # no word that is offered


def write_minutes(secretary: Visitor, forum: str, script: Script) -> str:
    """Writes, saves and circulates them; the path of their page."""
    page = secretary.open(f"{forum}/documents/new?kind=minutes")
    page.select_option("[name=working_language]", script.language)
    page.check("[name=sharing][value=all]")
    page.click(PRIMARY)
    page.wait_for_url("**/edit")
    write(page, script.language, script.minutes)
    page.wait_for_selector(f"#preview-{script.language} .item.action")
    follow(page, ".submit .btn-primary")
    minutes = page.url.removeprefix(secretary.site.url).removesuffix("/edit")
    page = secretary.open(f"{minutes}/circulate")
    page.click(PRIMARY)
    page.wait_for_url(f"**{minutes}")
    return minutes


def approve(head: Visitor, minutes: str) -> None:
    page = head.open(minutes)
    follow(page, "main .head .btn-primary")
    page.check("[name=way][value=here]")
    page.click(PRIMARY)
    page.wait_for_url(f"**{minutes}")


def bar_of_clause(reader: Visitor) -> str:
    return reader.open(f"/agreements/{CODE}").locator("#art-2 .bars svg").get_attribute("aria-label")


def report_done(owner: Visitor, script: Script, folder: Path) -> None:
    evidence = folder / script.evidence_name
    evidence.write_text(script.report, encoding="utf-8")
    page = owner.open("/follow-up/FTP/A-1/report")
    page.check("[name=act][value=reported]")
    page.fill("[name=words]", script.report)
    page.set_input_files("[name=files]", evidence)
    page.click(PRIMARY)
    page.wait_for_url("**/follow-up/FTP/A-1")
    assert script.evidence_name in page.inner_text("main")


def close(other: Visitor, script: Script) -> None:
    page = other.open("/follow-up/FTP/A-1/close")
    page.fill("[name=words]", script.close)
    page.click(PRIMARY)
    page.wait_for_url("**/follow-up/FTP/A-1")


def postpone(organizer: Visitor, forum: str, script: Script) -> None:
    page = organizer.open(f"{forum}/postpone")
    page.fill("[name=local_start]", "2027-06-17T10:00")
    page.fill("[name=reason]", script.postpone)
    page.click(PRIMARY)
    page.wait_for_url(f"**{forum}")


@pytest.mark.parametrize(("app", "script"), WAYS, indirect=["app"])
def test_from_the_clause_to_the_closed_action(visit, site: Site, mailbox: Mailbox, tmp_path: Path, script: Script):
    world = site.world
    put_agreement_in_force(site)
    organizer = visit("BY", "organizer")
    forum = make_forum(organizer, script)
    heads = {code: visit(code, "head_of_delegation") for code in ("CN", "BY")}
    secretaries = {code: visit(code, "secretary") for code in ("CN", "BY")}
    for code, secretary in secretaries.items():
        name_head(secretary, forum, world.ulid[code, "head_of_delegation"])

    invite(organizer, forum, world.email("CN", "delegate"), script)
    deliver(site, mailbox, tmp_path)
    accept_by_mail(visit(), mailbox, world.email("CN", "delegate"))
    delegate = visit("CN", "delegate", size="phone")
    feed = take_calendar_link(delegate)
    first_tag, calendar = read_feed(feed)
    before = the_event(calendar)
    (shown,) = recurring_ical_events.of(calendar).between((2027, 5, 20), (2027, 5, 21))
    postpone(organizer, forum, script)
    second_tag, calendar = read_feed(feed)
    after = the_event(calendar)

    minutes = write_minutes(secretaries["BY"], forum, script)
    for head in heads.values():
        approve(head, minutes)
    register = secretaries["CN"].open("/follow-up?register=FTP&kind=all").inner_text("main")
    opened = bar_of_clause(secretaries["CN"])
    report_done(secretaries["BY"], script, tmp_path)
    close(secretaries["CN"], script)
    closed = bar_of_clause(secretaries["CN"])

    assert str(before["SUMMARY"]) == script.title
    assert before["DTSTART"].dt.astimezone(UTC) == datetime(2027, 5, 20, 6, 0, tzinfo=UTC)
    assert shown["DTSTART"].dt.astimezone(ZoneInfo("Asia/Shanghai")).isoformat() == "2027-05-20T14:00:00+08:00"
    assert shown["DTSTART"].dt.astimezone(ZoneInfo("Europe/Minsk")).isoformat() == "2027-05-20T09:00:00+03:00"
    assert all(text in register for text in ("A-1", "A-2", "C-1", "D-1", script.test_words, script.concern))
    assert (opened, closed) == ("0 closed, 2 open", "1 closed, 1 open")
    assert second_tag != first_tag
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert (after["UID"], after["DTSTART"].dt.astimezone(UTC)) == (
        before["UID"],
        datetime(2027, 6, 17, 7, 0, tzinfo=UTC),
    )
