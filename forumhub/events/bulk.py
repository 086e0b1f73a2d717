"""Many events made together, as an import makes them: each as `create_event` would, in a few statements for all."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.entering import (
    EventValues,
    apply_values,
    enter_new,
    require_kept,
    require_organizer,
    with_defaults,
)
from forumhub.events.models import Event, EventParty, Register, Series
from forumhub.events.rules import CONFIRMED, TENTATIVE, check_register_code
from forumhub.parties.policy import Reader


class Draft(NamedTuple):
    """`values` as `create_event` takes them; `confirmed` where it takes place as planned already."""

    values: EventValues
    register: Register
    series: Series | None = None
    confirmed: bool = False


def create_events(drafts: Sequence[Draft], *, by: Reader, now: datetime) -> list[Event]:
    """In the order of the drafts. Raises NotAllowed unless `by` organizes for a party of each, RuleBroken as
    `create_event` does.
    """
    met = parties_in({draft.register.id for draft in drafts})
    with db.session.no_autoflush:
        events = [_made(draft, met[draft.register.id], by, now) for draft in drafts]
    enter_new(events, by=by, now=now)
    return events


def _made(draft: Draft, met: Collection[set[int]], by: Reader, now: datetime) -> Event:
    state = CONFIRMED if draft.confirmed else TENTATIVE
    event = Event(sequence=0, places_taken=0, state=state, example=False, created_at=now, changed_at=now)
    apply_values(event, with_defaults(draft.values))
    require_organizer(by, event.party_ids)
    before = [draft.series.party_ids] if draft.series else met
    require_kept(by, set().union(*before), event.party_ids)  # its acts will be in the ledger of all who came before
    event.series, event.register = draft.series, draft.register
    return event


def parties_in(register_ids: Collection[int]) -> dict[int, list[set[int]]]:
    """By register, the row ids of each of its meetings' parties; an empty list where it has no meeting. One query."""
    statement = (
        select(Event.register_id, EventParty.event_id, EventParty.party_id)
        .join(Event, Event.id == EventParty.event_id)
        .where(Event.register_id.in_(register_ids))
    )
    meetings: dict[tuple[int, int], set[int]] = defaultdict(set)
    for register_id, event_id, party_id in db.session.execute(statement):
        meetings[register_id, event_id].add(party_id)
    found: dict[int, list[set[int]]] = defaultdict(list)
    for (register_id, _event_id), party_ids in meetings.items():
        found[register_id].append(party_ids)
    return found


def codes_beginning(prefix: str) -> set[str]:
    """The register codes that are taken."""
    return set(db.session.scalars(select(Register.code).where(Register.code.startswith(prefix, autoescape=True))))


def open_registers(codes: Sequence[str]) -> list[Register]:
    """New ones, in this order. Raises RuleBroken where a code is ill made, or was taken by somebody quicker."""
    for code in codes:
        check_register_code(code)
    registers = [Register(code=code) for code in codes]
    db.session.add_all(registers)
    try:
        db.session.flush()
    except IntegrityError as raced:
        message = N_("A register code was taken by somebody else at the same moment: do it again.")
        raise RuleBroken(message, field="register_code") from raced
    return registers
