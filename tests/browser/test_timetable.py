"""The timetable board as an organizer uses it: dragged, resized, undone, by keyboard, by touch, at both widths."""

import time

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor, follow
from tests.browser.test_pages import draw, violations
from tests.events.programme.examples import at
from tests.events.programme.pages import Made, made, stored

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]
HOUR = 88  # pixels: four quarters of an hour


def open_board(visit, site, size: str = "desktop", *, published: bool = False, **options: object) -> tuple[Made, Page]:
    names = made(site.app, site.world, published=published)
    return names, board_of(visit("BY", "organizer", size, **options), names)


def board_of(visitor: Visitor, names: Made) -> Page:
    page = visitor.open(f"{names.page}/board")
    page.wait_for_selector("#timetable[data-ready]")
    return page


def forgive(visitor: Visitor, status: int) -> None:
    """The browser's own line about an answer of this status, which was asked for."""
    assert [f"status of {status}" in line for line in visitor.complaints] == [True]
    visitor.complaints.clear()


def article(page: Page, ulid: str):
    return page.locator(f".ec-event:not(.ec-ghost):has([data-id='{ulid}'])")


def wait_saved(page: Page, words: str) -> None:
    page.locator("[data-part=status]", has_text=words).wait_for()


def test_drag_moves_a_session_and_undo_takes_it_back(visit, site):
    names, page = open_board(visit, site)
    box = article(page, names.panel).bounding_box()
    column = page.locator(".ec-body .ec-day").nth(1).bounding_box()

    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(column["x"] + 40, box["y"] + 20 + HOUR, steps=8)
    page.mouse.up()
    wait_saved(page, "11:00–12:00, Blue Hall")
    moved = stored(site.app, names.panel, "local_start", "lock_version")
    page.get_by_role("button", name="Undo").click()
    wait_saved(page, "10:00–11:00, Great Hall")

    assert moved == (at(11), 2)
    assert stored(site.app, names.panel, "local_start", "lock_version") == (at(10), 3)
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_resize_makes_a_session_longer_and_shows_the_clash(visit, site):
    names, page = open_board(visit, site)
    box = article(page, names.opening).bounding_box()

    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 2 + HOUR / 2, steps=8)
    page.mouse.up()
    wait_saved(page, "09:00–10:30")

    assert stored(site.app, names.opening, "minutes") == (90,)
    assert page.locator("[data-part=clash-count]").inner_text() == "Clashes: 1"
    assert "late" in article(page, names.panel).get_attribute("class").split()


def test_keys_move_resize_and_undo(visit, site):
    names, page = open_board(visit, site)
    article(page, names.panel).focus()

    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    wait_saved(page, "10:10–11:15, Blue Hall")
    moved = stored(site.app, names.panel, "local_start", "minutes", "lock_version")
    page.keyboard.press("Control+z")
    wait_saved(page, "10:10–11:10, Blue Hall")

    assert moved == (at(10, 10), 65, 5)
    assert page.evaluate("document.activeElement.querySelector('[data-id]')?.dataset.id") == names.panel


def test_keys_count_from_where_the_session_will_be_while_answers_are_slow(visit, site):
    names, page = open_board(visit, site)
    page.route("**/place", lambda route: (time.sleep(0.3), route.continue_()))
    article(page, names.panel).focus()

    for _press in range(4):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(200)
    wait_saved(page, "10:20–11:20")

    assert stored(site.app, names.panel, "local_start", "lock_version") == (at(10, 20), 5)


def test_enter_opens_the_fields_and_moves_by_them(visit, site):
    names, page = open_board(visit, site)
    article(page, names.panel).focus()

    page.keyboard.press("Enter")
    page.fill("#place-clock", "14:20")
    page.fill("#place-minutes", "25")
    page.select_option("#place-hall", names.blue)
    found = violations(page)
    page.click("dialog [type=submit]")
    wait_saved(page, "14:20–14:45, Blue Hall")

    assert found == []
    assert stored(site.app, names.panel, "local_start", "minutes") == (at(14, 20), 25)


def test_stale_change_is_refused_with_words_and_the_board_is_fresh(visit, site):
    names, visitor = made(site.app, site.world), visit("BY", "organizer")
    page = board_of(visitor, names)
    other = site.world.signed_in("BY", "organizer")
    typed = {"day": "2027-03-11", "clock": "16:00", "minutes": "60", "hall": names.blue, "lock_version": "1"}
    other.post(names.session("move", names.panel), typed)

    article(page, names.panel).focus()
    page.keyboard.press("ArrowDown")
    page.locator("[data-part=refused]", has_text="Somebody else changed this session").wait_for()
    forgive(visitor, 409)

    assert article(page, names.panel).locator("time").inner_text() == "16:00–17:00"
    assert stored(site.app, names.panel, "local_start") == (at(16),)


def test_published_board_refuses_a_clash_and_puts_the_session_back(visit, site):
    names, visitor = made(site.app, site.world, published=True), visit("BY", "organizer")
    page = board_of(visitor, names)
    article(page, names.opening).focus()

    page.keyboard.press("Shift+ArrowDown")
    page.locator("[data-part=refused]", has_text="Great Hall is taken twice").wait_for()
    forgive(visitor, 422)

    assert article(page, names.opening).locator("time").inner_text() == "09:00–10:00"
    assert stored(site.app, names.opening, "minutes") == (60,)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_board_keeps_its_promises(visit, site, size):
    _names, page = open_board(visit, site, size)
    draw(page, f"board-{size}")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_touch_opens_the_fields(visit, site):
    names, page = open_board(visit, site, "phone", has_touch=True)

    article(page, names.opening).tap()

    assert page.locator("[data-part=dialog-title]").inner_text() == "Opening"


def test_long_press_drags_on_a_touch_screen(visit, site):
    names, page = open_board(visit, site, "phone", has_touch=True)
    article(page, names.panel).scroll_into_view_if_needed()
    box = article(page, names.panel).bounding_box()
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, down: int) -> None:
        points = [] if kind == "touchEnd" else [{"x": box["x"] + 40, "y": box["y"] + 20 + down}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0)
    page.wait_for_timeout(500)
    for down in range(0, HOUR // 2 + 1, 4):
        touch("touchMove", down)
    touch("touchEnd", 0)
    wait_saved(page, "10:30–11:30, Great Hall")

    assert stored(site.app, names.panel, "local_start") == (at(10, 30),)


def test_board_in_a_zone_whose_clocks_change_keeps_the_wall_clock(visit, site):
    names, page = open_board(visit, site, timezone_id="America/New_York")

    assert article(page, names.opening).locator("time").inner_text() == "09:00–10:00"


def test_without_a_script_the_table_does_the_same(visit, site):
    names = made(site.app, site.world)
    page = visit("BY", "organizer", java_script_enabled=False).open(f"{names.page}/edit")

    follow(page, page.get_by_role("button", name="5 minutes later: Opening"))
    follow(page, page.get_by_role("link", name="Move: Opening"))
    page.select_option("#hall", names.blue)
    follow(page, "main form [type=submit]")

    assert stored(site.app, names.opening, "local_start", "lock_version") == (at(9, 5), 3)
