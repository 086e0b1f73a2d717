"""Asking by mail and confirming by its link, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub.database import db, writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Person
from forumhub.registration.actions import decline_registration, withdraw_registration
from forumhub.registration.applying.actions import drop_lapsed, withdraw_application
from forumhub.registration.applying.models import Application
from forumhub.registration.models import Registration
from tests.registration.applying.examples import TYPED, ask, confirm, newest_token, open_event, set_up
from tests.registration.examples import apply, invite, mails, make_people, make_person, taken
from tests.world import NOW

LATER = NOW + timedelta(hours=1)
LINK = ("registration_application", "novik@example.org")


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def registered() -> Registration:
    return db.session.scalars(select(Registration)).one()


def test_asking_takes_no_place_and_enters_nobody(database, world):
    event, people = open_event(world, capacity=3), count(Person)

    ask(event)

    assert (count(Registration), count(Person), taken(event), mails()) == (0, people, 0, [LINK])


def test_confirming_takes_the_place(database, world):
    event = open_event(world, capacity=3)
    ask(event, party="BY")

    state = confirm(newest_token(), LATER)

    own = registered()
    assert (state, taken(event), own.party.code, own.way, own.function) == ("applied", 1, "BY", "application", "member")
    assert (own.person.name, own.person.own_name, own.affiliation) == (
        "Aliaksandra Novik",
        "Аляксандра Новік",
        "Academy of Sciences",
    )
    assert (own.person.email, own.person.language, own.person.timezone) == ("novik@example.org", "ru", "Europe/Minsk")
    assert mails() == [LINK, ("registration_applied", "novik@example.org")]


def test_who_says_that_they_come_for_a_party_is_none_of_its_people(database, world):
    event = open_event(world)
    ask(event, party="CN")

    confirm(newest_token())

    assert (registered().party.code, registered().person.party) == ("CN", None)


def test_confirming_twice_changes_nothing(database, world):
    event = open_event(world, capacity=3)
    ask(event)
    token = newest_token()

    states = [confirm(token, LATER), confirm(token, LATER)]

    assert (states, taken(event), count(Registration), len(mails())) == (["applied"] * 2, 1, 1, 2)


def test_what_was_typed_is_not_kept_beside_the_registration(database, world):
    ask(open_event(world), party="CN")

    confirm(newest_token())

    kept = db.session.scalars(select(Application)).one()
    assert (kept.name, kept.own_name, kept.affiliation, kept.party) == ("", "", "", None)


def test_where_all_is_taken_they_wait(database, world):
    event = open_event(world, capacity=1)
    apply(event, make_person(world, 1))
    ask(event)

    state = confirm(newest_token())

    assert (state, taken(event)) == ("waiting", 1)
    assert mails()[-1] == ("registration_waiting", "novik@example.org")


def test_only_the_hash_of_the_token_is_kept(database, world):
    ask(open_event(world))
    token = newest_token()

    rows = [db.session.scalars(select(model)).one() for model in (Application, OutboxMail)]

    assert [token in str(value) for row in rows for value in vars(row).values()].count(True) == 0


def test_the_mail_bears_nothing_that_was_typed(database, world):
    ask(open_event(world), name="Buy at http://spam.example", own_name="http://spam.example", affiliation="spam")

    mail = db.session.scalars(select(OutboxMail)).one()

    assert (mail.recipient_name, "spam" in str(mail.snapshot)) == ("", False)


def test_somebody_known_keeps_their_name(database, world):
    event, who = open_event(world), make_person(world, 1)
    ask(event, email=" Person1@Example.org ", name="somebody else", own_name="чужое имя")

    confirm(newest_token())

    assert (registered().person_id, registered().person.name, registered().person.own_name) == (
        who.person_id,
        who.name,
        "",
    )


def test_who_is_registered_gets_a_link_to_it_and_no_second_place(database, world):
    event = open_event(world, capacity=3)
    apply(event, make_person(world, 1))

    application = ask(event, email="person1@example.org")
    state = confirm(newest_token())

    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert (application.registration.state, application.name) == ("applied", "")
    assert (mail.template, mail.snapshot["registered"]) == ("registration_application", True)
    assert (state, taken(event)) == ("applied", 1)


def test_known_and_unknown_addresses_cost_the_same(database, world):
    event = open_event(world)
    apply(event, make_person(world, 1))

    asked = [ask(event, email=email) is not None for email in ("person1@example.org", "new@example.org")]

    assert (asked, count(Application)) == ([True, True], 2)
    assert [template for template, _to in mails()][-2:] == ["registration_application"] * 2


def test_who_was_invited_is_confirmed_as_they_were_invited(database, world):
    event = open_event(world)
    invite(world, event)
    ask(event, email="wang@example.org", party="BY")

    state = confirm(newest_token())

    assert (state, registered().party.code, registered().way) == ("confirmed", "CN", "invitation")


def test_whom_the_organizer_declined_is_told_so(database, world):
    event = open_event(world)
    own = apply(event, make_person(world, 1))
    with writing():
        decline_registration(own, by=world.reader("BY", "organizer"), now=NOW)
    ask(event, email="person1@example.org")

    with pytest.raises(RuleBroken, match="was declined"):
        confirm(newest_token())

    assert registered().state == "declined"


def test_who_withdrew_by_the_link_may_apply_again_by_it(database, world):
    event = open_event(world, capacity=1)
    ask(event)
    token = newest_token()
    confirm(token)

    with writing():
        withdrawn = withdraw_application(token, now=LATER).registration.state
    after = taken(event)
    again = confirm(token, NOW + timedelta(days=20))

    assert (withdrawn, after, again, taken(event)) == ("withdrawn", 0, "applied", 1)


def test_a_place_given_back_goes_to_who_waits(database, world):
    event = open_event(world, capacity=1)
    ask(event)
    token = newest_token()
    confirm(token)
    waiting = apply(event, make_person(world, 1))

    with writing():
        withdraw_application(token, now=LATER)

    assert (waiting.state, taken(event)) == ("applied", 1)


def test_an_application_that_is_not_confirmed_cannot_be_withdrawn(database, world):
    ask(open_event(world))

    with pytest.raises(NotFound), writing():
        withdraw_application(newest_token(), now=NOW)

    assert count(Application) == 1


@pytest.mark.parametrize(
    ("settings", "later", "said"),
    [
        ({"applicants": "members"}, LATER, "Only who has an account"),
        ({"applicants": "nobody"}, LATER, "named by their party"),
        ({"deadline": NOW}, LATER, "The time to apply has passed"),
        ({}, NOW + timedelta(hours=48), "The time to confirm this application has passed"),
        ({}, NOW + timedelta(days=365), "The time to confirm this application has passed"),
    ],
)
def test_what_no_longer_holds_is_not_confirmed(database, world, settings, later, said):
    event = open_event(world)
    ask(event)
    set_up(event, **settings)

    with pytest.raises(RuleBroken, match=said):
        confirm(newest_token(), later)

    assert (count(Registration), taken(event)) == (0, 0)


@pytest.mark.parametrize(("column", "value"), [("access", "parties"), ("access", "delegates")])
def test_an_event_that_is_not_public_does_not_exist_for_strangers(database, world, column, value):
    event = open_event(world)
    with writing():
        setattr(event, column, value)

    with pytest.raises(NotFound):
        ask(event)

    assert mails() == []


def test_one_address_is_sent_three_links_an_hour(database, world):
    event = open_event(world)

    sent = [ask(event, email=email) is not None for email in ("a@example.org", "A@example.org") * 2]
    others = ask(event, email="b@example.org")
    later = ask(event, email="a@example.org", now=NOW + timedelta(hours=1))

    assert (sent, others is not None, later is not None) == ([True, True, True, False], True, True)


@pytest.mark.parametrize("email", ["no address", "a@b@c", "a@example.org\r\nBcc: x@example.org", "", "@", "x" * 300])
def test_what_is_no_address_is_refused(database, world, email):
    event = open_event(world)

    with pytest.raises(RuleBroken) as refused:
        ask(event, email=email)

    assert (refused.value.field, count(Application), mails()) == ("email", 0, [])


def test_what_nobody_confirmed_is_deleted_and_what_leads_to_a_registration_is_kept(database, world):
    event = open_event(world)
    ask(event)
    token = newest_token()
    confirm(token)
    for number, who in enumerate(make_people(world, 3)):
        ask(event, email=f"person{number}@example.org", now=NOW + timedelta(hours=number))
        assert who.person_id

    with writing():
        dropped = drop_lapsed(now=NOW + timedelta(hours=49))
    left = count(Application)
    with writing():
        drop_lapsed(now=event.ends_at + timedelta(days=31))

    assert (dropped, left, count(Application), count(Registration)) == (2, 2, 0, 1)


def test_a_link_after_it_was_deleted_is_not_found(database, world):
    ask(open_event(world))
    token = newest_token()
    with writing():
        drop_lapsed(now=NOW + timedelta(days=3))

    with pytest.raises(NotFound):
        confirm(token)

    assert TYPED["email"] not in [person.email for person in db.session.scalars(select(Person))]


def test_who_withdrew_elsewhere_keeps_their_party_and_function(database, world):
    event = open_event(world)
    own = apply(event, make_person(world, 1, "CN"))
    with writing():
        own.function = "deputy"
    with writing():
        withdraw_registration(own, by=world.reader("BY", "organizer"), now=NOW)
    ask(event, email="person1@example.org", party="BY")

    state = confirm(newest_token())

    assert (state, registered().party.code, registered().function) == ("applied", "CN", "deputy")
