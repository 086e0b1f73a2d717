"""Feeds: by secret token, of all public events, and of public series."""

from flask import request
from flask.typing import ResponseReturnValue

from forumhub.calendars import queries
from forumhub.calendars.addresses import address
from forumhub.calendars.blobs import programme_name, series_name
from forumhub.calendars.describing import audience_for
from forumhub.calendars.membership import EVENT, PUBLIC_SERIES
from forumhub.calendars.rules import IDENTITY
from forumhub.calendars.tags import tag_of
from forumhub.calendars.views.answering import Served, State, answer
from forumhub.calendars.views.polling import everybodys, poll, stored
from forumhub.calendars.views.room import blueprint
from forumhub.errors import NotFound
from forumhub.events.programme.queries import get_programme
from forumhub.events.programme.rules import PUBLISHED
from forumhub.events.queries import get_series
from forumhub.parties import policy
from forumhub.parties.policy import ANONYMOUS
from forumhub.web import PUBLIC, current_reader, right


@blueprint.get("/feeds/<token>.ics")
@right(PUBLIC)
def feed(token: str) -> ResponseReturnValue:
    """Whoever has the token reads it, signed in or not. It shows what the subscriber may see now."""
    found = poll(token, request.user_agent.string)
    if found is None:
        raise NotFound
    return answer(found)


@blueprint.get("/public.ics")
@right(PUBLIC)
def public_feed() -> ResponseReturnValue:
    """Of every public event, for everybody."""
    return answer(everybodys(request.environ))


@blueprint.get("/series/<ulid>.ics")
@right(PUBLIC)
def series_feed(ulid: str) -> ResponseReturnValue:
    """Of a public series only, whoever asks: others are read by a token."""
    series = get_series(ulid, ANONYMOUS)
    name, source = series_name(series), address("calendars.series_feed", ulid=series.ulid)
    return answer(stored(PUBLIC_SERIES + series.ulid, name, source, f"{series.register.code}.ics", request.environ))


@blueprint.get("/events/<ulid>/programme.ics")
@right(PUBLIC)
def programme_feed(ulid: str) -> ResponseReturnValue:
    """A published programme: of a public event a feed for everybody, of others a file for whoever sees it."""
    programme = get_programme(ulid, current_reader())
    event, collection = programme.event, EVENT + ulid
    if programme.state != PUBLISHED:
        raise NotFound
    name, source = programme_name(event), address("calendars.programme_feed", ulid=ulid)
    filename = f"{event.register.code}-{event.local_start:%Y-%m-%d}.ics"
    if event.access == policy.PUBLIC:
        return answer(stored(collection, name, source, filename, request.environ))
    seq, changed_at = queries.state_of(collection)

    def body() -> bytes:
        return queries.feed_of(collection, name, source, changed_at, audience_for(event))

    state = State(tag_of(collection, seq, IDENTITY), changed_at, IDENTITY, public=False)
    return answer(Served(state, filename, body), download=True)
