"""Who reads sensitive answers: named by the party whose people they are of, and every reading is entered.

Parties need not trust each other: each names readers for its own delegation, its own people or another party's, such as
the visa office of the host. Nobody is a reader by office. Guests, who come for no party, are the host's affair.
"""

from datetime import datetime
from typing import Any, NamedTuple

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader
from forumhub.parties.queries import in_office
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.registration.questions import sealing
from forumhub.registration.questions.models import Answer, Question, SensitiveReader
from forumhub.registration.questions.queries import answers_of, get_to_read, readers_of
from forumhub.registration.rules import check_open


class Secret(NamedTuple):
    """A sensitive answer as its reader sees it; `problem` says, as a marked message, why it cannot be read."""

    answer: Answer
    question: Question
    value: Any
    problem: sealing.Unreadable | None


def may_name_for(event: Event, party: Party | None, by: Reader) -> bool:
    """For its own delegation each party's organizers and secretaries; for guests those of the host, else any."""
    own = by.parties_as(ORGANIZER, SECRETARY) & event.party_ids
    if party is not None:
        return party.id in own
    return event.host_id in own if event.host_id in event.party_ids else bool(own)


def name_reader(event: Event, party: Party | None, person: Person, *, by: Reader, now: datetime) -> SensitiveReader:
    """Once; again changes nothing. Raises NotAllowed, RuleBroken, also for who holds no office of their own party."""
    event = _to_name(event, party, by)
    check_open(event.state, event.ends_at, now)
    if (person.party_id, person.id) not in in_office({person.id}, now):
        raise RuleBroken(
            N_("This person holds no role of their party today, so they could read nothing. One who does is right."),
            field="email",
        )
    party_id = party.id if party else None
    if named := next((row for row in readers_of(event.id, {party_id}) if row.person_id == person.id), None):
        return named
    row = SensitiveReader(event=event, party=party, person=person, named_by_id=by.person_id, named_at=now)
    db.session.add(row)
    _enter(event, "name_reader", party, person, by, now)
    return row


def remove_reader(row: SensitiveReader, *, by: Reader, now: datetime) -> None:
    event = _to_name(row.event, row.party, by)
    party, person = row.party, row.person
    db.session.delete(row)
    _enter(event, "remove_reader", party, person, by, now)


def _to_name(event: Event, party: Party | None, by: Reader) -> Event:
    if party is not None and party.id not in event.party_ids:
        raise RuleBroken(N_("The party does not take part in the event."), field="party")
    if not may_name_for(event, party, by):
        raise NotAllowed(
            N_("A party's own organizer or secretary names who reads the sensitive answers of its people.")
        )
    return locked(Event, event.id)


def _enter(event: Event, act: str, party: Party | None, person: Person, by: Reader, now: datetime) -> None:
    """For all parties of the event: each sees that the others let somebody read. A name would outlast its person."""
    db.session.flush()
    audit.record(
        f"registration.{act}",
        event.ulid,
        by=by.person_id,
        parties=event.party_ids,
        now=now,
        label=in_language(event.titles, "en"),
        party=party.code if party else "",
        person=person.ulid,
    )


def show_sensitive(ulid: str, *, by: Reader, now: datetime) -> tuple[Registration, list[Secret]]:
    """The sensitive answers of this registration, in the clear, and an entry of who looked. Raises NotFound."""
    registration = get_to_read(ulid, by)
    secrets = [opened(registration, answer) for answer in _sealed_answers_of(registration)]
    _enter_reading(registration, "read_sensitive", by, now, answers=len(secrets))
    return registration, secrets


def _sealed_answers_of(registration: Registration) -> list[Answer]:
    """Sealed ones of the party for which the person comes now; those given for another one stay closed to it."""
    return [answer for answer in answers_of(registration) if answer.is_sealed_for(registration.party_id)]


def open_file(ulid: str, answer_ulid: str, *, by: Reader, now: datetime) -> Secret | None:
    """The same of one file; None where there is none."""
    registration = get_to_read(ulid, by)
    found = (answer for answer in _sealed_answers_of(registration) if answer.file_sha256)
    answer = next((each for each in found if each.ulid == answer_ulid), None)
    if answer is None:
        return None
    _enter_reading(registration, "read_sensitive_file", by, now)
    return opened(registration, answer)


def opened(registration: Registration, answer: Answer) -> Secret:
    """In the clear. Whoever calls it enters that somebody read it, or shows it masked to the person alone."""
    try:
        value = sealing.unseal(answer.sealed, registration.ulid, answer.question.key)
    except sealing.Unreadable as error:
        return Secret(answer, answer.question, None, error)
    return Secret(answer, answer.question, value, None)


def _enter_reading(registration: Registration, act: str, by: Reader, now: datetime, **details: object) -> None:
    event = registration.event
    readers = event.party_ids | ({registration.party_id} if registration.party_id else set())
    label = in_language(event.titles, "en")
    audit.record(
        f"registration.{act}", registration.ulid, by=by.person_id, parties=readers, now=now, label=label, **details
    )
