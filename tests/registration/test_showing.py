"""The page of one registration: who sees it, what it says, what it offers."""

import re
from datetime import timedelta

import pytest
import time_machine

from forumhub.database import db, writing
from forumhub.parties.models import Grant
from forumhub.registration.actions import confirm_registration, withdraw_registration
from forumhub.registration.models import Registration
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.examples import apply, invite
from tests.world import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW + timedelta(days=1), tick=True):
        yield


@pytest.fixture
def page_of(app, world) -> str:
    """The path of the registration of China's delegate, who has applied and was confirmed."""
    with app.app_context():
        own = apply(make_event(world, capacity=5), world.reader("CN", "delegate"))
        with writing():
            confirm_registration(own, by=world.reader("BY", "organizer"), now=NOW + timedelta(hours=1))
        return f"/registrations/{own.ulid}"


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def buttons(page: str) -> list[str]:
    """Words of the steps offered in the head of the page; the primary one with a star."""
    head = page.partition('<div class="actions">')[2].partition("</div>")[0]
    found = re.findall(r'<a class="btn btn-(primary|quiet)"[^>]*>([^<]*)</a>', head)
    return [words + ("*" if kind == "primary" else "") for kind, words in found]


def test_the_person_sees_their_standing_and_what_they_can_do(page_of, world):
    page = world.signed_in("CN", "delegate").text(page_of)

    text = text_of(page)
    assert "<h1>Your registration</h1>" in page
    assert "Your place is confirmed." in text
    assert "Comes for China Function Member E-mail delegate.cn@example.org" in text
    assert "Thu 11 Mar 2027, 09:00–17:30 Minsk" in text
    assert buttons(page) == ["Withdraw"]


def history(page: str) -> str:
    return text_of(page.partition('id="history"')[2].partition("</section>")[0]).removeprefix(">History ")


def test_history_names_who_acted_to_the_parties(page_of, world):
    page = world.signed_in("BY", "organizer").text(page_of)

    assert history(page) == (
        "delegate applied · Sun 22 Nov 2026, 12:00 Minsk · delegate cn "
        "registration confirmed · Sun 22 Nov 2026, 13:00 Minsk · by you"
    )


def test_history_names_nobody_else_to_a_guest(app, page_of, world):
    with app.app_context(), writing():
        Grant.query.where(Grant.person_id == world.person["CN", "delegate"]).delete()

    page = world.signed_in("CN", "delegate").text(page_of)

    assert history(page) == (
        "delegate applied · Sun 22 Nov 2026, 17:00 Beijing · by you "
        "registration confirmed · Sun 22 Nov 2026, 18:00 Beijing"
    )


def test_the_organizer_is_offered_one_primary_step(app, world):
    with app.app_context():
        event = make_event(world)
        paths = [f"/registrations/{apply(event, world.reader('CN', 'delegate')).ulid}"]
        invitation, _token = invite(world, event)
        paths.append(f"/registrations/{invitation.registration.ulid}")
    browser = world.signed_in("CN", "organizer")

    offered = [buttons(browser.text(path)) for path in paths]

    assert offered == [["Confirm*", "Decline"], ["Invite again*", "Withdraw the invitation"]]


def test_an_open_invitation_says_until_when_it_holds(app, world):
    with app.app_context():
        path = f"/registrations/{invite(world, make_event(world))[0].registration.ulid}"

    text = text_of(world.signed_in("CN", "organizer").text(path))

    assert "holds until Thu 21 Jan 2027, 12:00 Minsk (17:00 Beijing)." in text


@pytest.mark.parametrize(("party", "role"), [("BY", "secretary"), ("CN", "observer"), ("KZ", "organizer")])
def test_for_others_it_does_not_exist(page_of, world, party, role):
    assert world.signed_in(party, role).get(page_of).status_code == 404


def test_every_state_has_its_words(app, page_of, world):
    browser = world.signed_in("CN", "organizer")
    own = world.signed_in("CN", "delegate")

    for state in ("invited", "applied", "confirmed", "waiting", "declined", "withdrawn", "attended", "absent"):
        with app.app_context():
            with writing():
                db.session.query(Registration).update({"state": state})
            ulid = Registration.query.one().event.ulid
        pages = [browser.get(page_of), own.get(page_of), own.get(f"/events/{ulid}"), own.get(f"/events/{ulid}/apply")]

        assert (state, [page.status_code for page in pages]) == (state, [200] * 4)


def test_it_asks_a_constant_number_of_times(app, page_of, world):
    browser = world.signed_in("CN", "organizer")
    browser.text(page_of)
    with counted() as few:
        browser.text(page_of)
    with app.app_context():
        for _again in range(3):
            own = Registration.query.one()
            with writing():
                withdraw_registration(own, by=world.reader("CN", "delegate"), now=NOW)
            apply(own.event, world.reader("CN", "delegate"))
        path = f"/registrations/{own.ulid}"
    with counted() as many:
        browser.text(path)

    assert len(few) == len(many)


def test_list_event_and_application_lead_to_it(app, page_of, world):
    with app.app_context():
        event = Registration.query.one().event.ulid
    delegate, organizer = world.signed_in("CN", "delegate"), world.signed_in("BY", "organizer")

    pages = [
        delegate.text(f"/events/{event}"),
        delegate.text(f"/events/{event}/apply"),
        organizer.text(f"/events/{event}/registrations"),
    ]

    assert [f'href="{page_of}"' in page for page in pages] == [True] * 3
