"""An organizer takes an event from state to state, edits it and copies it: each page says first how many are told."""

import re

import pytest
from playwright.sync_api import Page
from sqlalchemy import func, select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from tests.browser.conftest import LONG_WAY, SIZES, Site, follow
from tests.browser.test_pages import draw, violations
from tests.events.examples import make_event, make_series
from tests.events.programme.examples import make_programme, make_session
from tests.registration.examples import apply_all, make_people

pytestmark = pytest.mark.browser
PRIMARY = "main form .submit :is(.btn-primary, .btn-danger)"
COUNTED = re.compile(r"(\d+) (?:person|people) will be told")


@pytest.fixture
def forum(site: Site) -> str:
    """The path of a forum that three people await."""
    with site.app.app_context():
        event = make_event(site.world, venue="Академия, зал 2", capacity=9)
        make_session(site.world, make_programme(site.world, event), None)
        apply_all(event, make_people(site.world, 3))
        return f"/events/{event.ulid}"


def mails(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def looked_at(page: Page, name: str, size: str) -> int:
    """Nothing is wrong with the page; how many people it says will be told."""
    draw(page, f"{name}-{size}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    return sum(map(int, COUNTED.findall(page.inner_text("main"))))


def press(page: Page) -> None:
    follow(page, PRIMARY)


@pytest.mark.parametrize("size", LONG_WAY)
def test_each_step_says_how_many_are_told_and_tells_as_many(site: Site, visit, forum, size):
    page = visit("BY", "organizer", size).open(forum)
    steps = [
        ("confirm", {}, "Confirmed"),
        ("postpone", {"reason": "Визит перенесён"}, "Postponed"),
        ("date", {"reason": "日期已定", "local_start": "2027-04-08T09:00"}, "Tentative"),
        ("cancel", {"reason": "По ошибке"}, "Cancelled"),
        ("reinstate", {"reason": "It was a mistake"}, "Tentative"),
    ]

    for step, typed, state in steps:
        before = mails(site)
        follow(page, f"main a[href='{forum}/{step}']")
        shown = looked_at(page, f"step-{step}", size)
        for name, value in typed.items():
            page.fill(f"[name={name}]", value)
        press(page)

        assert page.url.endswith(forum)
        assert state in page.inner_text("aside")
        assert (shown, mails(site) - before) == (5, 5)


@pytest.mark.parametrize("size", LONG_WAY)
def test_an_edit_shows_before_and_after_leads_back_and_tells_once(site: Site, visit, forum, size):
    page = visit("BY", "organizer", size).open(f"{forum}/edit")
    before = mails(site)

    page.fill("[name=local_start]", "2027-03-18T10:00")
    page.fill("[name=local_end]", "2027-03-18T18:00")
    page.fill("[name=venue]", "大会堂")
    press(page)
    shown = looked_at(page, "edit-check", size)
    table = page.inner_text("table.changes")
    follow(page, "button[name=back]")
    kept = page.input_value("[name=venue]")
    press(page)
    press(page)

    assert (shown, kept, mails(site) - before) == (5, "大会堂", 5)
    assert "Thu 11 Mar 2027, 09:00–17:30 Minsk" in table
    assert "Thu 18 Mar 2027, 10:00–18:00 Minsk" in table
    assert "大会堂" in page.inner_text("aside")


@pytest.mark.parametrize("size", LONG_WAY)
def test_a_copy_is_made_for_another_date_and_tells_nobody(site: Site, visit, forum, size):
    page, before = visit("BY", "organizer", size).open(forum), mails(site)

    follow(page, f"main a[href='{forum}/copy']")
    looked_at(page, "copy", size)
    page.fill("[name=local_start]", "2028-03-09T10:00")
    page.fill("[name=register_code]", "next")
    press(page)

    looked_at(page, "copied", size)
    assert page.locator("dd a", has_text="Forum on trafficking in persons").count() == 1
    with site.app.app_context():
        copy = db.session.scalar(select(Event).where(Event.register.has(code="NEXT")))
        assert (f"{copy.local_start}", copy.capacity, mails(site)) == ("2028-03-09 10:00:00", 9, before)


@pytest.mark.parametrize("size", SIZES)
def test_a_series_is_copied_under_another_code(site: Site, visit, size):
    with site.app.app_context():
        ulid = make_series(site.world).ulid
    page = visit("BY", "organizer", size).open(f"/series/{ulid}")

    follow(page, f"main a[href='/series/{ulid}/copy']")
    looked_at(page, "series-copy", size)
    page.fill("[name=register_code]", "next")
    page.fill("[name=until]", "2029-12-31")
    press(page)

    assert "NEXT" in page.inner_text("nav.trail")
    assert page.locator(f"dd a[href='/series/{ulid}']").count() == 1
