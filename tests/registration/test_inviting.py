"""Invitations: a link for somebody without an account, issued, answered, withdrawn and issued again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, NotFound, RuleBroken
from forumhub.events.actions import edit_event, name_head
from forumhub.events.queries import find_event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party, Person
from forumhub.registration.actions import answer_invitation, invite_again, withdraw_registration
from forumhub.registration.applying.models import Application
from forumhub.registration.delegations.actions import put_known_on_list
from forumhub.registration.inviting import ACCEPT, DECLINE, correct_by_invitation
from forumhub.registration.models import Invitation, Registration, RegistrationSettings
from forumhub.registration.queries import bearer
from tests.events.examples import make_event, parties
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


def again(invitation, **changes):
    with writing():
        return invite_again(invitation.registration, now=LATER, **changes)


def test_an_invitation_carries_function_party_and_deadline(database, world):
    event = make_event(world)

    invitation, _ = invite(world, event, function="deputy", answer_by=datetime(2026, 12, 1, 18, 0))

    own, mail = invitation.registration, db.session.scalars(select(OutboxMail)).one()
    assert (own.function, own.party.code, own.way) == ("deputy", "CN", "invitation")
    assert invitation.expires_at == datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # 18:00 in Minsk
    assert (mail.snapshot["function"], mail.snapshot["party"]["en"]) == ("deputy", "China")


@pytest.mark.parametrize("answer_by", [datetime(2026, 11, 22, 12, 0), datetime(2027, 3, 11, 17, 31)])
def test_a_deadline_that_cannot_be_is_refused(database, world, answer_by):
    event = make_event(world)

    with pytest.raises(RuleBroken) as refused:
        invite(world, event, answer_by=answer_by)

    assert (refused.value.field, count(Registration), count(OutboxMail)) == ("answer_by", 0, 0)


def test_a_guest_is_shown_the_clock_of_the_event(database, world):
    invitation, _ = invite(world, make_event(world), party=None)

    assert invitation.registration.person.timezone == "Europe/Minsk"


def test_issued_again_to_a_corrected_address(database, world):
    invitation, old = invite(world, make_event(world), email="wnag@example.org", party=None)

    again(invitation, email="Wang@example.org", by=world.reader("BY", "organizer"))

    assert mails() == [
        ("registration_invitation", "wnag@example.org"),
        ("registration_invitation", "wang@example.org"),
    ]
    with pytest.raises(RuleBroken, match="newest mail"):
        answer(old)
    assert answer(last_token()).person.email == "wang@example.org"
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts[-3:] == ["registration.readdress", "registration.invite", "registration.accept"]


def known_by_account(world, person, event):
    return world.person["BY", "delegate"]


def known_by_another_event(world, person, event):
    apply(make_event(world, "OTHER"), person)
    return person.person_id


def known_as_head(world, person, event):
    with writing():
        party, row = db.session.get(Party, world.party["BY"]), db.session.get(Person, person.person_id)
        name_head(event, party, row, True, True, by=world.reader("BY", "secretary"), now=NOW)
    return person.person_id


def known_as_nominee(world, person, event):
    with writing():
        party, row = db.session.get(Party, world.party["BY"]), db.session.get(Person, person.person_id)
        put_known_on_list(event, party, [row], by=world.reader("BY", "secretary"), now=NOW)
    return person.person_id


@pytest.mark.parametrize("known", [known_by_account, known_by_another_event, known_as_head, known_as_nominee])
def test_the_address_of_somebody_known_elsewhere_is_not_the_organizers_to_change(database, world, known):
    event = make_event(world)
    person = db.session.get(Person, known(world, make_person(world, 1, "BY"), event))
    invitation, token = invite(world, event, email=person.email)

    with pytest.raises(RuleBroken, match="known beyond this event"):
        again(invitation, email="attacker@example.org", by=world.reader("BY", "organizer"))

    assert (db.session.get(Person, person.id).email, answer(token).state) == (person.email, "confirmed")


def test_the_address_of_another_partys_person_is_not_the_organizers_to_change(database, world):
    event, person = make_event(world), make_person(world, 1, "CN")
    invitation, token = invite(world, event, email="person1@example.org")

    with pytest.raises(RuleBroken, match="directory of another party"):
        again(invitation, email="attacker@example.org", by=world.reader("BY", "organizer"))

    assert db.session.get(Person, person.person_id).email == "person1@example.org"
    assert answer(token).state == "confirmed"


def test_no_application_by_the_old_address_opens_the_registration_of_the_new_one(database, world):
    invitation, _ = invite(world, make_event(world), email="wnag@example.org", party=None)
    with writing():
        own = invitation.registration
        said = {"email": "wnag@example.org", "language": "zh", "token_sha256": "0" * 64}
        asked = {"created_at": NOW, "expires_at": LATER}
        db.session.add(Application(event_id=own.event_id, registration_id=own.id, **said, **asked))

    again(invitation, email="wang@example.org", by=world.reader("BY", "organizer"))

    assert count(Application) == 0


def test_an_address_that_somebody_else_has_is_refused(database, world):
    make_person(world, 1)
    invitation, _ = invite(world, make_event(world), party=None)

    with pytest.raises(RuleBroken, match="Somebody else has this address"):
        again(invitation, email="person1@example.org", by=world.reader("BY", "organizer"))

    assert (invitation.registration.person.email, len(mails())) == ("wang@example.org", 1)


def correct(token, now=LATER, **changes):
    said = {"own_name": "王芳", "title": "署长", "affiliation": "公安部", **changes}
    with writing():
        return correct_by_invitation(token, now=now, **said)


def test_who_holds_the_link_corrects_what_is_said_of_them(database, world):
    _invitation, token = invite(world, make_event(world), name="Wang Fang")

    own = correct(token, title=" 署长\r\nBcc: x@example.org")
    correct(token, title="署长 Bcc: x@example.org", now=NOW + timedelta(days=2))

    assert (own.person.name, own.person.own_name, own.title, own.affiliation) == (
        "Wang Fang",
        "王芳",
        "署长 Bcc: x@example.org",
        "公安部",
    )
    entries = [entry for entry in db.session.scalars(select(AuditEntry)) if entry.act == "registration.correct"]
    assert [entry.details for entry in entries] == [{"changed": ["affiliation", "own_name", "title"]}]


def test_what_is_known_of_somebody_is_not_made_their_title_here(database, world):
    event, who = make_event(world), make_person(world, 1)
    with writing():
        db.session.get(Person, who.person_id).title = "Minister"
    _invitation, token = invite(world, event, email="person1@example.org")

    own = correct(token, title="Minister")

    assert (own.title, own.person.title) == ("", "Minister")


def test_a_withdrawn_link_corrects_nothing(database, world):
    invitation, token = invite(world, make_event(world))
    again(invitation, by=world.reader("CN", "organizer"))

    with pytest.raises(RuleBroken, match="newest mail"):
        correct(token)

    assert (invitation.registration.title, invitation.registration.person.own_name) == ("", "")


@pytest.fixture
def left(database, world):
    """The invitation of somebody of China, whose party has left since, and its token."""
    invitation, token = invite(world, make_event(world))
    both = {world.party[code]: frozenset({"organizer"}) for code in ("CN", "BY")}
    with writing():
        event, rest = invitation.registration.event, parties(world, "BY")
        edit_event(event, lock_version=1, parties=rest, by=world.reader("CN", "organizer", roles=both), now=NOW)
    return invitation, token


def test_nobody_is_invited_again_for_a_party_that_left(world, left):
    with pytest.raises(RuleBroken, match="Their party does not take part any more"), writing():
        invite_again(left[0].registration, by=world.reader("BY", "organizer"), now=LATER)

    assert count(Invitation) == 1


def test_who_was_invited_for_a_party_that_left_takes_no_place_but_may_decline(left):
    invitation, token = left

    with pytest.raises(RuleBroken, match="Your party does not take part in the event any more"):
        answer(token)
    before = invitation.registration.state
    answer(token, DECLINE)

    assert (before, invitation.registration.state) == ("invited", "declined")
    assert taken(invitation.registration.event) == 0


@pytest.mark.parametrize(("days", "state"), [(-1, "confirmed"), (1, "applied")])
def test_who_was_invited_is_confirmed_by_applying_only_while_the_invitation_holds(database, world, days, state):
    event = make_event(world)
    invitation, _token = invite(world, event, name="Delegate", email=world.email("CN", "delegate"))
    moment = invitation.expires_at + timedelta(days=days)

    registration = apply(event, world.reader("CN", "delegate"), now=moment)

    assert registration.state == state


def test_an_invitation_that_expired_gives_no_way_in_where_nobody_may_apply(database, world):
    event = make_event(world)
    invitation, _token = invite(world, event, name="Delegate", email=world.email("CN", "delegate"))
    with writing():
        db.session.add(RegistrationSettings(event_id=event.id, applicants="nobody"))

    with pytest.raises(RuleBroken):
        apply(event, world.reader("CN", "delegate"), now=invitation.expires_at + timedelta(days=1))

    assert invitation.registration.state == "invited"
