"""An item is begun by the keyboard, in the language of its text, and shown beside it at once."""

import pytest

from forumhub.database import writing
from tests.browser.test_pages import violations
from tests.minutes.arranging import Meeting, make_event

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_items_are_begun_by_keyboard_and_previewed(visit, site, size):
    with site.app.app_context():
        with writing():
            event = make_event(site.world)
        ulid = Meeting(site.world, event).create(language="zh")
    page = visit("CN", "secretary", size).open(f"/minutes/{ulid}/edit")
    page.fill("#text-zh", "# 纪要 Протокол\n\n## 1. 诈骗")

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
