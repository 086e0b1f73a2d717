"""How what an organizer says is set on an event, and how a change is entered: numbers, audit, signal."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy.exc import IntegrityError

from forumhub import audit
from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events import rules
from forumhub.events.consequences.queries import foresee
from forumhub.events.consequences.rules import Facts, Unforeseen
from forumhub.events.models import Event, Register
from forumhub.events.papers.audience import check_audience
from forumhub.events.queries import find_clause, find_register
from forumhub.events.signals import event_changed, meetings_changing
from forumhub.events.venues import booking
from forumhub.events.venues.models import Hall, Venue
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


class EventValues(TypedDict, total=False):
    """What an organizer says of an event: columns of Event by their names."""

    titles: dict[str, str]
    kind: str
    parties: list[Party]
    host: Party | None
    local_start: datetime
    local_end: datetime
    timezone: str
    all_day: bool
    city: dict[str, str]
    venue: str
    site: Venue | None
    hall: Hall | None
    conference: str
    languages: list[str]
    access: str
    capacity: int | None
    agreement: Agreement | None
    clause: str
    description: str
    description_html: str


def with_defaults(values: EventValues) -> EventValues:
    """The parties are the agreement's, zone and city the venue's or the host's, where nothing was said of them."""
    agreement, host = values.get("agreement"), values.get("host")
    defaults: EventValues = {"access": policy.PARTIES, "venue": "", "languages": [], "clause": "", "capacity": None}
    defaults |= {"site": None, "hall": None, "all_day": False, "conference": ""}
    said: EventValues = {**defaults, **values, "agreement": agreement, "host": host}
    place = said["site"] or host
    said["parties"] = said.get("parties") or (list(agreement.parties) if agreement else [])
    said["timezone"] = said.get("timezone") or (place.timezone if place else "UTC")
    said["city"] = said.get("city") or (place.city if place else {})
    return said


def apply_values(event: Event, values: EventValues) -> None:
    """Sets these columns, and the instants with them. Raises RuleBroken; of a clause and a venue that stay, whatever
    became of them since, nothing is asked.
    """
    for name, value in values.items():
        setattr(event, name, value)
    rules.check_titles(event.titles)
    rules.check_period(event.local_start, event.local_end)
    event.set_time(event.local_start, event.local_end, event.timezone)
    rules.check_parties(event.party_ids, event.host.id if event.host else None)
    rules.check_capacity(event.capacity, event.places_taken)
    rules.check_conference(event.conference)
    if values.keys() & {"agreement", "clause"}:
        check_clause(event.agreement, event.clause)
    booking.settle(event)
    if values.keys() & {"site", "hall", "timezone", "capacity"}:
        booking.check_fits(event, event.capacity)


def kept_elsewhere(event_ids: Collection[int]) -> set[int]:
    """Of these meetings, those that another room keeps as they are."""
    return {kept for _, ids in meetings_changing.send(event_ids=event_ids) for kept in ids}


def check_clause(agreement: Agreement | None, clause: str) -> None:
    """Raises RuleBroken for a clause that the agreement in force lacks."""
    if clause and (agreement is None or find_clause(agreement.id, clause) is None):
        message = N_("%(agreement)s has no clause %(clause)s in force.")
        code = agreement.code if agreement else "—"
        raise RuleBroken(message, field="under", agreement=code, clause=clause)


def open_register(code: str) -> Register:
    """A new register; its code never changes. Raises RuleBroken for a code that is ill made or taken."""
    rules.check_register_code(code)
    taken = RuleBroken(N_("The register code %(code)s is taken; choose another."), field="register_code", code=code)
    if find_register(code):
        raise taken
    register = Register(code=code)
    db.session.add(register)
    try:
        db.session.flush()
    except IntegrityError as raced:
        raise taken from raced
    return register


def require_organizer(by: Reader, party_ids: set[int]) -> None:
    """Raises NotAllowed unless `by` organizes for one of these parties."""
    if not policy.may_organize(by, party_ids):
        raise NotAllowed(N_("Only an organizer of one of the event's parties may do that."))


def require_kept(by: Reader, before: set[int], after: set[int]) -> None:
    """Raises RuleBroken where a party would be taken out by another: for its people the event would be gone."""
    if not (before - after) <= by.parties_as(policy.ORGANIZER):
        raise RuleBroken(N_("A party is taken out by its own organizer only: leave it ticked."), field="parties")


CHANGES = {
    "create": "created",
    "edit": "edited",
    "confirm": "edited",
    "postpone": "postponed",
    "cancel": "cancelled",
    "hold": "held",
    "reinstate": "reinstated",
    "follow": "series",
    "swap_hosts": "series",
}


def enter(
    event: Event, act: str, before: Facts | None, *, by: Reader | None, now: datetime, told: int | None = None
) -> Event:
    """Counts the change, records it and tells later rooms. `before` is the event's snapshot, None for a new one.

    `by` is None where the installation itself acts, as when it plans a series ahead.

    `told` is how many people the organizer saw would be told. Raises Unforeseen where there are more, or fewer, of
    them by now; None does not ask.
    """
    if before is None:
        db.session.add(event)
    else:
        event.lock_version += 1
        event.sequence += rules.sequence_grows(before, event.snapshot())
    event.changed_at = now
    db.session.flush()
    booking.check_free([event], by)
    if before is not None and by is not None:
        check_audience(event, before, by)
    if before is not None and told is not None:
        require_foreseen(event, before, told, now)
    _tell(event, act, before, by=by, now=now)
    return event


def enter_new(events: Sequence[Event], *, by: Reader | None, now: datetime) -> None:
    """As `enter` does one new event, many of them, stored together."""
    db.session.add_all(events)
    db.session.flush()
    booking.check_free(events, by)
    for event in events:
        _tell(event, "create", None, by=by, now=now)


def _tell(event: Event, act: str, before: Facts | None, *, by: Reader | None, now: datetime) -> None:
    label = in_language(event.titles, "en")
    actor = by.person_id if by else None
    audit.record(f"events.{act}", event.ulid, by=actor, parties=event.party_ids, now=now, label=label)
    event_changed.send(event=event, change=CHANGES[act], before=before)


def require_foreseen(event: Event, before: Facts, told: int, now: datetime) -> None:
    """Raises Unforeseen where the change is outward and reaches another number of people than `told`."""
    foreseen = foresee(event.id, before, event.snapshot(), now)
    if foreseen.is_outward and foreseen.number != told:
        raise Unforeseen(foreseen)
