"""Fresh authentication: what binds a party asks for a password that was given a short while ago."""

import re
import time
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forumhub.parties.accounts import once_more


def ask_if_stale() -> ResponseReturnValue | None:
    """None where the reader gave the password within FRESH_MINUTES; else the way to `/verify` and back.

    What was posted is asked for the password where it arrived, and goes on from there.
    """
    given = once_more.take_password()
    if is_fresh(session.get("fs_paa", 0), time.time(), current_app.config["FRESH_MINUTES"]):
        return None
    if request.method == "POST":
        return once_more.ask(way_back(), given)
    flash(_("This step asks for your password once more."), "info")
    return redirect(url_for("security.verify", next=way_back()))


def is_fresh(verified_at: float, now: float, minutes: int) -> bool:
    """Both in seconds since 1970. A moment in the future, by more than a clock may drift, is not fresh."""
    return -60 < now - verified_at < minutes * 60


def way_back() -> str:
    """Where a GET shows what the reader was at: this address, else the page that holds the form, else the desk."""
    here = request.full_path.rstrip("?")
    if request.method == "GET" or _answers_get(request.path):
        return here
    return page_before() or url_for("desk.home")


def page_before() -> str | None:
    """The path of the page that the request came from, where it is one of ours."""
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc != request.host or not re.match(r"/(?![/\\])", referrer.path or ""):  # '//' begins another host
        return None
    return referrer._replace(scheme="", netloc="", fragment="").geturl()


def _answers_get(path: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
