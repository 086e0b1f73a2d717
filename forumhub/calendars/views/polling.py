"""Polls, answered before Flask makes a request of them.

Calendars ask each hour or oftener, nearly always with the tag that they were given and nearly always in vain, so this
is most of what an installation serves; what Flask does for a request would cost more than finding the answer does.
What opens nothing, or is asked otherwise, is Flask's.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask, current_app
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from forumhub import clock
from forumhub.calendars import queries
from forumhub.calendars.addresses import address
from forumhub.calendars.blobs import PUBLIC_NAME
from forumhub.calendars.membership import PUBLIC_EVENTS, uid_of
from forumhub.calendars.opening import find_subscription, shown_by
from forumhub.calendars.rules import COLOR, IDENTITY, assemble_feed, coding_for, encoded
from forumhub.calendars.tags import tag_of
from forumhub.calendars.views.answering import Served, State, answer_directly
from forumhub.calendars.views.room import POLLS, blueprint

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask.blueprints import BlueprintSetupState

BEFORE, AFTER = "/feeds/", ".ics"
"""What stands around the token in a feed's path."""
PUBLIC_PATH = "/public.ics"


def poll(token: str, agent: str) -> Served | None:
    """What the token opens now, noted as used; None where it opens nothing."""
    opened, now = find_subscription(token), clock.now()
    if opened is None:
        return None
    current_app.extensions[POLLS].note(opened.ulid, opened.created_at, agent, now)
    shown = shown_by(opened, now)

    def body() -> bytes:
        bodies, zones = queries.committed_components(shown.collections, shown.within)
        uid, source = uid_of(opened.ulid, opened.host), address("calendars.feed", token=token)
        return assemble_feed(opened.label, uid, source, COLOR, shown.stated_at, bodies, zones)

    etag = tag_of(f"{opened.ulid}\n{shown.key}", 0, IDENTITY)
    return Served(State(etag, shown.changed_at, IDENTITY, public=False), "forumhub.ics", body)


def everybodys(environ: "WSGIEnvironment") -> Served:
    """The feed of every public event."""
    source = address("calendars.public_feed")
    return stored(PUBLIC_EVENTS, PUBLIC_NAME, source, "public.ics", environ)


def stored(collection: str, name: str, source: str, filename: str, environ: "WSGIEnvironment") -> Served:
    """From the stored blob; where there is none, as before the first event, assembled."""
    seq, changed_at = queries.state_of(collection)
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_USER_AGENT", ""))

    def body() -> bytes:
        found = queries.find_blob(collection, coding, seq)
        return found or encoded(queries.public_feed(collection, name, source, changed_at), coding)

    return Served(State(tag_of(collection, seq, coding), changed_at, coding, public=True), filename, body)


@lru_cache(1000)
def _coding(accepted: str, agent: str) -> str:
    return coding_for(parse_accept_header(accepted, Accept).quality("gzip") > 0, agent)


class AnsweredFirst:
    def __init__(self, app: Flask, following: "WSGIApplication") -> None:
        self._app, self._following = app, following

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if path != PUBLIC_PATH and not (path.startswith(BEFORE) and path.endswith(AFTER)):
            return self._following(environ, start_response)
        answered = (
            self._answered(path, environ, start_response) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None
        )
        return self._following(environ, start_response) if answered is None else answered

    def _answered(
        self, path: str, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes] | None:
        try:
            with self._app.app_context():
                token, agent = path[len(BEFORE) : -len(AFTER)], environ.get("HTTP_USER_AGENT", "")
                served = everybodys(environ) if path == PUBLIC_PATH else poll(token, agent)
                return None if served is None else answer_directly(served, environ, start_response)
        except Exception:  # Flask tries the same again, and tells what is wrong with it
            return None


@blueprint.record
def answer_first(state: "BlueprintSetupState") -> None:
    app: Flask = state.app  # type: ignore[assignment]
    app.wsgi_app = AnsweredFirst(app, app.wsgi_app)  # type: ignore[method-assign]
