"""The calendar as people use it: dragged, by keyboard, on a phone, and without JavaScript."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from tests.browser.conftest import SIZES
from tests.browser.test_pages import draw, violations
from tests.events.examples import make_event

pytestmark = pytest.mark.browser
AHEAD = (datetime.now(UTC) + timedelta(days=60)).replace(tzinfo=None)
START = AHEAD.replace(day=12, hour=9, minute=0, second=0, microsecond=0)  # in the middle of a month, whatever today is
DAY = timedelta(days=1)
TITLE = "Forum on trafficking in persons"


@pytest.fixture
def ulid(site) -> str:
    with site.app.app_context():
        return make_event(site.world, local_start=START, local_end=START + timedelta(hours=3)).ulid


def stored_start(site) -> datetime:
    with site.app.app_context():
        return db.session.scalar(select(Event.local_start))


def cell_of(page: Page, day: datetime):
    return page.locator(f".board .ec-day:has(time[datetime='{day:%Y-%m-%d}'])")


def drag(page: Page, x: float, y: float) -> None:
    """The event, by its edge, to this point of the page."""
    box = page.locator(".board .ec-event", has_text=TITLE).bounding_box()
    page.mouse.move(box["x"] + box["width"] - 6, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 6, box["y"] + 20, steps=4)
    page.mouse.move(x, y, steps=8)
    page.mouse.up()


def test_an_event_is_dragged_to_another_day_and_moved_when_that_is_confirmed(site, visit, ulid):
    page = visit("BY", "organizer").open(f"/calendar?on={START:%Y-%m}")
    expect(page.locator(".board .ec-event")).to_have_count(1)
    target = cell_of(page, START + 2 * DAY)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()

    drag(page, box["x"] + 40, box["y"] + 60)
    page.wait_for_url(re.compile("/move"))
    draw(page, "calendar-move-desktop")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Move {TITLE}")
    assert stored_start(site) == START
    page.get_by_role("button", name="Move it and tell 2 people").click()

    expect(page.get_by_role("status").first).to_contain_text("The event is moved. 2 people are told.")
    assert stored_start(site) == START + 2 * DAY
    expect(page.locator(".board .ec-event time")).to_have_attribute("datetime", f"{START + 2 * DAY:%Y-%m-%dT%H:%M}")


def test_what_is_dragged_to_another_hour_returns_when_it_is_left(site, visit, ulid):
    page = visit("BY", "organizer").open(f"/calendar?view=week&on={START:%Y-%m-%d}")
    event = page.locator(".board .ec-event")
    expect(event).to_have_count(1)
    event.scroll_into_view_if_needed()
    box = event.bounding_box()

    drag(page, box["x"] + box["width"] - 6, box["y"] + 8 + box["height"] / 3)
    page.wait_for_url(re.compile("/move"))
    expect(page.locator("input[name=local_start][type=hidden]")).to_have_value(f"{START:%Y-%m-%dT}10:00")
    page.get_by_role("link", name="Leave it where it is").click()

    expect(page.locator(".board .ec-event time")).to_have_text("09:00")
    assert stored_start(site) == START


def test_who_does_not_organize_it_cannot_drag_it(visit, ulid):
    page = visit("CN", "secretary").open(f"/calendar?on={START:%Y-%m}")

    expect(page.locator(".board .ec-event")).to_have_count(1)
    expect(page.locator(".board .ec-draggable, .move")).to_have_count(0)


def test_an_event_is_moved_by_keyboard_alone(site, visit, ulid):
    visitor = visit("BY", "organizer")
    held: list[Route] = []
    visitor.page.route("**/calendar.json*", lambda route: held.append(route))
    page = visitor.open(f"/calendar?on={START:%Y-%m}")
    link = page.get_by_role("link", name=f"Move: {TITLE}")
    link.focus()  # in what the server has drawn: the board that takes its place takes the focus along
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".board .ec-event")).to_have_count(1)
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/move"))

    page.get_by_label("New start").fill(f"{START + DAY:%Y-%m-%dT}14:00")
    page.get_by_label("New end").fill("")
    page.get_by_label("New end").press("Enter")
    page.get_by_role("button", name="Move it and tell 2 people").press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("The event is moved.")
    assert stored_start(site) == (START + DAY).replace(hour=14)


@pytest.mark.parametrize("size", SIZES)
def test_without_javascript_the_month_the_week_and_the_list_show_the_same(site, visit, ulid, size):
    visitor = visit("BY", "organizer", size=size, java_script_enabled=False)
    for view in ("month", "week", "list"):
        page = visitor.open(f"/calendar?view={view}&on={START:%Y-%m-%d}")
        draw(page, f"calendar-plain-{view}-{size}")
        expect(page.get_by_role("link", name=TITLE, exact=False).locator("visible=true").first).to_be_visible()

    page.get_by_role("link", name=f"Move: {TITLE}").click()
    page.get_by_label("New start").fill(f"{START + DAY:%Y-%m-%dT%H:%M}")
    page.get_by_label("New end").fill("")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Move it and tell 2 people").click()

    expect(page.get_by_role("status").first).to_contain_text("The event is moved.")
    assert stored_start(site) == START + DAY


def test_a_phone_has_the_days_as_a_list_and_moves_by_a_link(site, visit, ulid):
    page = visit("BY", "organizer", size="phone").open(f"/calendar?on={START:%Y-%m}")

    expect(page.locator(".month td:visible")).to_have_count(1)
    expect(page.locator(".board")).to_be_hidden()
    page.get_by_role("link", name=f"Move: {TITLE}").click()
    page.wait_for_url(re.compile("/move"))


def test_more_than_fit_into_a_day_are_all_behind_its_link(site, visit, ulid):
    with site.app.app_context():
        for number in range(6):
            make_event(site.world, "A" + chr(65 + number), local_start=START, local_end=START + timedelta(hours=1))
    page = visit("BY", "organizer", color_scheme="dark").open(f"/calendar?on={START:%Y-%m}")

    page.get_by_role("button", name=re.compile(r"^\d more$")).click()

    expect(page.get_by_role("dialog").locator("article")).to_have_count(7)
    draw(page, "calendar-more-dark")
    assert violations(page) == []


def test_the_board_stays_away_where_its_events_cannot_be_had(visit, ulid):
    visitor = visit("BY", "organizer")
    visitor.page.route("**/calendar.json*", lambda route: route.fulfill(status=503))

    page = visitor.open(f"/calendar?on={START:%Y-%m}")

    expect(page.locator("#drawn")).to_be_visible()
    expect(page.locator(".board")).to_be_hidden()
    visitor.complaints.clear()  # the browser tells of the 503
