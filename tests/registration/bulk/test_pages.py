"""The organizer's desk: filters, order, and what is done with many, shown exactly before it happens."""

import re
from datetime import timedelta

import pytest
import time_machine

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.registration.models import Registration
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.examples import apply, apply_all, invite, mails, make_people, make_person, states
from tests.world import NOW

LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(LATER, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID; three people of China and one of Belarus have applied for three places, and somebody is invited."""
    with app.app_context():
        event = make_event(world, capacity=3)
        apply_all(event, [*make_people(world, 3), make_person(world, 3, "BY")])
        invite(world, event)
        return event.ulid


@pytest.fixture
def browser(event, world):
    return world.signed_in("BY", "organizer")


def states_of(app, event: str) -> list[str]:
    with app.app_context():
        return states(Event.query.where(Event.ulid == event).one())


def posted(app, template: str) -> int:
    with app.app_context():
        return len(mails(template))


def names(page: str) -> list[str]:
    """Of the people, in the order of the list."""
    return re.findall(r'value="\w{26}" aria-label="Choose ([^"]+)"', page)


def seen(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def rows(app, *people: str) -> str:
    with app.app_context():
        found = Registration.query.all()
        return "&".join(f"row={row.ulid}" for row in found if row.person.name in people)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Maria Weiss 3", "Ірына Кавальчук 1", "Анна Смирнова 2", "李伟 0", "王芳"]),
        ("answer=missing", ["王芳"]),
        ("answer=missing&state=applied", []),
        ("function=head", []),
        ("way=import", []),
        ("search=смирнова 2", ["Анна Смирнова 2"]),
        ("search=смирнова 3", []),
        ("search=PERSON1@example", ["Ірына Кавальчук 1"]),
        ("since=2026-11-22&party=BY", ["Maria Weiss 3"]),
        ("since=2026-11-23", []),
        ("since=nonsense&party=BY", ["Maria Weiss 3"]),
        ("sort=-asked&state=applied", ["Анна Смирнова 2", "Ірына Кавальчук 1", "李伟 0"]),
        ("sort=name&party=CN", ["Анна Смирнова 2", "Ірына Кавальчук 1", "李伟 0", "王芳"]),
        ("sort=-state&party=CN", ["Ірына Кавальчук 1", "Анна Смирнова 2", "李伟 0", "王芳"]),
        ("sort=nonsense&party=BY", ["Maria Weiss 3"]),
    ],
)
def test_the_desk_is_filtered_and_sorted_by_its_address(browser, event, query, found):
    page = browser.text(f"/events/{event}/registrations?{query}")

    assert names(page) == found


def test_a_secretary_chooses_nobody(event, world):
    page = world.signed_in("CN", "secretary").text(f"/events/{event}/registrations")

    assert (names(page), "registrations/together" in page) == ([], False)


def test_who_has_not_answered_shows_since_when_they_are_asked(browser, event):
    page = browser.text(f"/events/{event}/registrations?answer=missing")

    assert "Sun 22 Nov 2026, 2 days ago" in page


def test_confirming_all_shows_exactly_who_and_acts_once(app, browser, event):
    path = f"/events/{event}/registrations/together/confirm?all=1"

    page = browser.text(path)
    before = states_of(app, event)
    answers = [browser.post(path, {"seen": seen(page)}) for _time in range(2)]

    assert ["3 applications are confirmed." in page, "Confirm 3 people" in page, "English: 3" in page] == [True] * 3
    assert ["Confirmed: Forum on trafficking in persons" in page, "as Ірына Кавальчук 1 would get it" in page] == [
        True
    ] * 2
    assert (before, states_of(app, event)) == (
        ["applied"] * 3 + ["waiting", "invited"],
        ["confirmed"] * 3 + ["waiting", "invited"],
    )
    assert [(answer.status_code, answer.location) for answer in answers] == [
        (302, f"/events/{event}/registrations")
    ] * 2
    assert posted(app, "registration_confirmed") == 3


def test_only_those_who_were_ticked_are_concerned(app, browser, event):
    path = f"/events/{event}/registrations/together/decline?{rows(app, '李伟 0', 'Maria Weiss 3')}"

    page = browser.text(path)
    browser.post(path, {"seen": seen(page)})

    assert "2 people are no longer registered" in page
    assert "1 place becomes free; nobody else waits for it." in page
    assert states_of(app, event) == ["declined", "applied", "applied", "declined", "invited"]


def test_who_changed_meanwhile_is_shown_again_and_nothing_is_done(app, browser, event, world):
    path = f"/events/{event}/registrations/together/confirm?all=1"
    page = browser.text(path)
    with app.app_context():
        from forumhub.registration.actions import withdraw_registration

        with writing():
            first = db.session.scalars(db.select(Registration).order_by(Registration.id).limit(1)).one()
            withdraw_registration(first, by=world.reader("BY", "organizer"), now=LATER)

    answer = browser.post(path, {"seen": seen(page)})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, "have changed since you looked" in page) == (409, True)
    assert (states_of(app, event)[:4], posted(app, "registration_confirmed")) == (["withdrawn"] + ["applied"] * 3, 0)
    assert browser.post(path, {"seen": seen(page)}).status_code == 302
    assert states_of(app, event)[:4] == ["withdrawn"] + ["confirmed"] * 3


def test_reminding_says_who_is_left_out_and_why(app, browser, event):
    path = f"/events/{event}/registrations/together/remind?all=1"

    page = browser.text(path)
    browser.post(path, {"seen": seen(page)})
    again = browser.text(path)
    desk = browser.text(f"/events/{event}/registrations?answer=missing")

    assert ["Remind 1 person" in page, "invitations/..." in page, "Left out" in page] == [True] * 3
    assert ("Nobody among these" in again, "asked less than a day ago" in again) == (True, True)
    assert ("1 reminder, the last on Tue 24 Nov 2026" in desk, posted(app, "registration_reminder")) == (True, 1)


@pytest.mark.parametrize("query", ["", "row=", "row=nonsense", "row=%00", "all=2"])
def test_a_strange_choice_concerns_nobody(app, browser, event, query):
    answers = [
        browser.get(f"/events/{event}/registrations/together/confirm?{query}"),
        browser.post(f"/events/{event}/registrations/together/confirm?row=nonsense&{query}", {"seen": "x"}),
    ]

    assert [answer.status_code in (200, 302) for answer in answers] == [True, True]
    assert states_of(app, event).count("applied") == 3


def test_a_step_asks_a_constant_number_of_times(app, world):
    def asked(code: str, people: int) -> int:
        with app.app_context():
            event = make_event(world, code, capacity=1)
            apply_all(
                event, [make_person(world, number) for number in range(len(code) * 100, len(code) * 100 + people)]
            )
            ulid = event.ulid
        browser = world.signed_in("BY", "organizer")
        browser.text(f"/events/{ulid}/registrations/together/decline?all=1")
        with counted() as selects:
            page = browser.text(f"/events/{ulid}/registrations/together/decline?all=1")
        assert f"Decline {people} people" in page
        return len(selects)

    assert asked("FEW", 2) == asked("MANY", 30)


def decline_in_batches(browser, monkeypatch, path: str) -> None:
    monkeypatch.setattr("forumhub.registration.bulk.views.stepping.BATCH", 1)
    browser.post(path, {"seen": seen(browser.text(path))})


def test_who_waits_and_is_to_be_declined_is_given_no_place_between_two_batches(app, browser, event, world, monkeypatch):
    with app.app_context():
        apply(Event.query.where(Event.ulid == event).one(), make_person(world, 4))

    decline_in_batches(browser, monkeypatch, f"/events/{event}/registrations/together/decline?all=1")

    assert states_of(app, event) == ["declined"] * 4 + ["invited", "declined"]
    assert posted(app, "registration_promoted") == 0


def test_who_waits_has_a_place_after_the_last_batch(app, browser, event, monkeypatch):
    path = f"/events/{event}/registrations/together/decline?{rows(app, '李伟 0', 'Анна Смирнова 2')}"

    decline_in_batches(browser, monkeypatch, path)

    assert states_of(app, event) == ["declined", "applied", "declined", "applied", "invited"]
    assert posted(app, "registration_promoted") == 1
