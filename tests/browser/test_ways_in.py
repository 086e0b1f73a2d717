"""Each way into an event, at the browser: by invitation without an account, by mail, and by one's own account."""

import re

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.worker import link_maker
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.models import Registration
from tests.browser.conftest import LONG_WAY, SIZES, Site
from tests.browser.test_polls import keeps_its_promises
from tests.events.examples import make_event
from tests.registration.applying.examples import open_event
from tests.registration.examples import apply, invite, make_person

pytestmark = pytest.mark.browser
PRIMARY = "main .btn-primary"


def link_in_newest_mail(site: Site, template: str, page: str) -> str:
    """The path of the link, as the mail's reader sees it."""
    with site.app.app_context():
        newest = select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id.desc())
        message = compose(db.session.scalars(newest).first(), link_maker(site.app), "forumhub <f@example.org>")
    return re.search(rf"http://localhost(/{page}/\S+)", message.get_body("plain").get_content())[1]


def states(site: Site) -> list[str]:
    with site.app.app_context():
        return list(db.session.scalars(select(Registration.state).order_by(Registration.id)))


def in_russian(visitor) -> None:
    visitor.open("/language?to=ru")


@pytest.mark.parametrize("size", SIZES)
def test_an_invitation_is_answered_without_an_account(visit, site: Site, size: str):
    with site.app.app_context():
        invite(site.world, make_event(site.world, capacity=3), name="Сяргей Новік", email="novik@example.org")
    guest = visit(size=size)

    page = guest.open(link_in_newest_mail(site, "registration_invitation", "invitations"))
    keeps_its_promises(page, "way-invitation", size)
    shown, before = page.inner_text("main"), states(site)
    page.click(PRIMARY)
    page.wait_for_selector(".flash.success")
    keeps_its_promises(page, "way-invitation-accepted", size)
    accepted = states(site)
    page.click("main form .btn-quiet >> text=Withdraw")
    page.wait_for_selector(".flash.info")
    keeps_its_promises(page, "way-invitation-withdrawn", size)

    assert "Thu 11 Mar 2027, 09:00–17:30 Minsk (14:00 Beijing)" in shown
    assert (before, accepted, states(site)) == (["invited"], ["confirmed"], ["withdrawn"])


@pytest.mark.parametrize("size", LONG_WAY)
def test_a_stranger_applies_by_mail(visit, site: Site, size: str):
    with site.app.app_context():
        ulid = open_event(site.world, capacity=3).ulid
    stranger = visit(size=size, locale="ru-RU")
    in_russian(stranger)
    page = stranger.open(f"/events/{ulid}")
    keeps_its_promises(page, "way-mail-event", size)
    page.click(PRIMARY)
    page.fill("[name=name]", "Aliaksandra Novik")
    page.fill("[name=own_name]", "Аляксандра Новік")
    page.fill("[name=email]", "novik@example.org")
    page.fill("[name=affiliation]", "Акадэмія навук")
    page.select_option("[name=party]", "BY")
    page.check("[name=consent]")
    keeps_its_promises(page, "way-mail-form", size)
    page.click(PRIMARY)
    page.wait_for_url("**/sent")
    keeps_its_promises(page, "way-mail-sent", size)
    before = states(site)

    page = stranger.open(link_in_newest_mail(site, "registration_application", "applications"))
    keeps_its_promises(page, "way-mail-confirm", size)
    page.click(PRIMARY)
    page.wait_for_selector(".flash.success")
    keeps_its_promises(page, "way-mail-confirmed", size)

    assert (before, states(site)) == ([], ["applied"])
    assert "Место закреплено за вами" in page.inner_text("main")


def test_a_form_that_lacks_something_says_so_and_keeps_the_rest(visit, site: Site):
    with site.app.app_context():
        ulid = open_event(site.world).ulid
    stranger = visit()
    page = stranger.open(f"/events/{ulid}/apply-by-mail")

    page.fill("[name=name]", "Aliaksandra Novik")
    page.fill("[name=email]", "novik")
    page.click(PRIMARY)
    page.wait_for_selector(".errors")

    assert page.input_value("[name=name]") == "Aliaksandra Novik"
    assert [line.partition(":")[0] for line in page.locator(".errors li").all_inner_texts()] == [
        "I agree that these details are stored for this event."
    ]
    stranger.complaints[:] = [text for text in stranger.complaints if "422" not in text]


@pytest.mark.parametrize("size", SIZES)
def test_a_member_waits_and_moves_up(visit, site: Site, size: str):
    with site.app.app_context():
        event = make_event(site.world, access="parties", capacity=1)
        first = apply(event, make_person(site.world, 1)).ulid
        ulid = event.ulid
    member = visit("CN", "delegate", size=size, locale="zh-CN")
    member.open("/language?to=zh")

    page = member.open(f"/events/{ulid}/apply")
    keeps_its_promises(page, "way-member-full", size)
    page.click(PRIMARY)
    page.wait_for_url("**/registrations/*")
    keeps_its_promises(page, "way-member-waiting", size)
    waiting = states(site)
    with site.app.app_context():
        held = db.session.query(Registration).where(Registration.ulid == first).one()
        with writing():
            withdraw_registration(held, by=site.world.reader("BY", "organizer"), now=held.created_at)
    page.reload()
    keeps_its_promises(page, "way-member-moved-up", size)

    assert (waiting, states(site)) == (["applied", "waiting"], ["withdrawn", "applied"])
    assert "已为您保留名额" in page.inner_text("main")
    with site.app.app_context():
        assert db.session.query(Event).one().places_taken == 1
