"""Old minutes are gone through on a page, by keyboard, on a desktop by day and a phone by night."""

import pytest

from forumhub.database import writing
from tests.browser.conftest import SIZES
from tests.browser.test_pages import draw, violations
from tests.minutes.arranging import make_event
from tests.minutes.importing.test_rules import CHINESE, ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]


def test_what_is_found_is_ticked_and_becomes_a_draft(visit, site):
    with site.app.app_context(), writing():
        event = make_event(site.world)
    page = visit("CN", "secretary").open(f"/events/{event}/documents/import")
    start = violations(page)
    draw(page, "minutes-import-desktop")
    page.fill("#text", ENGLISH + CHINESE + "\nACTION: send it by 03/04/2019\n")
    page.get_by_role("button", name="Read it").press("Enter")
    page.get_by_role("button", name="Tick all of these").nth(1).press("Enter")
    page.get_by_label("Take line 5").press("Space")
    found, widths = [], []
    for size, look in (("desktop", "light"), ("phone", "dark")):
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=look)
        draw(page, f"minutes-import-found-{size}")
        found += violations(page)
        widths.append(page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"])
    ticked = page.locator("input[type=checkbox]:checked").count()
    page.get_by_role("button", name="Make the draft").press("Enter")
    page.wait_for_url("**/edit")

    assert (start, found, widths) == ([], [], [True, True])
    assert ticked == page.locator("#text-en").input_value().count("**DECISION D-") + 1
