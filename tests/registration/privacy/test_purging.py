"""Personal details go when their days have passed; what something else needs stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party, Person
from forumhub.registration.models import Invitation, Registration, RegistrationSettings
from forumhub.registration.privacy.rules import ERASED
from forumhub.registration.purging import purge
from forumhub.registration.questions.models import AnswerSheet
from forumhub.registration.questions.queries import answers_of
from tests.events.examples import make_event
from tests.registration.badges.examples import add_delegate
from tests.registration.privacy.examples import consenting, invited

DETAILS = "personal details of registrations and people"
YEAR = timedelta(days=365)


def run(app, event: Event, after: timedelta = YEAR, **options) -> int:
    counts = purge(event.ends_at + after, app.config["INSTANCE"] / "files", **options)
    return counts[DETAILS]


def person_of(registration: Registration) -> Person:
    db.session.expire_all()
    return db.session.get_one(Person, registration.person_id)


def test_details_stay_until_their_days_have_passed(database, world):
    registration, _token = invited(world, "PUR")

    count = run(database, registration.event, YEAR - timedelta(seconds=1))

    assert count == 0
    assert {answer.question.key for answer in answers_of(registration)} == {"diet", "photo"}
    assert person_of(registration).name == "王芳"


def test_a_guest_of_one_event_is_forgotten_and_counts_on(database, world):
    registration, _token = invited(world, "PUR")
    event = registration.event
    with writing():
        kept = db.session.get_one(Registration, registration.id)
        kept.title, kept.affiliation, kept.honorific = "处长", "公安部", "女士"
        db.session.execute(update(OutboxMail).values(sent_at=kept.created_at))

    count = run(database, event)

    person = person_of(registration)
    assert count == 2
    assert (person.name, person.own_name, person.email, person.title) == (ERASED, "", None, "")
    assert (registration.title, registration.affiliation, registration.honorific) == ("", "", "")
    assert (answers_of(registration), db.session.scalars(select(AnswerSheet)).all()) == ([], [])
    assert db.session.scalars(select(Invitation)).all() == []
    assert db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == "wang@example.org")).all() == []
    labels = db.session.scalars(select(AuditEntry.label).where(AuditEntry.subject == person.ulid))
    assert set(labels) == {ERASED}
    assert (registration.state, event.places_taken) == ("confirmed", 1)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "registration.purge_details")).one()
    assert (entry.subject, entry.details) == (event.ulid, {"number": 2})


def test_purging_again_finds_nothing(database, world):
    registration, _token = invited(world, "PUR")
    event = registration.event
    run(database, event)

    again = run(database, event, YEAR + timedelta(days=1))

    assert again == 0


def test_a_dry_run_counts_and_takes_nothing(database, world):
    registration, _token = invited(world, "PUR")

    count = run(database, registration.event, dry_run=True)

    assert (count, person_of(registration).name, len(answers_of(registration))) == (2, "王芳", 3)


def test_who_has_an_account_keeps_their_name_and_loses_their_answers(database, world):
    registration = consenting(world, "PUR")

    count = run(database, registration.event)

    assert (count, answers_of(registration)) == (1, [])
    assert person_of(registration).email == "delegate.cn@example.org"


def test_who_comes_to_a_later_event_stays_known(database, world):
    registration, _token = invited(world, "PUR")
    later = make_event(world, "LTR")
    with writing():
        later = db.session.get_one(Event, later.id)
        later.set_time(*(moment.replace(year=2029) for moment in (later.local_start, later.local_end)), later.timezone)
        other = Registration(event=later, person_id=registration.person_id, state="confirmed")
        other.created_at = other.changed_at = registration.created_at
        db.session.add(other)

    count = run(database, registration.event)

    assert (count, person_of(registration).name) == (1, "王芳")


def test_who_led_a_delegation_stays_known(database, world):
    from forumhub.events.models import EventHead

    event = make_event(world, "PUR")
    registration = add_delegate(world, event, "Li Wei", "CN", function="head", title="Minister")
    with writing():
        head = EventHead(event_id=event.id, party_id=world.party["CN"], person_id=registration.person_id)
        db.session.add(head)

    count = run(database, event)

    assert (count, person_of(registration).name, registration.title) == (1, "Li Wei", "")


@pytest.mark.parametrize(("days", "gone"), [(3, True), (4, False)])
def test_the_days_are_those_of_the_events_settings(database, world, days, gone):
    registration, _token = invited(world, "PUR")
    with writing():
        db.session.add(RegistrationSettings(event_id=registration.event_id, retention_days=days))

    run(database, registration.event, timedelta(days=3))

    assert (person_of(registration).name == ERASED) == gone


def test_a_postponed_event_is_still_to_come(database, world):
    registration, _token = invited(world, "PUR")
    with writing():
        db.session.get_one(Event, registration.event_id).state = "postponed"

    assert run(database, registration.event, 3 * YEAR) == 0


@pytest.mark.parametrize(("sent", "shared", "kept"), [(True, False, 0), (False, False, 1), (True, True, 1)])
def test_mails_that_are_unsent_or_a_secretariats_too_stay(database, world, sent, shared, kept):
    registration, _token = invited(world, "PUR")
    with writing():
        mails = db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == "wang@example.org")).all()
        for number, mail in enumerate(mails):
            mail.sent_at = registration.created_at if sent or number else None
        if shared:
            db.session.get_one(Party, world.party["BY"]).secretariat_email = "Wang@example.org"

    run(database, registration.event)

    left = db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == "wang@example.org")).all()
    assert len(left) == (len(mails) if shared else kept)
    assert person_of(registration).name == ERASED
