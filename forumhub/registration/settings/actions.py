"""Writes of an event's settings for registration, and of the places that its delegations have."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Unpack
from zoneinfo import ZoneInfo

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed
from forumhub.events.copying.rules import shift
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.events.polls.proposing import instant_of
from forumhub.events.recurrence import instant
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration.models import Delegation, RegistrationSettings
from forumhub.registration.places import promote_waiting
from forumhub.registration.queries import settings_of
from forumhub.registration.settings import queries, rules
from forumhub.registration.settings.rules import Allotment
from forumhub.registration.settings.values import SettingsValues


def save_settings(
    event: Event,
    allotments: Mapping[str, Allotment],
    *,
    lock_version: int,
    by: Reader,
    now: datetime,
    **values: Unpack[SettingsValues],
) -> RegistrationSettings:
    """`allotments` by party's code; a party that is left out keeps what it has. Free places go to who waits.

    Raises NotAllowed unless `by` organizes the event and gives the places that change, RuleBroken for what cannot be,
    Conflict where the settings were saved since `lock_version` was read.
    """
    require_organizer(by, event.party_ids)
    event = locked(Event, event.id)
    settings = _read_anew(event)
    if settings.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved these settings since you opened them, so yours were not saved."))
    for name, value in values.items():
        setattr(settings, name, value)
    rules.check_days(settings.retention_days, settings.sensitive_days)
    _set_deadline(settings, event)
    rules.check_deadline(settings.deadline, event.ends_at)
    changed = _allot(event, allotments, by)
    settings.lock_version += 1
    _enter(settings, event, changed, by, now)
    promote_waiting(event, now=now)
    return settings


def _read_anew(event: Event) -> RegistrationSettings:
    settings = settings_of(event)
    if settings in db.session:
        db.session.refresh(settings)
    return settings


def _set_deadline(settings: RegistrationSettings, event: Event) -> None:
    local = settings.local_deadline
    settings.deadline = instant_of(local, event.timezone, "local_deadline") if local else None


def _allot(event: Event, allotments: Mapping[str, Allotment], by: Reader) -> dict[str, list[list[int | None]]]:
    """Sets what differs, and says what that was."""
    rows, taken = queries.delegations_of(event.id), queries.taken_by_party(event.id)
    before = {party.code: queries.allotment_of(rows.get(party.id)) for party in event.parties}
    changed = rules.changes(before, {code: each for code, each in allotments.items() if code in before})
    for party in event.parties:
        if party.code in changed:
            allotment = allotments[party.code]
            _require_giver(event, party, by)
            rules.check_allotment(allotment, taken.get(party.id, rules.NONE_TAKEN), party.code)
            row = rows.get(party.id) or Delegation(event=event, party=party)
            row.quota, row.observers, row.precedence = allotment
            db.session.add(row)
    return changed


def _require_giver(event: Event, party: Party, by: Reader) -> None:
    if not policy.may_give_places(by, party.id, event.host_id, event.party_ids):
        raise NotAllowed(N_("The host's organizers allot the places; where nobody hosts, those of another party."))


def _enter(settings: RegistrationSettings, event: Event, changed: object, by: Reader, now: datetime) -> None:
    db.session.add(settings)
    db.session.flush()
    label = in_language(event.titles, "en")
    audit.record(
        "registration.settings", event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label,
        allotted=changed,
    )  # fmt: skip


def copy_settings(source: Event, event: Event, *, now: datetime) -> None:
    """What was set for the source holds for its copy, too: places for the parties of both, the deadline as early."""
    old = settings_of(source)
    days = shift(source.local_start, event.local_start)
    kept = ("applicants", "shown", "offer_hours", "retention_days", "sensitive_days")
    settings = RegistrationSettings(event_id=event.id, **{name: getattr(old, name) for name in kept})
    here = now.astimezone(ZoneInfo(event.timezone)).replace(tzinfo=None)
    settings.local_deadline = rules.copied_deadline(old.local_deadline, days, here)
    derive_deadline(settings, event)
    db.session.add(settings)
    for delegation in queries.delegations_of(source.id).values():
        if delegation.party_id in event.party_ids:
            db.session.add(
                Delegation(event=event, party=delegation.party, **queries.allotment_of(delegation)._asdict())
            )
    db.session.flush()


def move_deadline(settings: RegistrationSettings, event: Event, shift: timedelta) -> None:
    """By as much as the event was moved, and to its place's clock; never after its end.

    Who has the settings open reads the old deadline there: where it is another one now, their save is stale.
    """
    if settings.local_deadline is None:
        return
    moved = rules.moved_deadline(settings.local_deadline, shift, event.local_end)
    if moved != settings.local_deadline:
        settings.local_deadline = moved
        settings.lock_version += 1
    derive_deadline(settings, event)


def derive_deadline(settings: RegistrationSettings, event: Event) -> None:
    """The instant of the wall clock at the event's place; one that no clock shows is reckoned, nobody being there."""
    local = settings.local_deadline
    settings.deadline = instant(local, event.timezone) if local else None
