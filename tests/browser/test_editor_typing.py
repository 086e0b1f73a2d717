"""The editor of drafts: what it offers, its keys, the way out of it, and the plain field that is remembered."""

import pytest
from playwright.sync_api import Page, expect

from forumhub.database import db, writing
from forumhub.minutes.readytexts.actions import keep_text
from forumhub.parties.models import Party
from tests.agreements.examples import in_force
from tests.browser.conftest import SIZES, Visitor
from tests.browser.test_pages import draw, violations
from tests.minutes.annexes.test_images import PNG
from tests.minutes.arranging import Meeting, make_event
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]
HINT = ".CodeMirror-hint-active"


def typed(page, code: str) -> str:
    return page.input_value(f"#text-{code}")


def open_editor(visitor: Visitor, ulid: str) -> Page:
    """The page, once it has the words that it offers."""
    with visitor.page.expect_response("**/words"):
        return visitor.open(f"/minutes/{ulid}/edit")


def test_words_are_offered_and_taken_by_keyboard(visit, site):
    with site.app.app_context():
        with writing():
            in_force(site.world)
            event = make_event(site.world)
        ulid = Meeting(site.world, event).create(language="ru")
    page = open_editor(visit("CN", "secretary", color_scheme="dark"), ulid)
    field = page.locator(".CodeMirror").get_by_role("textbox", name="Text")
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("# Протокол 纪要\n\n- **ПОР")
    for wanted, keys in (
        ("ПОРУЧЕНИЕ", "Enter"),
        ("BY", "Enter"),
        ("", "; сог"),
        ("согласно", "Enter"),
        ("CN-BY", "Enter"),
    ):
        if wanted:
            page.locator(HINT, has_text=wanted).wait_for()
        page.keyboard.press(keys) if keys == "Enter" else page.keyboard.type(keys)
    page.keyboard.type("; ")
    page.locator(HINT).wait_for()
    offered = violations(page)
    draw(page, "editor-hints-desktop")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("): Да.")
    active = field.get_attribute("aria-activedescendant")
    found, wide = violations(page), page.evaluate("document.documentElement.scrollWidth")
    page.locator("#preview-ru .item", has_text="Да.").wait_for()
    draw(page, "editor-dark-desktop")
    page.keyboard.press("Tab")
    outside = page.evaluate("!document.activeElement.closest('.CodeMirror')")

    assert typed(page, "ru") == "# Протокол 纪要\n\n- **ПОРУЧЕНИЕ** (BY; согласно CN-BY-2016 ст. 1): Да."
    assert (active, outside, offered, found) == (None, True, [], [])
    assert wide <= SIZES["desktop"]["width"]


def test_words_that_come_late_are_offered_where_one_has_begun(visit, site):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        ulid = Meeting(site.world, event).create(language="ru")
    visitor, held = visit("CN", "secretary"), []
    visitor.page.route("**/words", lambda route: held.append(route))
    page = visitor.open(f"/minutes/{ulid}/edit")
    page.locator(".CodeMirror").get_by_role("textbox", name="Text").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("- **ПОР")

    held[0].continue_()

    page.locator(HINT, has_text="ПОРУЧЕНИЕ").wait_for()
    page.keyboard.press("Enter")
    page.locator(HINT).wait_for(state="detached")
    assert typed(page, "ru") == "- **ПОР", "what no key asked for is taken only once it was chosen"


def test_owners_are_offered_after_a_button_and_no_key_splits_the_item(visit, site):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        ulid = Meeting(site.world, event).create(language="zh")
    page = open_editor(visit("CN", "secretary"), ulid)
    page.locator(".CodeMirror").get_by_role("textbox", name="Text").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="行动", exact=True).click()
    page.locator(HINT, has_text="BY").wait_for()
    page.keyboard.press("Enter")
    untouched = typed(page, "zh")
    page.keyboard.type("C")
    page.locator(HINT, has_text="CN").wait_for()
    page.keyboard.type("N")
    page.locator(".CodeMirror-hints").wait_for(state="detached")
    page.keyboard.type("-")
    page.locator(HINT, has_text="CN-MPS").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Space")
    page.keyboard.press("End")
    page.keyboard.type("测试")
    page.keyboard.press("Home")
    for _step in range(11):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("渠道")

    assert untouched == "- **行动**（；期限 ）："
    assert typed(page, "zh") == "- **行动**（CN-MPS；期限 ）：测试渠道"


