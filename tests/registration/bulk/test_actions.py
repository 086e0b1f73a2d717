"""What is done with many at once is what is done with each: places, mails, audit."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.mail import sealing
from forumhub.mail.models import OutboxMail
from forumhub.registration.actions import answer_invitation
from forumhub.registration.bulk.actions import confirm_applied, decline_asking, remind_invited
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.selecting import asking
from tests.events.examples import make_event
from tests.registration.examples import apply_all, invite, mails, make_people, states, taken
from tests.world import NOW

LATER = NOW + timedelta(days=2)


@pytest.fixture
def event(database, world):
    """Five have applied for three places."""
    event = make_event(world, capacity=3)
    apply_all(event, make_people(world, 5))
    return event


def ids_of(event) -> list[int]:
    of_event = select(Registration.id).where(Registration.event_id == event.id)
    return list(db.session.scalars(of_event.order_by(Registration.id)))


def acts(act: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.act == act)) or 0


def done(action, event, world, ids=None, role="organizer", now=LATER) -> int:
    with writing():
        return action(event, ids_of(event) if ids is None else ids, by=world.reader("BY", role), now=now)


def test_confirming_all_confirms_those_with_a_place_and_no_more(world, event):
    number = done(confirm_applied, event, world)

    assert (number, states(event), taken(event)) == (3, ["confirmed"] * 3 + ["waiting"] * 2, 3)
    assert (len(mails("registration_confirmed")), acts("registration.confirm")) == (3, 3)


def test_confirming_again_does_nothing(world, event):
    numbers = [done(confirm_applied, event, world) for _time in range(2)]

    assert (numbers, len(mails("registration_confirmed"))) == ([3, 0], 3)


def test_declining_gives_the_places_to_those_who_wait_and_are_not_declined(world, event):
    first, second, _third, fourth, _fifth = ids_of(event)

    number = done(decline_asking, event, world, [first, second, fourth])

    assert (number, states(event)) == (3, ["declined", "declined", "applied", "declined", "applied"])
    assert (taken(event), acts("registration.decline"), acts("registration.promote")) == (2, 3, 1)
    assert [to for _template, to in mails("registration_promoted")] == ["person4@example.org"]


def test_nobody_is_given_a_place_to_be_declined_a_moment_later(world, event):
    number = done(decline_asking, event, world)

    assert (number, states(event), taken(event)) == (5, ["declined"] * 5, 0)
    assert (mails("registration_promoted"), len(mails("registration_cancelled"))) == ([], 5)


def test_a_reminder_has_a_link_of_its_own_and_the_first_one_holds_too(world, event):
    invitation, token = invite(world, event)
    done(remind_invited, event, world, [invitation.registration_id])

    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "registration_reminder")).one()
    rows = list(db.session.scalars(select(Invitation).order_by(Invitation.id)))
    assert [(row.reminder, row.expires_at) for row in rows] == [(False, rows[0].expires_at), (True, rows[0].expires_at)]
    with writing():
        answered = answer_invitation(sealing.unseal(mail.secret), "accept", now=LATER)
    with writing():
        again = answer_invitation(token, "accept", now=LATER)
    assert (answered.id, again.state, mail.recipient) == (again.id, "waiting", "wang@example.org")


def test_one_reminder_a_day_and_each_is_counted(world, event):
    registration = invite(world, event)[0].registration_id

    numbers = [
        done(remind_invited, event, world, [registration], now=NOW + timedelta(hours=hours))
        for hours in (1, 25, 26, 50)
    ]

    asked = asking([registration])[registration]
    assert numbers == [0, 1, 0, 1]
    assert (asked.since, asked.reminders, asked.last) == (NOW, 2, NOW + timedelta(hours=50))
    assert acts("registration.remind") == 2


def test_who_answered_is_not_reminded(world, event):
    assert (done(remind_invited, event, world), mails("registration_reminder")) == (0, [])


@pytest.mark.parametrize("action", [confirm_applied, decline_asking, remind_invited])
def test_only_an_organizer_does_it_and_only_before_the_end(world, event, action):
    with pytest.raises(NotAllowed):
        done(action, event, world, role="secretary")
    with pytest.raises(RuleBroken):
        done(action, event, world, now=event.ends_at)
