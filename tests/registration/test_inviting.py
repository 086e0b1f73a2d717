"""Invitations: a link for somebody without an account, issued, answered, withdrawn and issued again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub.database import db, writing
from forumhub.errors import NotAllowed, NotFound, RuleBroken
from forumhub.events.queries import find_event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party, Person
from forumhub.registration.actions import answer_invitation, invite_again, withdraw_registration
from forumhub.registration.inviting import ACCEPT, DECLINE
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.queries import bearer
from tests.events.examples import make_event
from tests.registration.examples import apply, apply_all, invite, last_token, mails, make_people, make_person, taken
from tests.world import NOW

LATER = NOW + timedelta(days=1)


def answer(token, what=ACCEPT, now=LATER):
    with writing():
        return answer_invitation(token, what, now=now)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_an_invitation_is_mailed_and_takes_no_place(database, world):
    event = make_event(world, capacity=3)

    invitation, token = invite(world, event, language="zh")

    person = invitation.registration.person
    assert (invitation.registration.state, taken(event)) == ("invited", 0)
    assert (person.name, person.party.code, person.language) == ("王芳", "CN", "zh")
    assert mails() == [("registration_invitation", "wang@example.org")]
    assert invitation.expires_at == NOW + timedelta(days=60)
    assert len(token) > 60


def test_only_the_hash_of_the_token_is_kept(database, world):
    invitation, token = invite(world, make_event(world))

    mail = db.session.scalars(select(OutboxMail)).one()

    assert [token in str(value) for row in (invitation, mail) for value in vars(row).values()].count(True) == 0
    assert invitation.token_sha256 != token


def test_inviting_twice_mails_once(database, world):
    event = make_event(world)

    first, _ = invite(world, event)
    second, _ = invite(world, event, email=" WANG@example.org ", now=LATER)

    assert (first.id, len(mails()), count(Registration), count(Invitation)) == (second.id, 1, 1, 1)


def test_accepting_confirms_at_once_where_a_place_is_free(database, world):
    event = make_event(world, capacity=1)
    invitation, token = invite(world, event)

    answer(token)
    answer(token)

    assert (invitation.registration.state, taken(event)) == ("confirmed", 1)
    assert mails("registration_confirmed") == [("registration_confirmed", "wang@example.org")]


def test_accepting_waits_where_all_is_taken_and_is_confirmed_when_promoted(database, world):
    event, people = make_event(world, capacity=1), make_people(world, 1)
    (first,) = apply_all(event, people)
    invitation, token = invite(world, event)

    answer(token)
    waiting = invitation.registration.state
    with writing():
        withdraw_registration(first, by=people[0], now=LATER)

    assert (waiting, invitation.registration.state, taken(event)) == ("waiting", "confirmed", 1)
    assert mails("registration_confirmed") == [("registration_confirmed", "wang@example.org")]


def test_who_declined_may_think_again(database, world):
    event = make_event(world, capacity=1)
    _invitation, token = invite(world, event)

    declined = answer(token, DECLINE).state
    answer(token, DECLINE)
    accepted = answer(token).state

    assert (declined, accepted, taken(event)) == ("declined", "confirmed", 1)
    assert mails() == [
        ("registration_invitation", "wang@example.org"),
        ("registration_confirmed", "wang@example.org"),
    ]


def test_who_accepted_withdraws_by_the_same_link_even_after_it_expired(database, world):
    event = make_event(world, capacity=1)
    _invitation, token = invite(world, event)
    answer(token)

    late = answer(token, DECLINE, NOW + timedelta(days=90))

    assert (late.state, taken(event)) == ("withdrawn", 0)


def test_an_expired_invitation_is_not_accepted(database, world):
    event = make_event(world)
    invitation, token = invite(world, event)

    with pytest.raises(RuleBroken, match="has expired"):
        answer(token, now=invitation.expires_at)

    assert invitation.registration.state == "invited"


def test_a_withdrawn_invitation_does_not_hold(database, world):
    event = make_event(world)
    invitation, token = invite(world, event)
    with writing():
        withdraw_registration(invitation.registration, by=world.reader("BY", "organizer"), now=LATER)

    with pytest.raises(RuleBroken, match="was withdrawn"):
        answer(token)

    assert invitation.registration.state == "withdrawn"
    assert mails("registration_cancelled") == [("registration_cancelled", "wang@example.org")]


def test_issued_again_only_the_new_link_holds(database, world):
    event = make_event(world)
    invitation, old = invite(world, event)

    with writing():
        invite_again(invitation.registration, by=world.reader("CN", "organizer"), now=LATER)
    new = last_token()

    with pytest.raises(RuleBroken, match="newest mail"):
        answer(old)
    assert (old == new, answer(new).state) == (False, "confirmed")


def test_who_is_registered_is_not_invited(database, world):
    event = make_event(world)
    apply(event, make_person(world, 1))

    with pytest.raises(RuleBroken, match="registered for the event already"):
        invite(world, event, email="person1@example.org")

    assert mails("registration_invitation") == []


def test_a_known_person_keeps_their_name_and_party(database, world):
    event, who = make_event(world), make_person(world, 1, "BY")

    invitation, _ = invite(world, event, name="somebody else", email="Person1@example.org")

    person = invitation.registration.person
    assert (person.id, person.name, person.party.code) == (who.person_id, who.name, "BY")
    assert count(Person) == 20  # the world's nineteen and this one


@pytest.mark.parametrize(("party", "role"), [("CN", "secretary"), ("KZ", "organizer"), ("BY", "delegate")])
def test_only_an_organizer_of_the_event_invites(database, world, party, role):
    event = make_event(world)

    with pytest.raises(NotAllowed):
        invite(world, event, by=world.reader(party, role))

    assert (count(Registration), count(OutboxMail)) == (0, 0)


def test_nobody_is_invited_for_a_party_that_does_not_take_part(database, world):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="does not take part"):
        invite(world, event, party=db.session.get(Party, world.party["KZ"]))

    assert count(Registration) == 0


def test_a_guest_may_be_invited_and_then_sees_the_event(database, world):
    event = make_event(world, access="delegates")

    invitation, _ = invite(world, event, party=None)

    assert invitation.registration.party is None
    assert find_event(event.ulid, bearer(invitation)).id == event.id


def test_an_unknown_token_is_not_found(database, world):
    make_event(world)

    with pytest.raises(NotFound):
        answer("no-such-token")

    assert count(Registration) == 0
