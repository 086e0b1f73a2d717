"""What a mail about an event must hold, as plain JSON: the worker renders it when the event may have moved on."""

from datetime import datetime
from typing import Any

from forumhub.events.consequences.rules import Facts
from forumhub.events.models import Event


def event_snapshot(event: Event, uid_host: str, *, now: datetime) -> dict[str, Any]:
    """Wall clocks as naive ISO 8601, instants as ISO 8601 in UTC; titles and city by language."""
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
        "titles": event.titles,
        "city": event.city,
        "venue": event.venue,
        "state": event.state,
        "state_reason": event.state_reason,
        "access": event.access,
    }


def secretariat_of(event: Event) -> dict[str, Any]:
    """Whom people write to about it, as names by language and email; empty where nobody hosts."""
    return {"names": event.host.names, "email": event.host.secretariat_email} if event.host else {}


def plain(facts: Facts) -> dict[str, Any]:
    """An event's facts before or after a change, as plain JSON: times as `event_snapshot` writes them."""
    told = {name: value for name, value in facts.items() if name != "party_ids"}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}
