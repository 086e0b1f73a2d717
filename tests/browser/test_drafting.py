"""An item is begun by the keyboard, in the language of its text, and shown beside it at once."""

import pytest
from playwright.sync_api import Page

from forumhub.database import writing
from tests.browser.conftest import LONG_WAY, SIZES
from tests.browser.test_pages import draw, violations
from tests.minutes.arranging import Meeting, make_event
from tests.minutes.proposals.arranging import put

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_items_are_begun_by_keyboard_and_previewed(visit, site, size):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        ulid = Meeting(site.world, event).create(language="zh")
    page = visit("CN", "secretary", size).open(f"/minutes/{ulid}/edit")
    page.get_by_role("button", name="Plain text field").click()
    page.fill("#text-zh", "# 纪要 Протокол\n\n## 1. 诈骗")

    if size == "phone":
        page.get_by_text("Put in and set").click()
    page.get_by_role("button", name="行动").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("BY")
    page.get_by_role("button", name="决定").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("同意。")

    page.locator("#preview-zh", has_text="同意。").wait_for()
    assert page.input_value("#text-zh") == (
        "# 纪要 Протокол\n\n## 1. 诈骗\n\n- **行动**（BY；期限 ）：\n- **决定**：同意。"
    )
    assert violations(page) == []


def write(page: Page, text: str, *, plain: bool) -> None:
    """All of the English text, in the editor or in the plain field."""
    editor = page.locator(".CodeMirror").get_by_role("textbox")
    editor.wait_for()
    if plain:
        page.get_by_role("button", name="Plain text field").click()
        page.fill("#text-en", text)
    else:
        editor.press("Control+a")
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        editor.press("Control+v")


@pytest.mark.parametrize("size", LONG_WAY)
def test_stale_save_is_asked_by_paragraph_and_put_together(visit, site, size):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        meeting = Meeting(site.world, event)
        ulid = meeting.create()
        meeting.save(ulid, en="# Протокол\n\n1.1 Noted delays.\n\n1.2 同意。\n")
        visitor = visit("CN", "secretary", size, permissions=["clipboard-read", "clipboard-write"])
        page = visitor.open(f"/minutes/{ulid}/edit")
        meeting.save(ulid, "BY", en="# Протокол\n\n1.1 Regretted delays.\n\n1.2 同意。\n")
    write(page, "# Протокол\n\n1.1 Noted 延误.\n\n1.2 双方同意。\n", plain=size == "phone")

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Keep both, theirs first").wait_for()
    draw(page, f"stale-{size}")
    found, wide = violations(page), page.evaluate("document.documentElement.scrollWidth")
    page.get_by_label("Keep both, theirs first").check()
    page.get_by_role("button", name="Put them together").click()
    page.locator("#changes").wait_for()

    assert (found, violations(page)) == ([], [])
    assert ["status of 409" in line for line in visitor.complaints] == [True]
    assert wide <= SIZES[size]["width"]
    assert page.input_value("#text-en") == ("# Протокол\n\n1.1 Regretted delays.\n1.1 Noted 延误.\n\n1.2 双方同意。\n")
    visitor.complaints.clear()


def test_words_of_headings_and_marks_of_lists_stand_where_they_belong_on_a_phone(visit, site):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        meeting = Meeting(site.world, event)
        ulid = meeting.create(language="ru")
        meeting.save(ulid, ru="# Протокол по правоохранительному сотрудничеству\n\n1.1 同意, noted.\n")
        put(meeting, ulid, language="ru", kind="comment", words="Почему?")
    visitor = visit("CN", "secretary", "phone")

    lines = visitor.open(f"/minutes/{ulid}").evaluate("""() => {
        const text = document.querySelector(".doc h1").firstChild, word = "правоохранительному"
        const range = document.createRange()
        range.setStart(text, text.data.indexOf(word))
        range.setEnd(text, text.data.indexOf(word) + word.length)
        return range.getClientRects().length
    }""")
    mark_below = visitor.open(f"/minutes/{ulid}/circulate").evaluate("""() => {
        const mark = document.createElement("span"), link = document.querySelector(".errors li a")
        mark.append("•")
        Object.assign(mark.style, {display: "inline-block", width: 0})
        link.before(mark)
        return mark.getBoundingClientRect().top - link.getBoundingClientRect().top
    }""")

    assert (lines, mark_below < 12) == (1, True)
