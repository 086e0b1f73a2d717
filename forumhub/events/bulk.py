"""Many events made together, as an import makes them: each as `create_event` would, in a few statements for all."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.entering import EventValues, apply_values, enter_new, require_organizer, with_defaults
from forumhub.events.models import Event, Register, Series
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
    with db.session.no_autoflush:
        events = [_made(draft, by, now) for draft in drafts]
    enter_new(events, by=by, now=now)
    return events


def _made(draft: Draft, by: Reader, now: datetime) -> Event:
    state = CONFIRMED if draft.confirmed else TENTATIVE
    event = Event(sequence=0, places_taken=0, state=state, example=False, created_at=now, changed_at=now)
    apply_values(event, with_defaults(draft.values))
    require_organizer(by, event.party_ids)
    event.series, event.register = draft.series, draft.register
    return event


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
