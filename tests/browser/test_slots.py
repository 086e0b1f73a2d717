"""The slot finder by keyboard alone, on a phone and without JavaScript: from a question to a new event."""

import pytest
from playwright.sync_api import Page

from tests.events.examples import make_event

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("slots")]


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.innerText")


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Presses Tab until this control (its id, name or text) has the focus."""
    for _press in range(most):
        if name in focused(page):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab; the focus is at {focused(page)}")


def ask_by_keyboard(page: Page) -> None:
    """Ticks both parties and sends the form with Enter."""
    tab_to(page, "party-0")
    for number in range(3):
        tab_to(page, f"party-{number}")
        if page.locator(f"#party-{number}").is_checked() != (number < 2):
            page.keyboard.press("Space")
    tab_to(page, "first")
    page.fill("#first", "2027-03-01")
    page.fill("#last", "2027-03-31")
    page.focus("#hours")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "first=2027-03-01" in url)


@pytest.fixture
def march(site):
    """A forum on 11 March 2027 is in the way."""
    with site.app.app_context():
        return make_event(site.world).ulid


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_date_is_found_and_planned_by_keyboard(visit, march, size, scripts):
    page = visit("BY", "organizer", size=size, java_script_enabled=scripts).open("/events/slots")
    ask_by_keyboard(page)

    assert page.inner_text("h1") == "Find a date"
    assert page.locator("ol.heat a").count() == 31
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page.focus("a[href='#d-2027-03-11']")
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    assert "Forum on trafficking in persons" in row.inner_text()

    page.focus("a[href='#ranking']")
    page.keyboard.press("Enter")
    tab_to(page, "Plan an event then")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/events/new?" in url)
    assert page.input_value("#local_start") == "2027-03-02T09:00"
    assert page.input_value("#local_end") == "2027-03-02T17:00"


def test_a_wrong_question_puts_the_focus_on_what_is_wrong_and_keeps_what_was_typed(visit, march):
    visitor = visit("BY", "organizer")
    page = visitor.open("/events/slots")
    page.fill("#hours", "viele")

    with page.expect_response(lambda answer: "/events/slots?" in answer.url) as answered:
        page.focus("#hours")
        page.keyboard.press("Enter")

    assert answered.value.status == 422
    assert page.input_value("#hours") == "viele"
    assert "Give hours from 0.25 to 16, such as 1.5." in page.locator(".errors").inner_text()
    assert page.locator("#hours").get_attribute("aria-invalid") == "true"
    assert ["422" in complaint for complaint in visitor.complaints] == [True]
    visitor.complaints.clear()


def test_an_event_is_moved_to_a_date_that_was_found(visit, march):
    page = visit("BY", "organizer").open(f"/events/{march}/postpone")
    page.click("text=Find a date that suits every party")
    page.click("text=Find dates")
    page.wait_for_url(lambda url: "first=" in url)

    page.locator("text=Move the event there").first.click()

    page.wait_for_url(lambda url: f"/events/{march}/postpone?" in url)
    assert page.input_value("#local_start").endswith("T09:00")
    assert page.input_value("#reason") == ""
