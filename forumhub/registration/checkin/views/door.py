"""The check-in page: codes by camera or typed, each answered at once and loudly; it is used by several phones."""

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.database import new_ulid, writing
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import plain
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.events.views.room import asked
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.attendance.rules import check_attendance_time
from forumhub.registration.checkin.actions import let_in, scan_code
from forumhub.registration.checkin.models import Scan
from forumhub.registration.checkin.queries import attendance_of, find_scan, latest_welcomes
from forumhub.registration.checkin.views.wording import PAGE_WORDS, answer_of
from forumhub.registration.views.room import blueprint
from forumhub.web import HEADERS, current_reader, right, say

CAMERA_HERE = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
"""On this page alone."""


@blueprint.get("/events/<ulid>/check-in")
@right(ORGANIZER)
def check_in(ulid: str) -> ResponseReturnValue:
    event = get_event(ulid, current_reader(), to_organize=True)
    return _page(event, find_scan(event.id, asked("scan")["scan"]))


@blueprint.post("/events/<ulid>/check-in")
@right(ORGANIZER)
def check_in_scan(ulid: str) -> ResponseReturnValue:
    """`scan`, the ULID of this scan; `code`, or `registration`, a ULID; `waited`, seconds since it was made.

    Leads back to the page; to a script (Accept: application/json) it answers with what the page would show.
    """
    as_json = request.accept_mimetypes.best == "application/json"
    try:
        with writing():
            scan = _scanned(ulid).ulid
    except RuleBroken as error:
        return _refused(ulid, error, as_json)
    if as_json:
        return _told(ulid, scan)
    return redirect(url_for("registration.check_in", ulid=ulid, scan=scan))


def _scanned(ulid: str) -> Scan:
    reader = current_reader()
    event = get_event(ulid, reader, to_organize=True)
    told: dict[str, Any] = {"ulid": _sent("scan"), "waited": _sent("waited"), "by": reader, "now": clock.now()}
    if chosen := _sent("registration"):
        return let_in(event, chosen, **told)
    return scan_code(event, _sent("code"), **told)


def _sent(name: str) -> str:
    return plain(request.form.get(name))


def _told(ulid: str, scan: str) -> Response:
    reader = current_reader()
    event = get_event(ulid, reader, to_organize=True)
    found = find_scan(event.id, scan)
    assert found
    answer = answer_of(found, reader)
    html = render_template("registration/checkin/_answer.html", answer=answer)
    return jsonify(outcome=found.outcome, kind=answer.words.kind, line=answer.line, html=html, now=_now(event))


def _refused(ulid: str, error: RuleBroken, as_json: bool) -> ResponseReturnValue:
    if as_json:
        return jsonify(refused=say(error)), 422
    return _page(get_event(ulid, current_reader(), to_organize=True), None, say(error), 422)


@blueprint.get("/events/<ulid>/check-in/now")
@right(ORGANIZER)
def check_in_now(ulid: str) -> ResponseReturnValue:
    """How many are in, and who came last at any of the phones: asked again and again while the page is looked at."""
    return jsonify(_now(get_event(ulid, current_reader(), to_organize=True)))


def _now(event: Event) -> dict[str, str]:
    """What is replaced in the page, as HTML."""
    told = {"attendance": attendance_of(event, current_reader()), "latest": latest_welcomes(event), "event": event}
    return {part: render_template(f"registration/checkin/_{part}.html", **told) for part in ("counts", "latest")}


def _page(event: Event, scan: Scan | None, message: str = "", status: int = 200) -> Response:
    reader, attendance, closed = current_reader(), attendance_of(event, current_reader()), closed_words(event)
    page = render_template(
        "registration/checkin/door.html",
        event=event,
        closed=closed,
        may_close=bool(attendance.missing) and event.starts_at <= clock.now() and not closed,
        message=message,
        typed=_sent("code"),
        answer=answer_of(scan, reader) if scan else None,
        scan=new_ulid(),
        attendance=attendance,
        latest=latest_welcomes(event),
        words={name: str(word) for name, word in PAGE_WORDS.items()},
    )
    answer = make_response(page, status)
    answer.headers["Permissions-Policy"] = CAMERA_HERE
    return answer


def closed_words(event: Event) -> str:
    """Why nobody can be let in now; empty where somebody can."""
    try:
        check_attendance_time(event.state, event.starts_at, event.ends_at, clock.now())
    except RuleBroken as error:
        return say(error)
    return ""
