"""An organizer brings a conference's schedule in a real browser: the file, its zone, what it would do, and the word."""

import pytest

from tests.browser.conftest import SIZES
from tests.browser.test_pages import draw, violations
from tests.events.programme.interchange.arranging import CONGRESS, FOSDEM, event_for

pytestmark = [pytest.mark.browser]


def fits(page, size: str) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_schedule_is_brought_in_and_shown(visit, site, shared_data, size):
    with site.app.app_context():
        ulid = event_for(site.world, CONGRESS).ulid
    scheme = "light" if size == "desktop" else "dark"
    visitor = visit("BY", "organizer", size=size, color_scheme=scheme)
    page = visitor.open(f"/events/{ulid}/programme/import")

    page.set_input_files("input[name=file]", shared_data / "registration" / CONGRESS)
    page.click("main form [type=submit]")
    page.wait_for_url("**/programme/import/*")
    draw(page, f"schedule-check-{size}")
    looked = page.inner_text("main"), fits(page, size), violations(page)
    page.click("main form [type=submit]")
    page.wait_for_url("**/programme/edit")

    assert "138 sessions, 4 halls" in looked[0]
    assert looked[1:] == (True, [])
    assert "138 sessions were made." in page.inner_text("body")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_schedule_without_a_zone_is_asked_for_it(visit, site, shared_data, size):
    with site.app.app_context():
        ulid = event_for(site.world, FOSDEM).ulid
    visitor = visit("BY", "organizer", size=size)
    page = visitor.open(f"/events/{ulid}/programme/import")

    page.set_input_files("input[name=file]", shared_data / "registration" / FOSDEM)
    with page.expect_response(lambda answer: answer.status == 422):
        page.click("main form [type=submit]")
    page.wait_for_selector(".errors")
    draw(page, f"schedule-zone-{size}")
    refused = [text for text in visitor.complaints if "422" not in text]  # a browser notes the status of a refusal
    visitor.complaints.clear()

    assert (fits(page, size), violations(page), refused) == (True, [], [])
    assert page.input_value("input[name=zone]") == "Europe/Brussels"
