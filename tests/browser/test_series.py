"""A series in a browser: its dates as one types, and an edit that is seen before it is saved, at both widths."""

from datetime import date, datetime, timedelta

import pytest

from forumhub.database import writing
from forumhub.events import actions
from tests.browser.conftest import LONG_WAY, SIZES, Site, follow
from tests.browser.test_pages import draw, violations
from tests.events.examples import make_series
from tests.world import NOW

FIRST = datetime(date.today().year + 1, 3, 1, 9)  # noqa: DTZ011 - which year does not matter to the day


@pytest.fixture
def series(site: Site) -> str:
    """Planned for three years ahead, whenever this runs."""
    with site.app.app_context():
        made = make_series(site.world, first_local_start=FIRST, titles={"en": "Working group", "zh": "工作组"})
        with writing():
            by = site.world.reader("CN", "organizer")
            actions.plan_series(made, date(FIRST.year + 2, 12, 31), by=by, now=NOW)
        return made.ulid


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_dates_follow_what_one_types(visit, size: str):
    page = visit("CN", "organizer", size=size).open("/series/new")

    page.fill("[name=local_start]", f"{FIRST.year}-11-25T09:00")
    page.select_option("[name=pattern]", "week")
    page.select_option("[name=nth]", "-1")
    page.select_option("[name=weekday]", "WE")
    page.wait_for_selector(".dates li:nth-child(10)")
    page.wait_for_selector("#when >> text=on Wednesday in the last week of November")
    page.select_option("[name=repeats]", "own")
    page.fill("[name=rrule]", "FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU")
    page.wait_for_selector("#when >> text=Every 6 months on the second Tuesday")
    for hour in (":not(:has-text('09:00'))", ":has-text('09:00')", ":not(:has-text('09:00'))"):
        page.click("[name=all_day]")  # ticked, unticked and ticked again
        page.wait_for_selector(f".dates{hour}")

    draw(page, f"series-dates-{size}")
    assert page.is_hidden("[name=pattern]")
    assert page.is_visible("[name=rrule]")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert violations(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("size", LONG_WAY)
def test_an_edit_is_seen_before_it_is_saved(visit, series: str, size: str):
    page = visit("CN", "organizer", size=size).open(f"/series/{series}")

    page.click("details.steps summary >> nth=1")
    follow(page, "text=This meeting and the following >> visible=true")
    later = (FIRST.replace(year=FIRST.year + 1) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    page.fill("[name=local_start]", later)
    page.fill("[name=local_end]", "")
    follow(page, "text=See what changes")
    shown = page.inner_text("main")
    draw(page, f"series-check-{size}")
    found, width = violations(page), page.evaluate("document.documentElement.scrollWidth")
    follow(page, "text=Back to the form")
    kept = page.input_value("[name=local_start]")
    follow(page, "text=See what changes")
    follow(page, "text=Save the change")

    draw(page, f"series-saved-{size}")
    assert "2 meetings change." in shown
    assert "1 stays as it is." in shown
    assert (kept, found, width <= SIZES[size]["width"]) == (later, [], True)
    assert "2 meetings changed with it." in page.inner_text("main")


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_turns_are_arranged_by_the_keyboard_alone(visit, size: str):
    page = visit("CN", "organizer", size=size).open("/series/new")
    page.fill("[name=rotation-0-city]", "上海")

    page.focus("text=Add a turn")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=rotation-2-party]")
    page.focus("[aria-label='Turn 1 later']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=rotation-1-city][value=上海]")

    draw(page, f"series-turns-{size}")
    assert page.input_value("[name=rotation-0-city]") == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
