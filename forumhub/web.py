"""Where HTTP and forumhub meet: rights on routes, the reader, errors to pages, languages, headers, filters."""

import logging
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from flask import (
    Flask,
    Request,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    send_file,
    session,
    url_for,
)
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext, refresh
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import ClientDisconnected, HTTPException

from forumhub import files, phrases
from forumhub.database import commits, db, is_to_be_done_again
from forumhub.errors import N_, Conflict, ForumhubError, NotAllowed, NotFound

if TYPE_CHECKING:
    from forumhub.parties.policy import Reader

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])

VERSION = version("forumhub")
BABEL_NAMES = {"en": "en", "zh": "zh_Hans_CN", "ru": "ru"}
LANGUAGE_LABELS = {"en": "English", "zh": "中文", "ru": "Русский"}

PUBLIC = "public"
"""Everyone, signed in or not; what the object lets nobody see is still decided in the query."""
SIGNED_IN = "signed in"
OPERATOR = "operator"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
UPLOAD_POLICY = "default-src 'none'; sandbox"
"""What somebody uploaded runs nothing, wherever it is opened."""


@dataclass(frozen=True)
class Right:
    """Who may try a route at all: one of these names (PUBLIC, SIGNED_IN, OPERATOR or roles of policy.ROLES)."""

    names: tuple[str, ...]
    fresh: bool = False


def right(*names: str, fresh: bool = False) -> Callable[[View], View]:
    """Declares a route's right; stands directly above the view. `fresh` asks for a recent password or code."""

    def attach(view: View) -> View:
        view.right = Right(names, fresh)  # type: ignore[attr-defined]
        return view

    return attach


def declared_right(app: Flask, endpoint: str) -> Right | None:
    declared: Right | None = getattr(app.view_functions[endpoint], "right", None)
    return declared or app.extensions["forumhub.foreign_rights"].get(endpoint)


def require_rights_declared(app: Flask) -> None:
    """Raises RuntimeError when a route has no right: it must not start so."""
    missing = sorted({rule.endpoint for rule in app.url_map.iter_rules() if not declared_right(app, rule.endpoint)})
    if missing:
        raise RuntimeError(f"routes without a declared right: {', '.join(missing)}")


def current_reader() -> "Reader":
    if "reader" not in g:
        g.reader = current_app.extensions["forumhub.reader"]()
    reader: Reader = g.reader
    return reader


def _check_right() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    if "\0" in request.path:  # no database takes it, so nothing has this name
        abort(404)
    declared = declared_right(current_app, request.endpoint)
    if declared is None:
        abort(404)
    if PUBLIC in declared.names:  # who reads it is found out where it matters
        return None
    reader = current_reader()
    if not reader.signed_in:
        return to_sign_in()
    if not _holds(reader, declared.names):
        raise NotFound
    if declared.fresh:
        fresh: ResponseReturnValue | None = current_app.extensions["forumhub.fresh"]()
        return fresh
    return None


def _holds(reader: "Reader", names: Iterable[str]) -> bool:
    return (
        SIGNED_IN in names
        or (OPERATOR in names and reader.operator)
        or bool(reader.parties_as(*(name for name in names if name not in {SIGNED_IN, OPERATOR})))
    )


def to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else url_for("desk.home")
    return redirect(url_for("security.login") + "?" + urlencode({"next": target}))


def _language() -> str:
    languages = current_app.config["LANGUAGES"]
    chosen = session.get("language")
    if chosen in languages:
        return str(chosen)
    reader = current_reader()
    if reader.signed_in and reader.language in languages:
        return reader.language
    return request.accept_languages.best_match(languages) or languages[0]


def language() -> str:
    """The reader's language, `en`, `zh` or `ru`; chosen, their own, or what the browser asks for."""
    if "language" not in g:
        g.language = _language()
    chosen: str = g.language
    return chosen


