"""Who is let in below /dav/: by an app password alone, never by a cookie, and never in clear over a network."""

import time
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from flask_babel import gettext as _

from forumhub import clock
from forumhub.calendars.addresses import address
from forumhub.calendars.dav.queries import Visitor, find_visitor
from forumhub.calendars.dav.rules import secret_sha256
from forumhub.calendars.views.room import POLLS

MOST_GUESSES = 20
"""Different wrong passwords for one account from one address, within the window of `parties.accounts.attempts`."""
MOST_OF_ADDRESS = 200
_FORWARDED = "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via"


def words(text: str, code: int) -> Response:
    return Response(text + "\n", code, content_type="text/plain; charset=utf-8")


def let_in() -> Visitor | Response:
    """The visitor, or the answer that nobody is let in by."""
    if not _is_private():
        return words(
            _(
                "Calendars are synced over https only: here a password would cross the network in clear. "
                "Use the https address of this installation."
            ),
            403,
        )
    given = request.authorization
    if given is None or given.type != "basic" or not given.username or not given.password:
        return _ask()
    now = clock.now()
    visitor = find_visitor(_plain(given.username), _plain(given.password), now)
    if visitor is None:
        return _refuse(given.username, given.password)
    key = visitor.password_ulid, visitor.password_made_at
    current_app.extensions[POLLS].note(*key, request.user_agent.string, now)
    g.language = visitor.language if visitor.language in current_app.config["LANGUAGES"] else "en"
    return visitor


def _refuse(email: str, secret: str) -> Response:
    """Only who is wrong is told to wait: a ministry is one address, and nobody guesses 138 bits."""
    if _guessed_too_often(email):
        return words(_("Too many wrong passwords came from here. Wait five minutes, then try again."), 429)
    _count(email, secret)
    return _ask()


def _plain(text: str) -> str:
    """No database takes NUL, nor PostgreSQL half of a surrogate pair; no name or password of ours has them."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _is_private() -> bool:
    """Over TLS, as far as this process or the proxies that it trusts (PROXIES) can tell; or inside this machine.

    What a proxy forwards comes from this machine, too, but not from inside it, and some proxies say nothing of it.
    So what is asked for must be this machine as well, and the installation must be nobody else's.
    """
    if request.is_secure:
        return True
    forwarded = not current_app.config["PROXIES"] and any(name in request.headers for name in _FORWARDED)
    hosts = request.remote_addr, _host_of(f"//{request.host}"), _host_of(current_app.config["PUBLIC_URL"])
    return not forwarded and all(map(_is_here, hosts))


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _ask() -> Response:
    page = address("calendars.devices")
    answer = words(
        _(
            "This address is for calendar programs. The user name is your e-mail address here; the password is one "
            "that you make for the device at %(page)s, not the one that you sign in with.",
            page=page,
        ),
        401,
    )
    answer.headers["WWW-Authenticate"] = 'Basic realm="forumhub calendars", charset="UTF-8"'
    return answer


def _guesses(email: str) -> tuple[tuple[Any, int], ...]:
    who = ("dav", request.remote_addr, email.strip().lower()[:254])
    return (who, MOST_GUESSES), (("dav", request.remote_addr), MOST_OF_ADDRESS)


def _guessed_too_often(email: str) -> bool:
    attempts, now = current_app.extensions["forumhub.attempts"], time.monotonic()
    return any(attempts.of(key, now) >= most for key, most in _guesses(email))


def _count(email: str, secret: str) -> None:
    """The same wrong password again is a device whose password was revoked, not a guess: it locks nobody out."""
    attempts, now = current_app.extensions["forumhub.attempts"], time.monotonic()
    same = ("dav", request.remote_addr, email.strip().lower()[:254], secret_sha256(_plain(secret)))
    if not attempts.of(same, now):
        for key, _most in (*_guesses(email), (same, 1)):
            attempts.add(key, now)
