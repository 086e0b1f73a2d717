"""A delegation from its draft to its places: China nominates, Belarus returns and accepts, China replaces somebody."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from tests.browser.conftest import LONG_WAY, Site, Visitor
from tests.browser.test_polls import keeps_its_promises
from tests.events.examples import make_event
from tests.registration.delegations.examples import allot, registered

pytestmark = pytest.mark.browser
PUT = "section[aria-labelledby=add] [type=submit]"
PRIMARY = "main .btn-primary"


@pytest.fixture
def event(site: Site) -> str:
    """An event in Minsk in four months, with two places for delegates of China; its address."""
    with site.app.app_context():
        start = (datetime.now(UTC) + timedelta(days=120)).replace(
            tzinfo=None, hour=9, minute=0, second=0, microsecond=0
        )
        event = make_event(site.world, local_start=start, local_end=start + timedelta(hours=8))
        allot(site.world, event, 2, 0, local_deadline=start - timedelta(days=30))
        return f"/events/{event.ulid}"


def enter(page: Page, name: str, own_name: str, function: str) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=own_name]", own_name)
    page.select_option("[name=function]", function)
    page.click(PUT)
    page.wait_for_selector(f".flash:has-text('{name}')")
    page.wait_for_load_state()  # the browser takes the focus away when it goes to the address' fragment


def names(page: Page) -> list[str]:
    return [text.split(". ")[1].split("\n")[0] for text in page.locator(".nominees tbody th").all_inner_texts()]


def nominate(secretary: Visitor, event: str, size: str) -> Page:
    """Two are entered, one is ticked, and the head is moved to the top by keyboard."""
    page = secretary.open(f"{event}/delegations/CN")
    keeps_its_promises(page, "nomination-empty", size)
    page.check("text=delegate cn")
    page.click("section[aria-labelledby=known] form[method=post] [type=submit]")
    page.wait_for_selector(".nominees")
    enter(page, "Wang Fang", "王芳", "head")
    enter(page, "Li Na", "李娜", "member")
    page.focus("tr:has-text('Wang Fang') button:has-text('↑')")
    page.keyboard.press("Enter")
    page.wait_for_url("**#up-*")
    return page


@pytest.mark.parametrize("size", LONG_WAY)
def test_a_delegation_is_nominated_returned_amended_accepted_and_one_is_replaced(
    visit, site: Site, event: str, size: str
):
    secretary, organizer = visit("CN", "secretary", size=size), visit("BY", "organizer", size=size)

    page = nominate(secretary, event, size)
    order = names(page)
    keeps_its_promises(page, "nomination-draft", size)
    unseen = organizer.open(f"{event}/delegations/CN").inner_text("main")
    page.click(".head " + PRIMARY.removeprefix("main "))
    page.wait_for_url("**/submit")
    keeps_its_promises(page, "nomination-submit", size)
    foretold = page.inner_text(".confirm")
    page.click(PRIMARY)
    page.wait_for_url("**/delegations/CN")

    decide = organizer.open(f"{event}/delegations")
    keeps_its_promises(decide, "nomination-overview", size)
    decide.click("text=Decide")
    decide.wait_for_url("**/delegations/CN")
    keeps_its_promises(decide, "nomination-to-decide", size)
    decide.click("text=Return with words")
    decide.fill("[name=words]", "Просим указать должности · 请注明职务")
    decide.click(PRIMARY)
    decide.wait_for_url("**/delegations")

    page = secretary.open(f"{event}/delegations/CN")
    keeps_its_promises(page, "nomination-returned", size)
    returned = page.inner_text("main")
    page.click("tr:has-text('Wang Fang') a:has-text('Edit')")
    page.fill("[name=title]", "部长")
    page.click(PRIMARY)
    page.wait_for_url("**#nominee-*")
    page.click(".head .btn-primary")
    page.click(PRIMARY)
    page.wait_for_selector(".flash:has-text('Submitted')")

    decide = organizer.open(f"{event}/delegations/CN/accept")
    keeps_its_promises(decide, "nomination-accept", size)
    promised = decide.inner_text(".confirm")
    decide.click(PRIMARY)
    decide.wait_for_selector(".flash:has-text('Accepted')")

    assert order == ["Wang Fang 王芳", "delegate cn", "Li Na 李娜"]
    assert ("Wang Fang" in unseen, "Nobody is registered for this delegation yet" in unseen) == (False, True)
    assert "over the places of the delegation: Li Na" in foretold
    assert "Просим указать должности" in returned
    assert ("2 people of the list have a confirmed place." in promised, "1 waits" in promised) == (True, True)
    with site.app.app_context():
        states = {name: state for name, (state, _function) in registered(db.session.query(Event).one()).items()}
        assert states == {"Wang Fang": "confirmed", "delegate cn": "confirmed", "Li Na": "waiting"}
        news = [mail.snapshot["news"] for mail in db.session.query(OutboxMail).where(
            OutboxMail.template == "delegation_list")]  # fmt: skip
        assert [news.count(each) for each in ("submitted", "returned", "accepted")] == [4, 2, 2]

    page = secretary.open(f"{event}/delegations/CN")
    page.click("tr:has-text('delegate cn') button:has-text('Take off')")
    page.wait_for_selector("section[aria-labelledby=leaving]")
    enter(page, "Chen Jing", "陈静", "member")
    keeps_its_promises(page, "nomination-amended", size)
    page.click(".head .btn-primary")
    page.click(PRIMARY)
    page.wait_for_selector(".flash:has-text('Submitted')")
    decide = organizer.open(f"{event}/delegations/CN/accept")
    keeps_its_promises(decide, "nomination-accept-amended", size)
    differences = decide.inner_text(".confirm")
    decide.click(PRIMARY)
    decide.wait_for_selector(".flash:has-text('Accepted')")

    assert ("New: Chen Jing" in differences, "Taken off: delegate cn" in differences) == (True, True)
    with site.app.app_context():
        states = {name: state for name, (state, _function) in registered(db.session.query(Event).one()).items()}
        assert (states["delegate cn"], states["Chen Jing"], states["Li Na"]) == ("withdrawn", "confirmed", "waiting")


def test_the_places_are_counted_while_somebody_is_entered(visit, event: str):
    page = visit("CN", "secretary").open(f"{event}/delegations/CN")
    shown = page.locator("[data-with]:visible")

    before = shown.count()
    page.fill("[name=name]", "Wang Fang")
    delegate = shown.all_inner_texts()
    page.select_option("[name=function]", "observer")
    observer = shown.all_inner_texts()

    assert (before, delegate) == (0, ["With this person: Delegates 1 of 2"])
    assert observer == ["With this person: Observers 1 of 0 – over the places of the delegation"]
