"""A date poll at separate browsers: a Belarusian organizer proposes and chooses, a Chinese secretary answers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.polls.models import Poll
from forumhub.mail.models import OutboxMail
from tests.browser.conftest import LONG_WAY, SIZES, Site, Visitor
from tests.browser.test_journey import PRIMARY
from tests.browser.test_pages import draw, violations

pytestmark = pytest.mark.browser
DAYS = ("2027-03-11", "2027-03-18", "2027-03-25")
WORDS = {"yes": "只能上午", "if_need_be": "春节前后", "no": ""}


def keeps_its_promises(page: Page, name: str, size: str) -> None:
    draw(page, f"{name}-{size}")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert violations(page) == []


def propose(organizer: Visitor, size: str) -> str:
    """The path of the new poll, of which the slot finder gave two slots and the organizer types a third."""
    slots = "&".join(f"slot={day}T09:00/{day}T17:30" for day in DAYS[:2])
    page = organizer.open(f"/polls/new?{slots}&timezone=Europe/Minsk&party=CN&party=BY")
    page.fill("[name=titles-ru], [name=titles-en]", "Семинар по кибермошенничеству")
    page.fill("[name=slots-2-local_start]", f"{DAYS[2]}T09:00")
    page.fill("[name=deadline]", (datetime.now(UTC) + timedelta(days=5)).strftime("%Y-%m-%dT17:00"))
    keeps_its_promises(page, "poll-flow-new", size)
    page.click(PRIMARY)
    page.wait_for_url(lambda url: "/polls/" in url and "/new" not in url)
    return page.url.removeprefix(organizer.site.url)


def answer(visitor: Visitor, poll: str, words: dict[str, str]) -> Page:
    page = visitor.open(poll)
    for number, (word, comment) in enumerate(words.items()):
        page.check(f"[name=words-{number}-word][value={word}]")
        page.fill(f"[name=words-{number}-comment]", comment)
    page.click("#answer .btn-primary")
    page.wait_for_url("**#answers")
    return page


def close_the_day(site: Site) -> None:
    """The deadline passes: what time does by itself."""
    with site.app.app_context(), writing():
        poll = db.session.scalar(select(Poll))
        poll.deadline = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)


@pytest.mark.parametrize("size", LONG_WAY)
def test_dates_are_proposed_answered_and_one_is_chosen(visit, site: Site, size: str, tmp_path: Path):
    organizer = visit("BY", "organizer", size=size)
    secretary = visit("CN", "secretary", size=size, locale="zh-CN")
    secretary.open("/language?to=zh")
    poll = propose(organizer, size)

    desk = secretary.open("/").inner_text("main")
    keeps_its_promises(secretary.open(poll), "poll-flow-answer", size)
    shown = secretary.page.inner_text("#answer")
    answered = answer(secretary, poll, WORDS)
    keeps_its_promises(answered, "poll-flow-answered", size)
    sealed = organizer.open(poll).inner_text("main")
    keeps_its_promises(organizer.page, "poll-flow-sealed", size)

    close_the_day(site)
    page = organizer.open(poll)
    keeps_its_promises(page, "poll-flow-closed", size)
    opened = page.inner_text("main")
    page.click(".slots tr.best a")
    page.wait_for_url("**/choose?slot=1")
    keeps_its_promises(page, "poll-flow-choose", size)
    foretold = page.inner_text(".confirm")
    page.fill("[name=register_code]", "FRAUD")
    page.click(PRIMARY)
    page.wait_for_url("**/events/*")
    keeps_its_promises(secretary.open(poll), "poll-flow-chosen", size)
    told = secretary.page.inner_text("main")

    assert "请在" in desk
    assert "答复日期征询" in desk
    assert "2027年3月11日 周四, 09:00–17:30 明斯克 (14:00 北京)" in shown
    assert ("只能上午" in sealed, "只能上午" in opened) == (False, True)
    assert "4 mails go to the secretariats." in foretold
    assert "日期已选定：2027年3月11日 周四, 09:00–17:30 明斯克 (14:00 北京)" in told
    with site.app.app_context():
        event = db.session.scalar(select(Event))
        assert (event.local_start, event.timezone, event.state) == (
            datetime(2027, 3, 11, 9, 0),
            "Europe/Minsk",
            "confirmed",
        )
        templates = [mail.template for mail in db.session.scalars(select(OutboxMail))]
        assert (templates.count("poll_opened"), templates.count("poll_chosen"), len(templates)) == (4, 4, 8)


def test_a_poll_is_answered_by_keyboard_alone(visit, site: Site):
    organizer, secretary = visit("BY", "organizer"), visit("CN", "secretary")
    poll = propose(organizer, "desktop")
    page = secretary.open(poll)

    page.focus("[name=words-0-word][value=yes]")
    for _slot in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#answers")

    with site.app.app_context():
        (given,) = db.session.scalar(select(Poll)).answers
        assert [word.word for word in given.words] == ["yes", "yes", "yes"]


def test_a_slot_left_out_is_pointed_at_and_nothing_is_lost(visit, site: Site):
    organizer, secretary = visit("BY", "organizer"), visit("CN", "secretary")
    page = secretary.open(propose(organizer, "desktop"))
    secretary.complaints.clear()

    page.check("[name=words-0-word][value=no]")
    page.fill("[name=words-1-comment]", "春节前后")
    page.click("#answer .btn-primary")
    page.wait_for_selector(".errors")

    assert page.locator(".errors li").all_inner_texts() == [
        "Slot 2: Choose yes, if need be, or no.",
        "Slot 3: Choose yes, if need be, or no.",
    ]
    assert page.is_checked("[name=words-0-word][value=no]")
    assert page.input_value("[name=words-1-comment]") == "春节前后"
    secretary.complaints[:] = [text for text in secretary.complaints if "422" not in text]
