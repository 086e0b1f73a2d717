"""People of a list, registered one after another: nominated, imported, or without an account."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.parties.models import Party, Person
from forumhub.registration.actions import (
    apply_for_place,
    decline_registration,
    register_person,
    withdraw_registration,
)
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.rules import IMPORTED, NOMINATED
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.examples import apply, invite, mails, make_people, make_person, states, taken
from tests.registration.quotas.examples import make_allotted
from tests.world import NOW

LATER = NOW + timedelta(days=1)


def register(world, event, person_id, **changes):
    with writing():
        party = db.session.get(Party, world.party["CN"])
        values = {"party": party, "way": NOMINATED, "wanted": True, "by": world.reader("BY", "organizer"), "now": NOW}
        return register_person(event, db.session.get(Person, person_id), **{**values, **changes})


def test_somebody_of_an_accepted_list_is_confirmed_with_what_was_said_of_them(database, world):
    event, who = make_event(world, capacity=2), make_person(world, 1)

    registration = register(
        world, event, who.person_id, function="deputy", honorific="H.E.", title="Vice-minister", affiliation="公安部"
    )

    assert (registration.state, registration.way, registration.function) == ("confirmed", NOMINATED, "deputy")
    assert (registration.honorific, registration.title, registration.affiliation) == ("H.E.", "Vice-minister", "公安部")
    assert (taken(event), mails()) == (1, [("registration_confirmed", "person1@example.org")])
    act = db.session.scalar(select(AuditEntry.act).where(AuditEntry.subject == registration.ulid))
    assert act == "registration.register"


def test_who_is_registered_already_stays_as_they_are(database, world):
    event, who = make_event(world, capacity=2), make_person(world, 1)
    applied = apply(event, who)

    again = register(world, event, who.person_id, function="head", title="Министр")

    assert (again.id, again.state, again.function, again.title) == (applied.id, "applied", "member", "")
    assert (taken(event), len(mails())) == (1, 1)


def test_who_does_not_fit_waits_and_is_confirmed_once_a_place_is_theirs(database, world):
    event = make_allotted(world, {"CN": (1, None)}, capacity=5)
    first, second = make_people(world, 2)
    held, waits = [register(world, event, who.person_id) for who in (first, second)]
    assert (held.state, waits.state) == ("confirmed", "waiting")

    with writing():
        withdraw_registration(held, by=first, now=LATER)

    assert (waits.state, taken(event)) == ("confirmed", 1)


def test_who_is_not_yet_accepted_has_applied(database, world):
    event = make_event(world)

    registration = register(world, event, make_person(world, 1).person_id, wanted=False, way=IMPORTED, tell=False)

    assert (registration.state, mails()) == ("applied", [])


def test_who_was_invited_or_withdrew_is_registered_anew(database, world):
    event, who = make_event(world, capacity=3), make_person(world, 1)
    invitation, _token = invite(world, event)
    withdrawn = apply(event, who)
    with writing():
        withdraw_registration(withdrawn, by=who, now=NOW)

    invited = register(world, event, invitation.registration.person_id)
    again = register(world, event, who.person_id, now=LATER)

    assert (invited.state, again.id, again.state, taken(event)) == ("confirmed", withdrawn.id, "confirmed", 2)


def test_whom_the_organizer_declined_is_registered_only_where_they_are_wanted_now(database, world):
    event, who = make_event(world), make_person(world, 1)
    applied = apply(event, who)
    with writing():
        decline_registration(applied, by=world.reader("BY", "organizer"), now=NOW)

    with pytest.raises(RuleBroken, match="was declined"):
        register(world, event, who.person_id, wanted=False)

    assert register(world, event, who.person_id).state == "confirmed"


def test_nobody_is_registered_for_what_is_over(database, world):
    event, who = make_event(world), make_person(world, 1)

    with pytest.raises(RuleBroken, match="is over"):
        register(world, event, who.person_id, now=event.ends_at)

    assert states(event) == []


def test_a_long_list_asks_as_much_for_the_last_as_for_the_first(database, world):
    event = make_allotted(world, {"CN": (5, 5)}, capacity=8)
    people = make_people(world, 12)

    costs = []
    for who in people:
        with counted() as selects:
            register(world, event, who.person_id)
        costs.append(len(selects))

    assert costs[-1] <= costs[0]
    assert max(costs) <= 25


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"applicants": "nobody"}, "named by their party"), ({"deadline": LATER}, "time to apply has passed")],
)
def test_who_applies_by_themselves_is_bound_by_the_settings_and_who_is_invited_is_not(
    database, world, settings, message
):
    event = make_event(world)
    with writing():
        db.session.add(RegistrationSettings(event_id=event.id, **settings))
    invited = make_person(world, 7)
    invite(world, event, email="person7@example.org")

    other = make_person(world, 1)
    with pytest.raises(RuleBroken, match=message), writing():
        apply_for_place(event, by=other, now=LATER)
    with writing():
        registration = apply_for_place(event, by=invited, now=LATER)

    assert registration.state == "confirmed"


def test_who_withdrew_and_applies_again_comes_as_what_they_are_now(database, world):
    event, who = make_event(world), make_person(world, 0)
    registration = register(world, event, who.person_id, function="head")
    with writing():
        withdraw_registration(registration, by=who, now=NOW)

    again = apply(event, who)

    assert (again.id, again.party_id, again.function) == (registration.id, who.home_party_id, "member")
