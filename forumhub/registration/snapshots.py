"""What a mail about an event must hold, as plain JSON: the worker renders it when the event may have moved on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from forumhub.events.consequences.rules import SHOWN, Facts, differences
from forumhub.events.models import Event
from forumhub.events.series.rules import lets_out
from forumhub.registration.signals import event_described

TOLD_OF_EVERY = ("titles", "state", "time", "timezone", "city")
"""Facts that mails say of every event; of others only where it `tells_more`."""

SAID_TO_CHANGE = ("venue", "conference")
"""Of those others, what nobody may learn too late."""

WRITTEN_OF: Mapping[str, tuple[str, ...]] = {**SHOWN, "time": (*SHOWN["time"], "starts_at", "city")}
"""What mails need to write each of the facts of a change: a time, the instant and the city of its clock, too."""


def said_of_change(event: Event, before: Facts, after: Facts, language: str) -> dict[str, Any]:
    """What a mail in this language says of a change, as plain JSON: of facts that it withholds, nothing but which of
    SAID_TO_CHANGE did (`kept_back`), and where the link did, whether there is one now (`linked`).
    """
    changed = told_of(event, before, differences(before, after, language))
    kept, names = kept_back(event, before, after), {name for field in changed for name in WRITTEN_OF[field]}
    return {
        "changed": changed,
        "before": plain(before, names),
        "after": plain(after, names),
        "kept_back": kept,
        "linked": "conference" in kept and bool(after["conference"]),
    }


def told_of(event: Event, before: Facts, facts: Iterable[str]) -> list[str]:
    """Of the facts that changed, those that mails about it may show: what was withheld stays so when it is opened."""
    more = event.tells_more and lets_out(before["access"], event.calendar_detail)
    return [fact for fact in facts if more or fact in TOLD_OF_EVERY]


def kept_back(event: Event, before: Facts, after: Facts) -> list[str]:
    """Facts that changed, that mails may not show, and of which they say that it did: who comes looks them up."""
    changed = [fact for fact in SAID_TO_CHANGE if before[fact] != after[fact]]
    return [fact for fact in changed if fact not in told_of(event, before, changed)]


def event_snapshot(event: Event, uid_host: str, *, now: datetime) -> dict[str, Any]:
    """Wall clocks as naive ISO 8601, instants as ISO 8601 in UTC; titles and city by language.

    Its venue with its coordinates, the link to its video conference, and the reason of its state, are empty unless it
    `tells_more`.
    """
    more = event.tells_more
    return {
        "ulid": event.ulid,
        "uid": f"{event.ulid}@{uid_host}",
        "sequence": event.sequence,
        "changed_at": now.isoformat(),
        "local_start": event.local_start.isoformat(),
        "local_end": event.local_end.isoformat(),
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "timezone": event.timezone,
        "all_day": event.all_day,
        "titles": event.titles,
        "city": event.city,
        "venue": event.venue if more else "",
        "coordinates": event.site.coordinates if more and event.site else None,
        "conference": event.conference if more else "",
        "state": event.state,
        "state_reason": event.state_reason if more else "",
        "access": event.access,
        "tells_more": more,
    }


def calendar_snapshot(event: Event, uid_host: str, *, now: datetime) -> dict[str, Any]:
    """The same for mails that tell a calendar: with its description in plain words, where it `tells_more`."""
    told = event_described.send(event=event) if event.tells_more else []
    return {**event_snapshot(event, uid_host, now=now), "description": "\n\n".join(words for _, words in told if words)}


def without_description(told: Mapping[str, Any]) -> dict[str, Any]:
    """Of a `calendar_snapshot`, what mails to many need that tell calendars nothing: a description may be long."""
    return {name: value for name, value in told.items() if name != "description"}


def secretariat_of(event: Event) -> dict[str, Any]:
    """Whom people write to about it, as names by language and email; empty where nobody hosts."""
    return {"names": event.host.names, "email": event.host.secretariat_email} if event.host else {}


def plain(facts: Facts, names: Iterable[str]) -> dict[str, Any]:
    """These of an event's facts before or after a change, as plain JSON: times as `event_snapshot` writes them."""
    told = {name: facts[name] for name in sorted(names)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}
