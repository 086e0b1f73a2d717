"""An announcement is mailed once to each, kept, and shown to those who were told and to the organizers."""

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, NotFound
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import sharing
from forumhub.parties.models import Person
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.announcing.actions import announce
from forumhub.registration.announcing.queries import audience, get_announcement, languages_of
from forumhub.registration.bulk.queries import of_filters
from forumhub.registration.bulk.rules import SelectionChanged
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.registration.announcing.examples import SAID, send
from tests.registration.examples import apply_all, mails, make_people, make_person
from tests.world import NOW


@pytest.fixture
def event(database, world):
    """Four people of China have applied: of English, Chinese and Russian, the last one without an address."""
    event, people = make_event(world), make_people(world, 4)
    registrations = apply_all(event, people)
    with writing():
        for registration, language in zip(registrations, ("en", "zh", "ru", "ru"), strict=True):
            person = db.session.get_one(Person, registration.person_id)
            person.language = language
        person.email = None
    return event


def test_each_is_told_once_and_it_is_kept_with_the_numbers(world, event):
    sent = send(world, event)

    assert sorted(mails("announcement")) == [("announcement", f"person{number}@example.org") for number in range(3)]
    assert (sent.told, sent.unreached, sent.subjects) == (3, 1, SAID["subjects"])
    assert languages_of(sent) == {"en": 1, "ru": 1, "zh": 1}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "registration.announce")).one()
    assert (entry.subject, entry.label, entry.details) == (sent.ulid, "The hall has changed", {"number": 3})


def test_each_mail_holds_its_own_language_and_none_repeats_the_text(world, event):
    send(world, event, subjects={"ru": "Зал", "en": "Hall"}, texts={"ru": "Б", "en": "B"}, pages={"ru": "Б", "en": "B"})

    posted = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "announcement"))
    found = [(mail.language, sharing["announcement"](mail)["said_in"], "texts" in mail.snapshot) for mail in posted]
    assert sorted(found) == [("en", "en", False), ("ru", "ru", False), ("zh", "en", False)]


def test_it_is_not_sent_to_others_than_were_seen(world, event):
    organizer = world.reader("BY", "organizer")
    seen = audience(of_filters(event, organizer)).seen
    apply_all(event, [make_person(world, 9)])

    with pytest.raises(SelectionChanged), writing():
        announce(
            event, audience(of_filters(event, organizer)), ulid="0" * 26, chosen_by={}, seen=seen, by=organizer,
            now=NOW, **SAID,
        )  # fmt: skip

    assert mails("announcement") == []


def test_who_withdrew_is_not_told(world, event):
    first = event_first(event)
    with writing():
        withdraw_registration(first, by=world.reader("BY", "organizer"), now=NOW)

    readers = audience(of_filters(event, world.reader("BY", "organizer")))

    assert (len(readers.concerned), [each.name for each in readers.left_out["withdrawn"]]) == (3, ["李伟 0"])


def event_first(event):
    return db.session.scalars(
        select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    ).first()


def test_only_an_organizer_of_the_event_announces(world, event):
    other = world.reader("KZ", "organizer")
    readers = audience(of_filters(event, world.reader("BY", "organizer")))

    with pytest.raises(NotAllowed), writing():
        announce(event, readers, ulid="0" * 26, chosen_by={}, seen=readers.seen, by=other, now=NOW, **SAID)


def test_who_was_told_reads_it_and_others_do_not_know_of_it(world, event):
    told, stranger = make_person(world, 11), make_person(world, 12)
    apply_all(event, [told])
    sent = send(world, event)

    assert get_announcement(sent.ulid, told).id == get_announcement(sent.ulid, world.reader("CN", "organizer")).id
    for reader in (stranger, world.reader("CN", "secretary"), world.reader("KZ", "organizer")):
        with pytest.raises(NotFound):
            get_announcement(sent.ulid, reader)