def speak(code: str) -> None:
    """Renders what follows in this request in `en`, `zh` or `ru`, whatever the reader chose for the other pages."""
    g.language = code
    refresh()


def _babel_locale() -> str:
    return BABEL_NAMES.get(language() if request else g.get("language", "en"), "en")


def on_clock_of(timezone: str) -> None:
    """Shows this page's moments on the clock of whoever holds its link; who is signed in keeps their own."""
    if not current_reader().signed_in:
        g.clock = timezone


def _clock() -> str:
    return str(g.get("clock") or current_reader().timezone)


def _babel_timezone() -> str:
    return _clock() if request else "UTC"


def say(error: ForumhubError) -> str:
    """The error in the reader's language."""
    return str(gettext(error.msgid, **error.values) if error.values else gettext(error.msgid))


STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409}
TITLES = {
    400: N_("That request could not be read"),
    403: N_("You may not do that"),
    404: N_("No such page"),
    405: N_("Not done this way"),
    409: N_("Somebody else was quicker"),
    413: N_("Too large"),
    422: N_("That cannot be done"),
    429: N_("Too many requests"),
    500: N_("Something broke on our side"),
}


def _page(code: int, message: str, **context: object) -> tuple[str, int]:
    title = gettext(TITLES.get(code, TITLES[400]))
    context = {"details": None, **context}
    return render_template("errors/error.html", code=code, title=title, message=message, **context), code


def _forumhub_error(error: ForumhubError) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(error, NotFound) and not current_reader().signed_in and not (is_asset() or is_for_programs()):
        return to_sign_in()
    code = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 422)
    return _page(code, say(error), details=getattr(error, "details", None))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if error.code == 404:
        return _forumhub_error(NotFound())
    messages = {
        405: N_("This address does not take that kind of request."),
        413: N_("What was sent is larger than this installation takes: %(limit)s MB in all."),
        429: N_("Wait a minute, then try again."),
    }
    code, limit = error.code or 500, current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)
    message = messages.get(code, N_("The request was not as a browser would send it."))
    return _page(code, gettext(message, limit=limit))


def _csrf_error(error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        gettext(
            "The form was open too long or came from another page, so nothing was done. "
            "Go back, reload the page and send it again; what you typed is still in the form."
        ),
    )


def _broken(error: Exception) -> ResponseReturnValue:
    logger.exception("unhandled error at %s", request.endpoint)
    db.session.rollback()
    return _page(500, gettext("Nothing was changed. The error was recorded; please tell your administrator the time."))


def is_asset() -> bool:
    return request.path.startswith("/static/") or request.path.startswith("/bootstrap/")


def is_for_programs() -> bool:
    """What calendars read by a key of their own: they cannot sign in, so what is missing there is missing."""
    return request.path.startswith(("/feeds/", "/dav/"))


_READ_OFF = 64 * 1024 * 1024


def _read_off(response: Response) -> Response:
    """Reads what was sent and is not wanted, up to 64 MB.

    A server that answers before that resets the connection, and whoever sends a file that is too large, or was signed
    out meanwhile, would never see the answer.
    """
    left = min(request.content_length or 0, _READ_OFF)
    if not left:
        return response
    refused = (request.content_length or 0) > (request.max_content_length or left)
    stream = request.environ["wsgi.input"] if refused else request.stream
    try:
        while left > 0 and (chunk := stream.read(min(left, 1024 * 1024))):
            left -= len(chunk)
    except (ClientDisconnected, OSError):
        logger.info("the connection ended before all was sent to %s", request.endpoint)
    return response


def _headers(response: Response) -> Response:
    if response.status_code == 304:  # what the client keeps has its headers
        return response
    given = {name.lower() for name, _value in response.headers}
    response.headers.extend([each for each in headers_of_all(request.is_secure) if each[0].lower() not in given])
    if "cache-control" not in given and not is_asset():
        response.headers["Cache-Control"] = "private, no-store"
    return response


