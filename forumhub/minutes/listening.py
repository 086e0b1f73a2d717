"""What the minutes room does when an earlier room tells it something."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.copying.rules import AGENDA
from forumhub.events.entering import EventValues
from forumhub.events.models import Event
from forumhub.events.signals import event_changed, event_copied, event_copying, heads_changed, meetings_changing
from forumhub.minutes.copying import enter_agenda, prepare_agenda
from forumhub.minutes.grants.actions import follow_naming
from forumhub.minutes.queries import is_text_shared, was_circulated, with_agreed_minutes
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader, is_narrowed

ON_PAPER = {
    "titles": N_("The title stays: minutes of this meeting are agreed, and name it. All else can be saved."),
    "local_start": N_("The start stays: minutes of this meeting are agreed, and name its time. All else can be saved."),
    "local_end": N_("The end stays: minutes of this meeting are agreed, and name its time. All else can be saved."),
    "all_day": N_(
        "'Whole days' stays as it is: minutes of this meeting are agreed, and name its time. All else can be saved."
    ),
    "timezone": N_(
        "The time zone stays: minutes of this meeting are agreed, and name its time. All else can be saved."
    ),
    "city": N_("The city stays: minutes of this meeting are agreed, and name its place. All else can be saved."),
    "venue": N_("The venue stays: minutes of this meeting are agreed, and name its place. All else can be saved."),
}
"""What of an event stands on the paper of its minutes, and what is said to who would change it."""


@event_changed.connect
def keep_parties(sender: Any, event: Event, before: Mapping[str, object] | None, **_: object) -> None:
    """Raises RuleBroken where who sees a text and who must approve it would change behind the parties' backs."""
    if before and before["party_ids"] != event.party_ids and is_text_shared(event.id):
        raise RuleBroken(
            N_("Every party sees a text of this event already, so its parties stay. Make another event for others."),
            field="parties",
        )


@event_changed.connect
def keep_what_minutes_name(
    sender: Any, event: Event, change: str, before: Mapping[str, object] | None, **_: object
) -> None:
    """Raises RuleBroken where agreed minutes would be printed as those of another meeting, or of none."""
    if change == "cancelled" and with_agreed_minutes([event.id]):
        message = N_("Minutes of this meeting are agreed, so it is not cancelled. Once it is over, mark it as held.")
        raise RuleBroken(message)
    changed = next((name for name in ON_PAPER if before and before[name] != getattr(event, name)), None)
    if (changed or change == "postponed") and with_agreed_minutes([event.id]):
        message = ON_PAPER.get(
            changed or "", N_("Minutes of this meeting are agreed, so it is not postponed any more.")
        )
        raise RuleBroken(message, field="site" if changed == "venue" and event.site else changed)


@event_changed.connect
def keep_readers(sender: Any, event: Event, before: Mapping[str, object] | None, **_: object) -> None:
    """Raises RuleBroken where one party would take a text, its items and the ledger from another's people."""
    if before and is_narrowed(str(before["access"]), event.access) and was_circulated(event.id):
        raise RuleBroken(
            N_("A text of this meeting was circulated to its readers, so access may be widened, and never narrowed."),
            field="access",
        )


@heads_changed.connect
def enter_grant(
    sender: Any, *, event: Event, party: Party, person_id: int, approves: bool | None, by: Reader, now: datetime
) -> None:
    if approves is not None:
        follow_naming(event, party, db.session.get_one(Person, person_id), approves, by=by, now=now)


@meetings_changing.connect
def keep_meetings(sender: Any, event_ids: Collection[int]) -> set[int]:
    return with_agreed_minutes(event_ids)


@event_copying.connect
def read_agenda(
    sender: Any,
    *,
    source: Event,
    parts: Collection[str],
    values: EventValues,
    same_register: bool,
    by: Reader,
    prepared: dict[str, Any],
) -> None:
    if AGENDA in parts:
        prepared[AGENDA] = prepare_agenda(source, values, same_register=same_register, by=by)


@event_copied.connect
def copy_agenda(
    sender: Any, *, event: Event, prepared: Mapping[str, Any], by: Reader, now: datetime, **_: object
) -> None:
    if draft := prepared.get(AGENDA):
        enter_agenda(event, draft, by=by, now=now)
