"""Every address below /dav/ and every method there (RFC 4918, RFC 4791). It identifies by Basic alone."""

from collections.abc import Callable

from flask import Response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from forumhub.calendars.dav.elements import dav as named
from forumhub.calendars.dav.elements import element, href, multistatus, written
from forumhub.calendars.dav.properties import response
from forumhub.calendars.dav.reading import MOST_BYTES, asked_by_propfind
from forumhub.calendars.dav.refusals import TooMuch, Unmet, Unreadable
from forumhub.calendars.dav.resources import CalendarFile, Resource
from forumhub.calendars.dav.views.guarding import let_in, words
from forumhub.calendars.dav.views.places import children, find_place, site_of
from forumhub.calendars.dav.views.reports import report
from forumhub.calendars.views.room import blueprint
from forumhub.errors import N_, ForumhubError, NotFound
from forumhub.web import PUBLIC, right, say

READING = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
WRITING = {
    "PUT": "write-content",
    "POST": "write-content",
    "PATCH": "write-content",
    "DELETE": "unbind",
    "MOVE": "unbind",
    "COPY": "bind",
    "MKCOL": "bind",
    "MKCALENDAR": "bind",
    "PROPPATCH": "write-properties",
    "LOCK": "write-content",
    "UNLOCK": "unlock",
    "ACL": "write-acl",
}
"""What would be needed, and nobody has (RFC 3744, 3)."""
CLASSES = "1, 3, calendar-access"
"""RFC 4918, 18; RFC 4791, 5.1. Syncing and principals have no class: reports and properties tell of them."""
XML = "application/xml; charset=utf-8"


@blueprint.route("/.well-known/caldav", methods=["OPTIONS", "GET", "HEAD", "PROPFIND"], provide_automatic_options=False)
@right(PUBLIC)
def well_known() -> ResponseReturnValue:
    """RFC 6764, 5: says no more than where to ask."""
    return redirect(url_for("calendars.dav"), 301)


@blueprint.route("/dav/", methods=[*READING, *WRITING], defaults={"path": ""}, provide_automatic_options=False)
@blueprint.route("/dav/<path:path>", methods=[*READING, *WRITING], provide_automatic_options=False)
@right(PUBLIC)
def dav(path: str) -> ResponseReturnValue:
    """PUBLIC, since no session counts here: whoever has an app password reads what its owner may see."""
    visitor = let_in()
    if isinstance(visitor, Response):
        return visitor
    try:
        if request.method in WRITING:
            return _refuse_writing(find_place(site_of(visitor), path, may_be_new=request.method != "DELETE"))
        return METHODS[request.method](find_place(site_of(visitor), path))
    except NotFound as error:
        return words(say(error), 404)
    except (Unreadable, TooMuch, Unmet, RequestEntityTooLarge) as error:
        return _refuse(error)


@blueprint.record
def exempt(state: BlueprintSetupState) -> None:
    """No form of ours leads there and no cookie counts, so there is nothing that another site could forge."""
    state.app.extensions["csrf"].exempt(dav)  # type: ignore[attr-defined]


def body() -> bytes:
    """Raises RequestEntityTooLarge as soon as there is more than any program sends."""
    request.max_content_length = MOST_BYTES
    return request.get_data(cache=False)


def _options(_place: Resource) -> Response:
    answer = Response(status=200)
    answer.headers["DAV"] = CLASSES
    answer.headers["Allow"] = ", ".join(READING)
    return answer


def _get(place: Resource) -> Response:
    if not isinstance(place, CalendarFile):
        answer = words(_("This is a folder; calendar programs ask it by PROPFIND."), 405)
        answer.headers["Allow"] = ", ".join(each for each in READING if each not in ("GET", "HEAD"))
        return answer
    kind = place.folder.kept.kind.lower()
    answer = Response(place.content, content_type=f"text/calendar; charset=utf-8; component={kind}")
    answer.set_etag(place.etag)
    answer.last_modified = place.stored.changed_at
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def _propfind(place: Resource) -> Response:
    depth = request.headers.get("Depth", "infinity").strip().lower()
    if depth == "infinity":  # RFC 4918, 9.1
        raise Unmet(named("propfind-finite-depth"), N_("Ask with a Depth of 0 or 1."))
    if depth not in ("0", "1"):
        raise Unreadable(N_("Ask with a Depth of 0 or 1."))
    asked = asked_by_propfind(body())
    below = children(place, asked) if depth == "1" else []
    return _multistatus(multistatus(response(each, asked) for each in [place, *below]))


def _report(place: Resource) -> Response:
    content, is_calendar = report(place, body())
    return Response(content, content_type="text/calendar; charset=utf-8") if is_calendar else _multistatus(content)


METHODS: dict[str, Callable[[Resource], Response]] = {
    "OPTIONS": _options,
    "GET": _get,
    "HEAD": _get,
    "PROPFIND": _propfind,
    "REPORT": _report,
}


def _multistatus(content: bytes) -> Response:
    answer = Response(content, 207, content_type=XML)
    answer.headers["DAV"] = CLASSES
    return answer


def _refuse_writing(place: Resource) -> Response:
    """RFC 3744, 7.1.1."""
    privilege = element(named("privilege"), element(named(WRITING[request.method])))
    needed = element(named("resource"), href(place.path), privilege)
    return _error(element(named("need-privileges"), needed), 403)


def _refuse(error: ForumhubError | RequestEntityTooLarge) -> Response:
    if isinstance(error, Unmet):
        return _error(element(error.condition), 403, say(error))
    if isinstance(error, Unreadable):
        return words(say(error), 400)
    if isinstance(error, TooMuch):
        return words(say(error), 413)
    return words(_("The request is larger than %(most)s kB; ask for less at once.", most=MOST_BYTES // 1024), 413)


def _error(condition: object, code: int, text: str = "") -> Response:
    described = [element(named("responsedescription"), text)] if text else []
    return Response(written(element(named("error"), condition, *described)), code, content_type=XML)  # type: ignore[arg-type]
