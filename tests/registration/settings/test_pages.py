"""The page of settings, as organizers use it."""

import re

import pytest
import time_machine

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.parties.models import Person
from forumhub.registration.queries import settings_of
from forumhub.registration.settings.queries import allotment_of, delegations_of
from forumhub.registration.settings.rules import Allotment
from tests.counting import counted
from tests.events.examples import make_event, parties
from tests.registration.examples import apply_all, make_people
from tests.registration.test_pages import text_of
from tests.world import NOW

SENT = {
    "applicants": "nobody", "shown": "names", "local_deadline": "2027-03-01T17:00", "offer_hours": "24",
    "retention_days": "90", "sensitive_days": "10", "lock_version": "1", "quota_CN": "10", "observers_CN": "2",
    "precedence_CN": "1", "quota_BY": "", "observers_BY": "", "precedence_BY": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID; three people of China have applied."""
    with app.app_context():
        event = make_event(world, capacity=40)
        apply_all(event, make_people(world, 3))
        return event.ulid


def saved(app, ulid: str) -> tuple[str, Allotment]:
    with app.app_context():
        event = db.session.query(Event).where(Event.ulid == ulid).one()
        return settings_of(event).shown, allotment_of(delegations_of(event.id).get(event.parties[1].id))


def test_what_the_host_saves_is_shown_on_both_clocks(event, world):
    browser = world.signed_in("BY", "organizer")

    answer = browser.post(f"/events/{event}/registration", SENT)

    page = text_of(browser.text(f"/events/{event}/registration"))
    assert answer.status_code == 302
    assert "Saved now: Mon 1 Mar 2027, 17:00 Minsk" in page
    assert "The event has 40 places, 3 of them taken." in page


def test_a_reader_elsewhere_sees_the_deadline_on_their_own_clock_too(event, app, world):
    world.signed_in("BY", "organizer").post(f"/events/{event}/registration", SENT)

    with app.app_context():
        person = db.session.get_one(Person, world.person["CN", "organizer"])
        person.timezone = "Asia/Shanghai"
        db.session.commit()

    page = text_of(world.signed_in("CN", "organizer").text(f"/events/{event}/registration"))
    assert "Saved now: Mon 1 Mar 2027, 17:00 Minsk (22:00 Beijing)" in page


def test_too_few_places_are_refused_beside_the_number_and_what_was_typed_stays(event, app, world):
    answer = world.signed_in("BY", "organizer").post(f"/events/{event}/registration", {**SENT, "quota_CN": "2"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "China: Delegates</a>: 3 places are taken already, so 2 would be too few." in page
    assert re.search(r'name="quota_CN"[^>]* value="2"', page)
    assert 'value="2027-03-01T17:00"' in page
    assert saved(app, event) == ("numbers", Allotment())


def test_a_stale_save_is_refused_with_both_shown_and_then_saved(event, app, world):
    browser = world.signed_in("BY", "organizer")
    browser.post(f"/events/{event}/registration", SENT)

    stale = browser.post(f"/events/{event}/registration", {**SENT, "quota_CN": "12", "shown": "nothing"})

    page = text_of(stale.get_data(as_text=True))
    assert stale.status_code == 409
    assert "China: Delegates Saved now 10 What you typed 12" in page
    assert saved(app, event) == ("names", Allotment(10, 2, 1))
    again = {**SENT, "quota_CN": "12", "shown": "nothing", "lock_version": "2"}
    assert browser.post(f"/events/{event}/registration", again).status_code == 302
    assert saved(app, event) == ("nothing", Allotment(12, 2, 1))


def test_a_guests_organizer_sees_the_places_and_cannot_change_them(event, app, world):
    browser = world.signed_in("CN", "organizer")

    page = browser.text(f"/events/{event}/registration")
    answer = browser.post(f"/events/{event}/registration", SENT)

    assert ('name="quota_CN"' in page, "allotted by the organizers of the host, Belarus" in page) == (False, True)
    assert (answer.status_code, saved(app, event)) == (302, ("names", Allotment()))


@pytest.mark.parametrize(
    "hostile",
    [
        {"quota_CN": "-1"}, {"quota_CN": "9" * 30}, {"quota_CN": "ten"}, {"precedence_CN": "0"}, {"offer_hours": "0"},
        {"retention_days": ""}, {"local_deadline": "tomorrow"}, {"applicants": "dogs"}, {"lock_version": "x"},
        {"local_deadline": "2027-03-01T17:00\0"},
    ],
)  # fmt: skip
def test_what_is_no_setting_is_refused(event, app, world, hostile):
    answer = world.signed_in("BY", "organizer").post(f"/events/{event}/registration", {**SENT, **hostile})

    assert answer.status_code in {409, 422}
    assert saved(app, event) == ("numbers", Allotment())


def test_the_page_asks_a_constant_number_of_times(app, world):
    def asked(code: str, *codes: str) -> int:
        with app.app_context():
            ulid = make_event(world, code, parties=parties(world, *codes)).ulid
        browser = world.signed_in("BY", "organizer")
        browser.text(f"/events/{ulid}/registration")
        with counted() as seen:
            browser.text(f"/events/{ulid}/registration")
        return len(seen)

    assert asked("TWO", "BY", "CN") == asked("THREE", "BY", "CN", "KZ")
