"""Feeds that everybody may read, without a link of their own."""

from typing import NamedTuple

from forumhub.calendars.addresses import address
from forumhub.calendars.blobs import PUBLIC_NAME, programme_name, series_name
from forumhub.calendars.membership import EVENT, SERIES
from forumhub.events.programme.queries import find_programme
from forumhub.events.programme.rules import PUBLISHED
from forumhub.events.queries import find_series
from forumhub.parties import policy
from forumhub.parties.policy import ANONYMOUS


class PublicFeed(NamedTuple):
    """`titles` by language, of what it shows, empty for all public events; `name` is what calendars call it."""

    titles: dict[str, str]
    name: str
    address: str


def public_feeds(asked: str) -> list[PublicFeed]:
    """Of what was asked for, such as 'series/<ulid>', where everybody may read it; then of all public events."""
    found = _series(asked) or _programme(asked)
    every = PublicFeed({}, PUBLIC_NAME, address("calendars.public_feed"))
    return [found, every] if found else [every]


def _series(asked: str) -> PublicFeed | None:
    series = find_series(asked.removeprefix(SERIES), ANONYMOUS) if asked.startswith(SERIES) else None
    if series is None:
        return None
    where = address("calendars.series_feed", ulid=series.ulid)
    return PublicFeed(series.titles, series_name(series), where)


def _programme(asked: str) -> PublicFeed | None:
    programme = find_programme(asked.removeprefix(EVENT), ANONYMOUS) if asked.startswith(EVENT) else None
    if programme is None or programme.state != PUBLISHED or programme.event.access != policy.PUBLIC:
        return None
    where = address("calendars.programme_feed", ulid=programme.event.ulid)
    return PublicFeed(programme.event.titles, programme_name(programme.event), where)