def headers_of_all(is_secure: bool) -> list[tuple[str, str]]:
    """What each answer says to browsers, unless it has its own."""
    return [*HEADERS.items(), *([("Strict-Transport-Security", "max-age=31536000")] if is_secure else [])]


AGAIN = 3
"""How often at most. Each time another one has come through."""


class Application(Flask):
    """Does a change again that PostgreSQL gave up for another's sake, as its manual (13.3.4 and 13.5) asks of everybody
    who locks: in a circle of two who wait for each other, one of them is always given up.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method != "POST":
            return super().dispatch_request()
        kept, committed = deepcopy(dict(session)), commits()
        for _again in range(AGAIN):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                if not is_to_be_done_again(error) or commits() != committed:
                    raise
                logger.info("given up for another's sake, and done again: %s", request.endpoint)
                _begin_again(kept)
        return super().dispatch_request()


def _begin_again(kept: Mapping[str, Any]) -> None:
    """As it was when the view began: mails and derived rows went with the transaction, files bear their hashes."""
    db.session.rollback()
    if dict(session) != kept:
        session.clear()
        session.update(deepcopy(dict(kept)))
    for _name, sent in request.files.items(multi=True):
        sent.stream.seek(0)


class FormRequest(Request):
    """What is sent are forms and files. The libraries would take JSON for a form, too, but no form was made for what it
    can hold: numbers, lists, lone surrogates.
    """

    @property
    def is_json(self) -> bool:
        return False


class Sessions(SecureCookieSessionInterface):
    """Calendars poll without cookies, thousands of times: nothing is made ready to read one that was not sent."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def send_kept(sha256: str, name: str) -> Response:
    """A kept file, to be saved and never shown as a page of ours."""
    kind = files.media_type_of(name)  # not that of who stored these bytes first, which would tell of them
    path = files.path(current_app.config["INSTANCE"] / "files", sha256)
    answer = send_file(path, mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    current: bool


def _navigation() -> list[NavigationItem]:
    rooms = (
        ("desk.home", gettext("Desk"), ("/desk",)),
        ("events.calendar", gettext("Calendar"), ("/calendar", "/subscribe")),
        ("events.index", gettext("Events"), ("/events", "/series", "/polls", "/minutes", "/registrations")),
        ("desk.agreements", gettext("Agreements"), ("/agreements",)),
        ("followup.register", gettext("Follow-up"), ("/follow-up",)),
    )
    reader = current_reader()
    shown = rooms if reader.signed_in else rooms[1:3]
    return [
        NavigationItem(label, url_for(endpoint), request.path == url_for(endpoint) or request.path.startswith(paths))
        for endpoint, label, paths in shown
        if endpoint in current_app.view_functions
    ]


def _context() -> dict[str, object]:
    reader = current_reader()
    return {
        "reader": reader,
        "navigation": _navigation(),
        "locale_code": BABEL_NAMES[language()].replace("_", "-"),
        "language": language(),
        "languages": [(code, LANGUAGE_LABELS[code]) for code in current_app.config["LANGUAGES"]],
        "example_data": current_app.config["EXAMPLE_DATA"],
        "installation_languages": current_app.config["LANGUAGES"],
        "forumhub_version": VERSION,
    }


def init_web(app: Flask) -> None:
    """Wires the above into an app; who knows accounts sets its extensions `forumhub.reader` and `forumhub.fresh`."""
    app.request_class = FormRequest
    app.session_interface = Sessions()
    Babel(app, locale_selector=_babel_locale, timezone_selector=_babel_timezone)
    app.before_request(_check_right)
    app.after_request(_headers)
    app.after_request(_read_off)
    app.context_processor(_context)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(ForumhubError, _forumhub_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)
    app.jinja_env.filters["sanitised"] = Markup  # HTML that forumhub.markdown made and sanitised when it was saved
    phrases.add_filters(app, language=language, zone=_clock)