def test_plain_field_is_remembered_and_keeps_the_text(visit, site):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        ulid = Meeting(site.world, event).create()
    page = visit("CN", "secretary", "phone").open(f"/minutes/{ulid}/edit")
    page.locator(".CodeMirror").wait_for()
    page.get_by_text("Put in and set").click()
    page.get_by_role("button", name="Decision with its action").click()
    page.set_input_files("[data-image]", {"name": "план.png", "mimeType": "image/png", "buffer": PNG})
    image = page.locator("#preview-en img")
    image.wait_for()
    width = image.evaluate("image => image.decode().then(() => image.naturalWidth)")
    draw(page, "editor-phone")
    found, wide = violations(page), page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="Plain text field").click()
    written = typed(page, "en")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    assert width == 1
    assert "- **DECISION**: …\n\n![план](files/план.png)\n\n- **ACTION** (…; due ): " in written
    assert (found, page.locator(".CodeMirror").count(), page.locator("#text-en").is_visible()) == ([], 0, True)
    assert wide <= SIZES["phone"]["width"]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_line_that_is_written_stands_above_the_bar_with_save(visit, site, size):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        meeting = Meeting(site.world, event)
        ulid = meeting.create()
        meeting.save(ulid, en="# Протокол 纪要\n" + "\nWords.\n" * 40)
    page = visit("CN", "secretary", size, reduced_motion="reduce").open(f"/minutes/{ulid}/edit")
    field = page.locator(".CodeMirror").get_by_role("textbox")
    field.wait_for()
    begins, save = page.locator(".CodeMirror").bounding_box(), page.get_by_role("button", name="Save", exact=True)
    draw(page, f"editor-begins-{size}")

    field.press("Control+Home")
    for _line in range(45):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+End")
    page.keyboard.type("Last.\n\n- **")
    line = page.locator(".CodeMirror-line").last.evaluate("each => each.getBoundingClientRect().bottom")

    bar = save.bounding_box()
    assert line <= bar["y"]
    assert bar["y"] + bar["height"] <= SIZES[size]["height"]
    assert begins["y"] < 560
    assert page.locator(".toolbar").evaluate("each => each.open") is (size == "desktop")
    if size == "phone":
        return
    page.get_by_role("button", name="Add 中文").click()
    page.wait_for_url("**#in-zh")
    page.locator(".CodeMirror").nth(1).wait_for()
    expect(page.locator("#in-zh legend")).to_be_in_viewport()
    draw(page, "editor-added-desktop")


@pytest.mark.parametrize("plain", [False, True])
def test_a_ready_text_of_the_party_is_put_in_by_keyboard_where_its_gap_is_filled(visit, site, plain):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
            party, by = db.session.get_one(Party, site.world.party["CN"]), site.world.reader("CN", "secretary")
            for name, source in (("开幕", "双方于…开会。"), ("闭幕", "- **行动**（CN；期限 …）：检查。")):
                keep_text(party, "zh", name, source, by=by, now=NOW)
        ulid = Meeting(site.world, event).create(language="zh")
    page = visit("CN", "secretary").open(f"/minutes/{ulid}/edit")
    page.locator(".CodeMirror").wait_for()
    if plain:
        page.get_by_role("button", name="Plain text field").click()
        page.fill("#text-zh", "# 纪要")
        page.locator("#text-zh").focus()
    else:
        page.locator(".CodeMirror").get_by_role("textbox").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("# 纪要")

    page.keyboard.press("Control+Alt+p")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    page.keyboard.type("2027-03-01")

    page.locator("#preview-zh .item", has_text="检查。").wait_for()
    assert typed(page, "zh") == "# 纪要\n\n- **行动**（CN；期限 2027-03-01）：检查。"
    assert violations(page) == []
