"""A place that became free is offered for a time: accepted, declined, or lapsed; meanwhile it counts as taken."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, locked, writing
from forumhub.errors import NotAllowed, NotFound, RuleBroken
from forumhub.events.actions import cancel_event, edit_event, postpone_event
from forumhub.events.models import Event
from forumhub.mail import sealing
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import periodic
from forumhub.parties.models import Person
from forumhub.registration.actions import (
    accept_offer,
    answer_invitation,
    answer_offer,
    apply_for_place,
    decline_offer,
    decline_registration,
    expire_offers,
    register_person,
    withdraw_registration,
)
from forumhub.registration.offers import minutely
from tests.registration.examples import apply_all, invite, mails, make_people, make_person, states, taken
from tests.registration.quotas.examples import make_allotted
from tests.world import NOW

LATER = NOW + timedelta(days=1)
UNTIL = LATER + timedelta(hours=48)
AFTER = UNTIL + timedelta(minutes=1)


@pytest.fixture
def people(world):
    return make_people(world, 4)


@pytest.fixture
def event(world):
    return make_allotted(world, {}, offer_hours=48, capacity=1)


@pytest.fixture
def queue(event, people):
    """The second to apply is offered the place that the first gave back."""
    registrations = apply_all(event, people)
    act(withdraw_registration, registrations[0], by=people[0])
    return registrations


def act(action, registration, now=LATER, **who):
    with writing():
        return action(registration, now=now, **who)


def expire(event, now):
    with writing():
        return expire_offers(locked(Event, event.id), now=now)


def acts(registration) -> list[str]:
    entries = select(AuditEntry.act).where(AuditEntry.subject == registration.ulid).order_by(AuditEntry.id)
    return list(db.session.scalars(entries))


def last_link() -> str:
    statement = select(OutboxMail).where(OutboxMail.template == "registration_offered").order_by(OutboxMail.id.desc())
    return sealing.unseal(db.session.scalars(statement).first().secret)


def test_a_place_that_became_free_is_offered_and_counts_as_taken(database, event, queue):
    second = queue[1]

    assert (states(event), taken(event)) == (["withdrawn", "waiting", "waiting", "waiting"], 1)
    assert (second.offered_until, queue[2].offered_until) == (UNTIL, None)
    assert mails("registration_offered") == [("registration_offered", "person1@example.org")]
    assert acts(second) == ["registration.apply", "registration.offer"]


def test_an_offered_place_is_given_to_nobody_else(database, world, event, queue):
    late = make_person(world, 5)

    with writing():
        registration = apply_for_place(event, by=late, now=LATER)

    assert (registration.state, taken(event)) == ("waiting", 1)


def test_who_accepts_has_the_place(database, event, people, queue):
    act(accept_offer, queue[1], by=people[1])
    act(accept_offer, queue[1], by=people[1])

    assert (states(event), taken(event)) == (["withdrawn", "applied", "waiting", "waiting"], 1)
    assert queue[1].offered_until is None
    assert acts(queue[1]) == ["registration.apply", "registration.offer", "registration.accept_offer"]
    assert mails("registration_promoted") == [("registration_promoted", "person1@example.org")]


def test_who_was_invited_is_confirmed_by_accepting(database, world):
    event = make_allotted(world, {}, offer_hours=48, capacity=1)
    people = make_people(world, 1)
    first = apply_all(event, people)[0]
    _invitation, token = invite(world, event)
    with writing():
        waiting = answer_invitation(token, "accept", now=NOW)
    act(withdraw_registration, first, by=people[0])
    act(accept_offer, waiting, by=world.reader("CN", "secretary"))

    assert (waiting.state, taken(event)) == ("confirmed", 1)


def test_who_declines_is_withdrawn_and_the_next_is_offered_the_place(database, event, people, queue):
    act(decline_offer, queue[1], by=people[1])

    assert (states(event), taken(event)) == (["withdrawn", "withdrawn", "waiting", "waiting"], 1)
    assert (queue[1].offered_until, queue[2].offered_until) == (None, UNTIL)


def test_an_offer_runs_out_and_goes_to_the_next_and_who_let_it_lapse_is_told(database, event, queue):
    assert expire(event, UNTIL - timedelta(minutes=1)) == 0
    assert expire(event, UNTIL) == 1

    assert (states(event), taken(event)) == (["withdrawn", "withdrawn", "waiting", "waiting"], 1)
    assert queue[2].offered_until == UNTIL + timedelta(hours=48)
    assert mails("registration_lapsed") == [("registration_lapsed", "person1@example.org")]
    assert acts(queue[1])[-1] == "registration.lapse"


def test_who_let_it_lapse_can_apply_again_at_the_end(database, event, people, queue):
    expire(event, AFTER)

    with writing():
        again = apply_for_place(event, by=people[1], now=AFTER)

    assert (again.id, again.state) == (queue[1].id, "waiting")
    assert again.queued_at > queue[3].queued_at


def test_an_offer_that_ran_out_cannot_be_accepted_even_before_the_worker_came(database, event, people, queue):
    with pytest.raises(RuleBroken, match="has run out"):
        act(accept_offer, queue[1], now=UNTIL, by=people[1])

    assert (states(event), taken(event)) == (["withdrawn", "waiting", "waiting", "waiting"], 1)


def test_withdrawing_and_declining_give_back_what_was_offered(database, world, event, people, queue):
    act(withdraw_registration, queue[1], by=people[1])
    act(decline_registration, queue[2], by=world.reader("BY", "organizer"))

    assert (states(event), taken(event)) == (["withdrawn", "withdrawn", "declined", "waiting"], 1)
    assert queue[3].offered_until == UNTIL


def test_more_capacity_offers_as_many_places(database, world, event, people):
    apply_all(event, people)

    with writing():
        edit_event(event, lock_version=1, capacity=3, by=world.reader("CN", "organizer"), now=LATER)

    assert (states(event), taken(event)) == (["applied", "waiting", "waiting", "waiting"], 3)
    assert len(mails("registration_offered")) == 2


def test_capacity_cannot_be_lowered_below_what_is_offered(database, world, event, people):
    apply_all(event, people)
    by = world.reader("CN", "organizer")
    with writing():
        edit_event(event, lock_version=1, capacity=3, by=by, now=LATER)

    with pytest.raises(RuleBroken, match="3 places are taken already"), writing():
        edit_event(event, lock_version=2, capacity=2, by=by, now=LATER)


def test_an_offer_ends_no_later_than_the_event_begins_and_then_places_are_given_at_once(database, world, people):
    event = make_allotted(world, {}, offer_hours=48, capacity=1)
    registrations = apply_all(event, people)

    act(withdraw_registration, registrations[0], by=people[0], now=event.starts_at - timedelta(hours=3))
    soon = registrations[1].offered_until
    act(withdraw_registration, registrations[1], by=people[1], now=event.starts_at)

    assert soon == event.starts_at
    assert (registrations[2].state, registrations[2].offered_until) == ("applied", None)


def test_who_cannot_be_asked_by_mail_has_the_place_at_once(database, world, event, people):
    (first,) = apply_all(event, people[:1])
    with writing():
        person = Person(name="فاطمه", party_id=world.party["CN"])
        by = world.reader("CN", "organizer")
        waits = register_person(event, person, party=None, way="import", wanted=True, by=by, now=NOW)
    assert waits.state == "waiting"

    act(withdraw_registration, first, by=people[0])

    assert (waits.state, taken(event)) == ("confirmed", 1)


def test_the_link_accepts_without_an_account_and_again_changes_nothing(database, event, queue):
    token = last_link()

    with writing():
        answer_offer(token, "accept", now=LATER)
    with writing():
        again = answer_offer(token, "accept", now=AFTER)

    assert (again.state, taken(event), len(mails("registration_promoted"))) == ("applied", 1, 1)


def test_the_link_is_good_for_its_own_offer_only(database, event, people, queue):
    old = last_link()
    expire(event, AFTER)
    with writing():
        apply_for_place(event, by=people[1], now=AFTER)
    for number in (2, 3):
        act(withdraw_registration, queue[number], now=AFTER, by=people[number])
    assert queue[1].offered_until is not None

    for answer in ("accept", "decline"):
        with pytest.raises(RuleBroken, match="No place is offered"), writing():
            answer_offer(old, answer, now=AFTER)

    with writing():
        answer_offer(last_link(), "decline", now=AFTER)
    assert (queue[1].state, taken(event)) == ("withdrawn", 0)


@pytest.mark.parametrize("token", ["", "x", "01ARZ3NDEKTSV4RRFFQ69G5FAV-1800000000.signed", "-.-"])
def test_a_link_that_is_not_ours_answers_nothing(database, world, token):
    with pytest.raises(NotFound), writing():
        answer_offer(token, "accept", now=NOW)


@pytest.mark.parametrize(
    ("party", "role", "may"),
    [("CN", "secretary", True), ("BY", "organizer", True), ("BY", "secretary", False), ("CN", "delegate", False)],
)
def test_their_secretariat_and_the_organizer_answer_for_somebody(database, world, event, queue, party, role, may):
    for action in (accept_offer, decline_offer) if not may else (accept_offer,):
        if may:
            act(action, queue[1], by=world.reader(party, role))
        else:
            with pytest.raises(NotAllowed):
                act(action, queue[1], by=world.reader(party, role))

    assert queue[1].state == ("applied" if may else "waiting")


def test_the_worker_ends_what_ran_out_each_minute_at_every_event(app, world):
    with app.app_context():
        people = make_people(world, 3)
        for code in ("ONE", "TWO"):
            first = apply_all(make_allotted(world, {}, code=code, offer_hours=48, capacity=1), people)[0]
            act(withdraw_registration, first, by=people[0])
    when, task = periodic["end_lapsed_offers"]

    with time_machine.travel(AFTER, tick=False):
        task(app)
        task(app)

    with app.app_context():
        left = [states(event) for event in db.session.scalars(select(Event).order_by(Event.id))]
        assert left == [["withdrawn", "withdrawn", "waiting"]] * 2
        assert len(mails("registration_lapsed")) == 2
    assert when(datetime(2027, 1, 1, 3, 17, tzinfo=UTC))


def test_an_event_that_fails_keeps_no_other_from_its_turn(app, world, monkeypatch, caplog):
    with app.app_context():
        people = make_people(world, 2)
        for code in ("ONE", "TWO"):
            first = apply_all(make_allotted(world, {}, code=code, offer_hours=48, capacity=1), people)[0]
            act(withdraw_registration, first, by=people[0])
        failing = db.session.scalars(select(Event.id).order_by(Event.id)).first()

    def expire_others(event, *, now):
        if event.id == failing:
            raise ZeroDivisionError
        return expire_offers(event, now=now)

    monkeypatch.setattr(minutely, "expire_offers", expire_others)
    with time_machine.travel(AFTER, tick=False):
        minutely.end_lapsed(app)

    with app.app_context():
        left = [states(event) for event in db.session.scalars(select(Event).order_by(Event.id))]
        assert left == [["withdrawn", "waiting"], ["withdrawn", "withdrawn"]]
    logged = [each.getMessage() for each in caplog.records if each.exc_info]
    assert logged == [f"the offers of event {failing} that ran out were not ended"]


@pytest.mark.parametrize("step", [cancel_event, postpone_event])
def test_what_is_offered_is_taken_back_when_the_event_is_put_off(database, world, event, queue, step):
    with writing():
        step(db.session.get(Event, event.id), reason="Паводок", by=world.reader("BY", "organizer"), now=LATER)
    with writing():
        expire_offers(locked(Event, event.id), now=AFTER)

    assert (states(event), taken(event)) == (["withdrawn", "waiting", "waiting", "waiting"], 0)
