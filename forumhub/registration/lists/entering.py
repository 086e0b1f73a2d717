"""The import itself: a batch of people in each transaction; what is done is remembered in the lines of the list."""

from datetime import datetime

from sqlalchemy.exc import DataError, IntegrityError

from forumhub.database import db, locked
from forumhub.errors import N_, ForumhubError
from forumhub.events.models import Event
from forumhub.parties.actions import add_person
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader, may_organize
from forumhub.registration import rules as registration_rules
from forumhub.registration.lists import queries, rules
from forumhub.registration.lists.actions import REASONS, record, under_lock
from forumhub.registration.lists.choices import GUEST, Choices
from forumhub.registration.lists.delegates import Delegate, Plan
from forumhub.registration.lists.judging import Row, address_of, judge_all
from forumhub.registration.lists.models import DelegateList, DelegateListLine
from forumhub.registration.lists.planning import lines_of
from forumhub.registration.models import Registration
from forumhub.registration.places import register_person

BATCH = 50
"""People of one transaction, so that others wait a moment only."""
LONGEST_TITLE_OF_PERSON = 200


def enter_batch(list_id: int, plan: Plan, *, by: Reader, now: datetime) -> bool:
    """Enters the next BATCH people of a list that is being imported; whether it is to go on.

    To be called in a transaction of its own. The lock on the list keeps two from entering the same line.
    """
    kept = under_lock(list_id)
    if kept.state != rules.RUNNING:
        return False
    if refusal := _refusal(kept.event, by, now):
        _end(kept, rules.STOPPED, now)
        kept.reason = refusal
        return False
    lines = queries.pending_lines(list_id, BATCH)
    planned, choices = _still_planned(lines, plan, kept.event), Choices.from_json(kept.choices)
    rows = judge_all((delegate for _line, delegate in planned), choices, kept.event, by, list_id)
    for (line, _delegate), row in zip(planned, rows, strict=True):
        _enter(line, row, kept.event, choices, by=by, now=now)
    db.session.flush()
    if not queries.pending_lines(list_id, 1):
        _finish(kept, by=by, now=now)
    return kept.state == rules.RUNNING


def _still_planned(lines: list[DelegateListLine], plan: Plan, event: Event) -> list[tuple[DelegateListLine, Delegate]]:
    """Lines whose party still takes part, with whom they name; the others are refused."""
    by_line, codes = lines_of(plan.delegates), {party.code for party in event.parties} | {GUEST}
    planned = []
    for line in lines:
        delegate = by_line.get(line.number)
        if delegate and delegate.party in codes:
            planned.append((line, delegate))
        else:
            line.outcome = rules.REFUSED
            line.reason = N_("The event's parties were changed since the import began; import the file again.")
    return planned


def _refusal(event: Event, by: Reader, now: datetime) -> str:
    """Why nobody more can be entered; empty where they can."""
    if not may_organize(by, event.party_ids):
        return N_("Whoever started the import does not organize the event any more.")
    if not registration_rules.is_open(event.state, event.ends_at, now):
        return N_("The event is over or cancelled, so nobody more was entered.")
    return ""


def _enter(line: DelegateListLine, row: Row, event: Event, choices: Choices, *, by: Reader, now: datetime) -> None:
    verdict = row.judged.verdict
    if verdict not in (rules.NEW, rules.KNOWN):
        line.outcome, line.reason = verdict, REASONS[verdict]
        return
    try:
        with db.session.begin_nested():
            registration = _register(row, event, choices, by=by, now=now)
    except ForumhubError as error:
        line.outcome, line.reason, line.said = rules.REFUSED, error.msgid[:300], error.values
    except (DataError, OverflowError):
        line.outcome, line.reason = rules.REFUSED, N_("The database takes no such value; correct this row.")
    except IntegrityError:
        line.outcome = rules.REFUSED
        line.reason = N_("Somebody else entered this person at the same moment; import the file again.")
    else:
        _note(line, row, registration)


def _note(line: DelegateListLine, row: Row, registration: Registration) -> None:
    waits = registration.state == registration_rules.WAITING
    line.outcome, line.registration_id = rules.WAITING if waits else rules.ENTERED, registration.id
    if row.delegate.email and not address_of(row):
        line.reason = N_("Entered without the address %(email)s, which belongs to somebody else.")
        line.said = {"email": row.delegate.email}


def _register(row: Row, event: Event, choices: Choices, *, by: Reader, now: datetime) -> Registration:
    delegate = row.delegate
    party = next((each for each in event.parties if each.code == delegate.party), None)
    return register_person(
        event,
        _person(row, party, by=by, now=now),
        party=party,
        function=delegate.function,
        way=registration_rules.IMPORTED,
        wanted=choices.confirmed,
        tell=choices.tell,
        by=by,
        now=now,
        honorific=delegate.honorific,
        title=delegate.title,
        affiliation=delegate.affiliation,
        precedence=delegate.precedence,
    )


def _person(row: Row, party: Party | None, *, by: Reader, now: datetime) -> Person:
    """Who is known stays as they are. Somebody new has the name as the list writes it, blanks and all."""
    if row.judged.person:
        return queries.people_by_ulid([row.judged.person.ulid])[row.judged.person.ulid]
    delegate = row.delegate
    person = add_person(
        name=delegate.name,
        email=address_of(row) or None,
        party=party,
        language=delegate.language or None,
        by=by,
        now=now,
    )
    person.name, person.own_name = delegate.name, delegate.own_name
    person.title = delegate.title if len(delegate.title) <= LONGEST_TITLE_OF_PERSON else ""
    return person


def stop_import(list_id: int, *, now: datetime) -> None:
    """After an error that nobody foresaw: it is not tried for ever, and its page says so."""
    kept = locked(DelegateList, list_id)
    if kept.state == rules.RUNNING:
        _end(kept, rules.STOPPED, now)
        kept.reason = N_("An unexpected error stopped the import; it was logged. Import the file again to go on.")


def _end(kept: DelegateList, state: str, now: datetime) -> None:
    """For good: the file goes, what became of its lines stays."""
    kept.state, kept.ended_at, kept.body, kept.cells = state, now, b"", b""


def _finish(kept: DelegateList, *, by: Reader, now: datetime) -> None:
    _end(kept, rules.DONE, now)
    record("list_import", kept, by=by, now=now, **queries.outcomes_of(kept.id))
