"""The state of a personal feed, and the polls that find it unchanged, answered before Flask makes a request of them.

Calendars ask each hour or oftener, nearly always with the tag that they were given and nearly always in vain, so this
is most of what an installation serves; what Flask does for a request would cost more than finding the answer does.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, current_app

from forumhub import clock
from forumhub.calendars.opening import Opened, Shown, find_subscription, shown_by
from forumhub.calendars.rules import IDENTITY, feed_etag
from forumhub.calendars.views.answering import PRIVATE_CACHING, State
from forumhub.calendars.views.room import POLLS, blueprint

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask.blueprints import BlueprintSetupState

BEFORE, AFTER = "/feeds/", ".ics"
"""What stands around the token in a feed's path."""


class Feed(NamedTuple):
    opened: Opened
    shown: Shown
    state: State


def poll(token: str, agent: str) -> Feed | None:
    """What the token opens now, noted as used; None where it opens nothing."""
    opened, now = find_subscription(token), clock.now()
    if opened is None:
        return None
    current_app.extensions[POLLS].note(opened.ulid, opened.created_at, agent, now)
    shown = shown_by(opened, now)
    etag = feed_etag(f"{opened.ulid}\n{shown.key}", 0, IDENTITY)
    return Feed(opened, shown, State(etag, shown.changed_at, IDENTITY, public=False))


class Unchanged:
    """Answers 304 where If-None-Match is the one tag that the feed has; everything else is Flask's."""

    def __init__(self, app: Flask, following: "WSGIApplication") -> None:
        self._app, self._following = app, following

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        tag: str = environ.get("HTTP_IF_NONE_MATCH", "")
        path: str = environ.get("PATH_INFO", "")
        asks = tag and path.startswith(BEFORE) and path.endswith(AFTER) and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if not asks or not self._has(tag, path[len(BEFORE) : -len(AFTER)], environ.get("HTTP_USER_AGENT", "")):
            return self._following(environ, start_response)
        headers = [("ETag", tag), ("Vary", "Accept-Encoding"), ("Cache-Control", PRIVATE_CACHING)]
        start_response("304 NOT MODIFIED", headers)
        return []

    def _has(self, tag: str, token: str, agent: str) -> bool:
        try:
            with self._app.app_context():
                feed = poll(token, agent)
        except Exception:  # Flask tries the same again, and tells what is wrong with it
            return False
        return feed is not None and tag == f'"{feed.state.etag}"'


@blueprint.record
def answer_first(state: "BlueprintSetupState") -> None:
    app: Flask = state.app  # type: ignore[assignment]
    app.wsgi_app = Unchanged(app, app.wsgi_app)  # type: ignore[method-assign]
