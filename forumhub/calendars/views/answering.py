"""What every answer that carries a calendar has in common (RFC 9110): its state is compared before it is read."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header, http_date, parse_date, parse_etags

from forumhub import clock
from forumhub.calendars.rules import IDENTITY, POLL
from forumhub.web import headers_of_all

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

TYPE = "text/calendar; charset=utf-8"
PUBLIC_CACHING = f"public, max-age={int(POLL.total_seconds()) // 4}"
PRIVATE_CACHING = "private, max-age=60"
PUBLIC_VARY = "Accept-Encoding, User-Agent"
"""Microsoft's agents are given no gzip (`coding_for`): a cache must not hand them what it kept for others."""


class State(NamedTuple):
    """`etag` without quotation marks; `changed_at` aware; `coding` and `public` say how and to whom it is kept."""

    etag: str
    changed_at: datetime
    coding: str
    public: bool


class Served(NamedTuple):
    """A calendar: `body` is called only where the client has another state. `name` is the file's, ASCII."""

    state: State
    name: str
    body: Callable[[], bytes]


def answer(served: Served, *, download: bool = False) -> ResponseReturnValue:
    """304 where the client has this state."""
    if _client_has(served.state, request.environ):
        return Response(status=304, headers=_validators(served.state))
    headers = _described(served, "attachment" if download else "inline")
    return Response(served.body(), headers=headers, content_type=TYPE)


def answer_directly(served: Served, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
    """The same, without a request of Flask's."""
    if _client_has(served.state, environ):
        start_response("304 NOT MODIFIED", _validators(served.state))
        return []
    body = served.body()
    own = [("Content-Type", TYPE), ("Content-Length", str(len(body))), *_described(served, "inline")]
    start_response("200 OK", [*own, *headers_of_all(environ["wsgi.url_scheme"] == "https")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _client_has(state: State, environ: dict[str, Any]) -> bool:
    """If-None-Match counts alone where it is sent (RFC 9110, 13.2.2), also as a list or with weak tags."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags:
        return tags == f'"{state.etag}"' or parse_etags(tags).contains_weak(state.etag)
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and state.changed_at <= since


def _described(served: Served, disposition: str) -> list[tuple[str, str]]:
    state = served.state
    coding = [] if state.coding == IDENTITY else [("Content-Encoding", state.coding)]
    return [
        *_validators(state),
        *coding,
        ("Content-Disposition", dump_options_header(disposition, {"filename": served.name})),
    ]


def _validators(state: State) -> list[tuple[str, str]]:
    caching, varies = (PUBLIC_CACHING, PUBLIC_VARY) if state.public else (PRIVATE_CACHING, "Accept-Encoding")
    headers = [("ETag", f'"{state.etag}"'), ("Vary", varies), ("Cache-Control", caching)]
    if state.changed_at <= clock.now():  # a counter that grew twice in one second is ahead of the clock
        headers.append(("Last-Modified", http_date(state.changed_at)))
    return headers
