"""Places and the waiting list: never one too many, first come first served, each act once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.actions import cancel_event, edit_event
from forumhub.events.queries import standing_of
from forumhub.parties.policy import ANONYMOUS
from forumhub.registration.actions import confirm_registration, decline_registration, withdraw_registration
from forumhub.registration.signals import registration_changed
from tests.events.examples import make_event
from tests.registration.examples import apply, apply_all, mails, make_people, make_person, states, taken
from tests.world import NOW

LATER = NOW + timedelta(days=1)


def confirm(world, registration, party="BY", role="organizer"):
    with writing():
        return confirm_registration(registration, by=world.reader(party, role), now=LATER)


def decline(world, registration, party="BY", role="organizer"):
    with writing():
        return decline_registration(registration, by=world.reader(party, role), now=LATER)


def withdraw(registration, by):
    with writing():
        return withdraw_registration(registration, by=by, now=LATER)


def acts() -> list[str]:
    entries = select(AuditEntry.act).where(AuditEntry.act.startswith("registration."))
    return list(db.session.scalars(entries.order_by(AuditEntry.id)))


def test_an_application_takes_a_place_at_once(database, world):
    event = make_event(world, capacity=2)

    registration = apply(event, make_person(world, 1))

    assert (registration.state, taken(event)) == ("applied", 1)
    assert standing_of(event.id, registration.person_id) == "applied"
    assert (acts(), mails()) == (["registration.apply"], [("registration_applied", "person1@example.org")])


def test_applications_wait_in_order_when_all_places_are_taken(database, world):
    event = make_event(world, capacity=2)

    registrations = apply_all(event, make_people(world, 5))

    assert (states(event), taken(event)) == (["applied", "applied", "waiting", "waiting", "waiting"], 2)
    assert sorted(registrations, key=lambda each: each.queued_at) == registrations
    assert len(mails("registration_waiting")) == 3


def test_an_event_without_capacity_takes_everybody(database, world):
    event = make_event(world, capacity=None)

    apply_all(event, make_people(world, 4))

    assert (states(event), taken(event)) == (["applied"] * 4, 4)


def test_applying_twice_takes_one_place_and_tells_once(database, world):
    event, who = make_event(world, capacity=5), make_person(world, 1)

    first, second = apply(event, who), apply(event, who, LATER)

    assert (second.id, second.queued_at, taken(event)) == (first.id, NOW, 1)
    assert (len(mails()), acts()) == (1, ["registration.apply"])


def test_confirming_does_not_change_the_count(database, world):
    event = make_event(world, capacity=2)
    registration = apply(event, make_person(world, 1))

    confirm(world, registration)
    confirm(world, registration)

    assert (registration.state, taken(event)) == ("confirmed", 1)
    assert acts() == ["registration.apply", "registration.confirm"]
    assert mails("registration_confirmed") == [("registration_confirmed", "person1@example.org")]


def test_a_withdrawal_promotes_the_first_who_waits_and_tells_them(database, world):
    event, people = make_event(world, capacity=1), make_people(world, 3)
    first, *_ = apply_all(event, people)

    withdraw(first, people[0])

    assert (states(event), taken(event)) == (["withdrawn", "applied", "waiting"], 1)
    assert mails("registration_promoted") == [("registration_promoted", "person1@example.org")]
    assert acts()[-2:] == ["registration.withdraw", "registration.promote"]


def test_withdrawing_twice_frees_one_place(database, world):
    event, people = make_event(world, capacity=2), make_people(world, 2)
    first, _second = apply_all(event, people)

    withdraw(first, people[0])
    withdraw(first, people[0])

    assert (states(event), taken(event)) == (["withdrawn", "applied"], 1)
    assert len(mails("registration_cancelled")) == 1


def test_a_withdrawal_from_the_waiting_list_frees_no_place(database, world):
    event, people = make_event(world, capacity=1), make_people(world, 3)
    _first, second, _third = apply_all(event, people)

    withdraw(second, people[1])

    assert (states(event), taken(event)) == (["applied", "withdrawn", "waiting"], 1)


def test_who_withdrew_applies_again_at_the_end_of_the_queue(database, world):
    event, people = make_event(world, capacity=1), make_people(world, 3)
    first, second, third = apply_all(event, people)
    withdraw(second, people[1])

    again = apply(event, people[1], NOW)  # by a clock that lags behind
    withdraw(first, people[0])

    assert (again.id, states(event)) == (second.id, ["withdrawn", "waiting", "applied"])
    assert again.queued_at > third.queued_at


def test_declining_frees_the_place_and_the_person_cannot_apply_again(database, world):
    event, people = make_event(world, capacity=1), make_people(world, 2)
    first, _second = apply_all(event, people)

    decline(world, first)

    assert (states(event), taken(event)) == (["declined", "applied"], 1)
    with pytest.raises(RuleBroken, match="was declined"):
        apply(event, people[0])


def test_who_waits_cannot_be_confirmed(database, world):
    event = make_event(world, capacity=1)
    _first, second = apply_all(event, make_people(world, 2))

    with pytest.raises(RuleBroken, match="waiting list"):
        confirm(world, second)

    assert states(event) == ["applied", "waiting"]


def test_more_capacity_promotes_as_many_as_fit(database, world):
    event = make_event(world, capacity=1)
    apply_all(event, make_people(world, 4))

    with writing():
        edit_event(event, lock_version=1, capacity=3, by=world.reader("CN", "organizer"), now=LATER)

    assert (states(event), taken(event)) == (["applied", "applied", "applied", "waiting"], 3)
    assert len(mails("registration_promoted")) == 2


def test_nobody_can_apply_to_a_cancelled_event_or_one_that_is_over(database, world):
    over, called_off = make_event(world, "OVR"), make_event(world, "OFF")
    with writing():
        cancel_event(called_off, reason="Паводок", by=world.reader("CN", "organizer"), now=NOW)
    who = make_person(world, 1)

    with pytest.raises(RuleBroken, match="is over"):
        apply(over, who, over.ends_at)
    with pytest.raises(RuleBroken, match="is cancelled"):
        apply(called_off, who)

    assert (states(over), states(called_off)) == ([], [])


def test_who_is_not_signed_in_cannot_apply(database, world):
    event = make_event(world, access="public")

    with pytest.raises(NotAllowed):
        apply(event, ANONYMOUS)


@pytest.mark.parametrize(
    ("party", "role", "may"),
    [
        ("CN", "secretary", True),
        ("BY", "secretary", False),
        ("CN", "organizer", True),
        ("CN", "delegate", False),
        ("KZ", "organizer", False),
        ("CN", "administrator", False),
    ],
)
def test_the_person_their_secretariat_and_the_organizer_withdraw(database, world, party, role, may):
    event = make_event(world)
    registration = apply(event, make_person(world, 1, "CN"))

    if may:
        withdraw(registration, world.reader(party, role))
    else:
        with pytest.raises(NotAllowed):
            withdraw(registration, world.reader(party, role))

    assert states(event) == ["withdrawn" if may else "applied"]


@pytest.mark.parametrize(("party", "role"), [("CN", "secretary"), ("KZ", "organizer"), ("BY", "delegate")])
def test_only_an_organizer_of_the_event_decides(database, world, party, role):
    event = make_event(world)
    registration = apply(event, make_person(world, 1))

    for act in (confirm, decline):
        with pytest.raises(NotAllowed):
            act(world, registration, party, role)

    assert states(event) == ["applied"]


def test_who_comes_for_whom(database, world):
    event = make_event(world, access="public")

    home = apply(event, make_person(world, 1, "BY"))
    role = apply(event, world.reader("CN", "delegate"))
    outsider = apply(event, make_person(world, 2, "KZ"))
    guest = apply(event, make_person(world, 3, None))

    parties = [each.party.code if each.party else None for each in (home, role, outsider, guest)]
    assert parties == ["BY", "CN", "KZ", None]


def test_later_rooms_are_told_of_each_change(database, world):
    told = []

    def listen(sender, registration, before):
        told.append((before, registration.state))

    event, people = make_event(world, capacity=1), make_people(world, 2)
    with registration_changed.connected_to(listen):
        first, _ = apply_all(event, people)
        confirm(world, first)
        withdraw(first, people[0])

    assert told == [
        (None, "applied"),
        (None, "waiting"),
        ("applied", "confirmed"),
        ("confirmed", "withdrawn"),
        ("waiting", "applied"),
    ]
