"""Writes of the calendars room: what feeds show."""

from datetime import datetime

from forumhub.calendars import queries
from forumhub.calendars.blobs import store_blobs
from forumhub.calendars.describing import component_version
from forumhub.calendars.publishing import EVERYBODY, Touched, publish

BATCH = 200


def publish_events(touched: Touched, *, now: datetime) -> None:
    """Brings every feed up to date with these events, with sessions and outcomes of those that changed."""
    store_blobs(publish(touched, now))


def render_again_if_stale(now: datetime) -> int:
    """Renders up to 200 events that miss a component or have an older version's; returns how many. To be repeated."""
    stale = set(queries.stale_events(component_version(), BATCH))
    if stale:
        publish_events(Touched(stale, stale, EVERYBODY, set(), set()), now=now)
    return len(stale)
