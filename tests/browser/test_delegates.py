"""The organizer's desk at a browser: people are ticked, seen again, confirmed; and everybody is told something."""

import pytest
from sqlalchemy import select

from forumhub.database import db
from forumhub.registration.announcing.models import Announcement
from forumhub.registration.models import Registration
from tests.browser.conftest import LONG_WAY, Site, Visitor, follow
from tests.browser.test_polls import keeps_its_promises
from tests.events.examples import make_event
from tests.registration.examples import apply_all, mails, make_people

pytestmark = pytest.mark.browser


@pytest.fixture
def event(site: Site) -> str:
    """Its ULID; four people have applied for three places."""
    with site.app.app_context():
        event = make_event(site.world, "DLG", capacity=3)
        apply_all(event, make_people(site.world, 4))
        return event.ulid


def states(site: Site) -> list[str]:
    with site.app.app_context():
        return list(db.session.scalars(select(Registration.state).order_by(Registration.id)))


def confirm_the_ticked(organizer: Visitor, event: str, size: str) -> None:
    """All of the page are ticked, and one of them not; the box says how many."""
    page = organizer.open(f"/events/{event}/registrations")
    if size == "desktop":  # a phone shows cards, without the table's head
        page.check("[data-choose-all]")
        page.get_by_label("Choose Ірына Кавальчук 1").uncheck()
        assert page.inner_text("[data-chosen]") == "3 chosen"
    else:
        for name in ("李伟 0", "Анна Смирнова 2", "Maria Weiss 3"):
            page.get_by_label(f"Choose {name}").check()
    page.click("text=Confirm …")
    page.wait_for_url("**/together/confirm?**")
    keeps_its_promises(page, "delegates-flow-confirm", size)
    page.click("button[name=seen]")
    page.wait_for_url("**/registrations")


def announce_to_all(organizer: Visitor, event: str, size: str) -> None:
    page = organizer.open(f"/events/{event}/announcements/new")
    page.fill("[name=subjects-en]", "The hall has changed")
    page.fill("[name=texts-en]", "Come to **Hall B**.")
    page.fill("[name=subjects-zh]", "会场变更")
    follow(page, "main .btn-primary")
    assert page.inner_text("[id='texts-zh-error']").startswith("There is a subject but no text in: ZH.")
    assert [text.partition(" (")[0] for text in organizer.complaints] == [
        "Failed to load resource: the server responded with a status of 422"
    ]
    organizer.complaints.clear()
    page.fill("[name=texts-zh]", "请到**B厅**。")
    page.click("main .btn-primary")
    page.wait_for_selector("button[name=seen]")
    keeps_its_promises(page, "delegates-flow-announce", size)
    follow(page, "button[name=seen]")
    keeps_its_promises(page, "delegates-flow-announced", size)


@pytest.mark.parametrize("size", LONG_WAY)
def test_an_organizer_confirms_several_and_tells_all(visit, site: Site, event: str, size: str):
    organizer = visit("BY", "organizer", size=size)

    confirm_the_ticked(organizer, event, size)
    confirmed = states(site)
    announce_to_all(organizer, event, size)

    assert confirmed == ["confirmed", "applied", "confirmed", "waiting"]
    with site.app.app_context():
        assert db.session.scalars(select(Announcement.told)).all() == [4]
        assert [len(mails(name)) for name in ("registration_confirmed", "announcement")] == [2, 4]
