"""A link to one's calendar, from the first visit until it is revoked; and the drawings of other programs."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SIZES, follow

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TOO_WIDE = """[...document.querySelectorAll('svg.pic text')].filter(text => {
    const box = text.getBBox(), mark = [...text.parentNode.querySelectorAll('.number')].some(
        number => Math.abs(number.cy.baseVal.value - box.y - box.height / 2) < 20);
    return box.x < 4 || box.x + box.width > (mark && text.className.baseVal !== 'on-number' ? 286 : 316)
}).map(text => text.textContent)"""


def address_on(page) -> str:
    return page.input_value("#https")


def draw(page, name: str) -> None:
    if folder := os.environ.get("FORUMHUB_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def faults(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]] + ["too wide"] * wide


def test_link_is_made_copied_made_anew_and_revoked(site, visit):
    visitor = visit("BY", "delegate", permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open("/subscribe")
    page.get_by_label("All meetings of a party").check()
    page.get_by_label("Which party").select_option("BY")
    page.get_by_label("Name").fill("Мой телефон 我的手机")
    page.get_by_role("button", name="Make the link").click()
    first = address_on(page)
    page.click("[data-copy='#https']")
    assert page.evaluate("navigator.clipboard.readText()") == first

    page.get_by_role("link", name="To your links").click()
    page.get_by_role("button", name="Make anew").click()
    second = address_on(page)
    page.get_by_role("link", name="To your links").click()
    assert "All meetings of Belarus" in page.inner_text(".links")
    page.get_by_role("link", name="Revoke Мой телефон").click()
    asked = page.inner_text("main")
    page.get_by_role("button", name="Revoke").click()

    assert "Мой телефон 我的手机: All meetings of Belarus" in asked
    assert "is revoked" in page.inner_text(".flash")
    client = site.app.test_client()
    assert first != second
    assert [client.get("/feeds/" + each.rpartition("/")[2]).status_code for each in (first, second)] == [404, 404]


@pytest.mark.parametrize("size", SIZES)
def test_drawings_hold_their_words_and_pages_keep_their_promises(visit, size):
    visitor = visit("BY", "delegate", size=size, color_scheme="light" if size == "desktop" else "dark")
    for language in ("en", "zh", "ru"):
        visitor.open(f"/language?to={language}")
        page = visitor.open("/subscribe")
        page.fill("#label", "Outlook")
        follow(page, "main form .btn-primary")
        page.evaluate("document.querySelectorAll('details.how').forEach(each => each.open = true)")
        draw(page, f"link-{size}-{language}")
        assert page.locator("svg.pic").count() == 4
        assert page.evaluate(TOO_WIDE) == []
        assert faults(page) == []
    visitor.open("/subscribe/revoke")
    draw(page, f"revoke-{size}")
    assert faults(page) == []
    visitor.open("/subscribe")
    assert faults(page) == []
