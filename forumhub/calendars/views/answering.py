"""What every answer that carries a calendar has in common (RFC 9110): its state is compared before it is read."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask import Response, request
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.calendars.rules import POLL

TYPE = "text/calendar; charset=utf-8"
PUBLIC_CACHING = f"public, max-age={int(POLL.total_seconds()) // 4}"
PRIVATE_CACHING = "private, max-age=60"


class State(NamedTuple):
    """`etag` without quotation marks; `changed_at` aware; `coding` and `public` say how and to whom it is kept."""

    etag: str
    changed_at: datetime
    coding: str
    public: bool


def answer(state: State, name: str, body: Callable[[], bytes], *, download: bool = False) -> ResponseReturnValue:
    """304 where the client has this state; `body` is called only where it has not. `name` is the file's, ASCII."""
    if _client_has(state):
        return _dress(Response(status=304), state)
    response = _dress(Response(body(), content_type=TYPE), state)
    if state.coding != "identity":
        response.content_encoding = state.coding
    response.headers.set("Content-Disposition", "attachment" if download else "inline", filename=name)
    return response


def _client_has(state: State) -> bool:
    """If-None-Match counts alone where it is sent (RFC 9110, 13.2.2), also as a list or with weak tags."""
    if request.environ.get("HTTP_IF_NONE_MATCH") == f'"{state.etag}"':  # as nearly all send it, and not worth parsing
        return True
    if request.if_none_match:
        return request.if_none_match.contains_weak(state.etag)
    since = request.if_modified_since
    return since is not None and state.changed_at <= since


def _dress(response: Response, state: State) -> Response:
    response.set_etag(state.etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = PUBLIC_CACHING if state.public else PRIVATE_CACHING
    if state.changed_at <= clock.now():  # a counter that grew twice in one second is ahead of the clock
        response.last_modified = state.changed_at
    return response
