"""The timetable board: a grid of halls and hours in which sessions are dragged; each change is saved at once."""

from datetime import datetime, timedelta
from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.programme import actions
from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.forms.words import BOARD_WORDS, SESSION_KINDS
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.events.programme.queries import find_hall, sessions_of, slots_of
from forumhub.events.programme.rules import DAY
from forumhub.events.programme.rules.clashes import days_of
from forumhub.events.programme.views.room import programme_to_edit, session_to_edit, version_sent
from forumhub.events.programme.views.wording import clashes_in_words, refusal
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.phrases import day, in_language
from forumhub.web import current_reader, language, right, say


@blueprint.get("/events/<ulid>/programme/board")
@right(ORGANIZER)
def programme_board(ulid: str) -> ResponseReturnValue:
    programme = programme_to_edit(ulid)
    words = {name: str(word) for name, word in BOARD_WORDS.items()}
    return render_template("events/programme/board.html", programme=programme, event=programme.event, words=words)


@blueprint.get("/events/<ulid>/programme/board.json")
@right(ORGANIZER)
def programme_board_data(ulid: str) -> ResponseReturnValue:
    return jsonify(_board(programme_to_edit(ulid)))


@blueprint.post("/events/<ulid>/programme/sessions/<session>/place")
@right(ORGANIZER)
def session_place(ulid: str, session: str) -> ResponseReturnValue:
    """`start` (YYYY-MM-DDTHH:MM, wall clock), `minutes`, `hall` (ULID or empty), `lock_version`.

    Answers with the whole board, as it is then; 409 or 422 with `refused`, lines that say why, and the board, too.
    """
    version, refused, status = version_sent(), [], 200
    try:
        start, minutes = datetime.strptime(request.form["start"], "%Y-%m-%dT%H:%M"), int(request.form["minutes"])  # noqa: DTZ007
    except (KeyError, ValueError):
        return jsonify(refused=[_("That is no place in the timetable.")]), 400
    try:
        with writing():
            found = session_to_edit(ulid, session)
            place: dict[str, Any] = {"local_start": start, "minutes": minutes, "hall": _hall(found.programme)}
            actions.move_session(found, lock_version=version, by=current_reader(), now=clock.now(), **place)
    except WouldClash as error:
        refused, status = refusal(error, programme_to_edit(ulid)), 422
    except Conflict as error:
        refused, status = [say(error)], 409
    except RuleBroken as error:
        refused, status = [say(error)], 422
    return jsonify(**_board(programme_to_edit(ulid)), refused=refused), status


def _hall(programme: Programme) -> ProgrammeHall | None:
    ulid = request.form.get("hall", "")
    if not ulid:
        return None
    hall = find_hall(programme, ulid)
    if hall is None:
        raise NotFound
    return hall


def _board(programme: Programme) -> dict[str, Any]:
    """Times are wall clocks of the event's place, without a zone; the board computes with none."""
    sessions = sessions_of(programme)
    told, beside = clashes_in_words(programme, slots_of(sessions))
    days = days_of(programme.frame, (session.slot for session in sessions))
    return {
        "days": [{"date": each.isoformat(), "words": day(each, language())} for each in days],
        "late": max(0, programme.day_end - DAY),
        "hours": [_earliest(programme, sessions), _latest(programme, sessions)],
        "halls": [{"id": hall.ulid, "title": in_language(hall.names, language())} for hall in programme.halls],
        "sessions": [_on_board(programme, session, beside.get(session.ulid, [])) for session in sessions],
        "clashes": [{"sentence": each.sentence, "blocks": each.blocks, "session": each.key} for each in told],
    }


def _on_board(programme: Programme, session: ProgrammeSession, notes: list[Any]) -> dict[str, Any]:
    return {
        "id": session.ulid,
        "title": in_language(session.titles, language()),
        "kind": session.kind,
        "kind_word": str(SESSION_KINDS[session.kind]),
        "state": session.state,
        "start": f"{session.local_start:%Y-%m-%dT%H:%M}",
        "minutes": session.minutes,
        "hall": session.hall.ulid if session.hall else "",
        "version": session.lock_version,
        "speakers": [speaker.name for speaker in session.speakers],
        "notes": [{"sentence": note.sentence, "blocks": note.blocks} for note in notes],
        "edit": url_for("events.session_edit", ulid=programme.event.ulid, session=session.ulid),
        "place": url_for("events.session_place", ulid=programme.event.ulid, session=session.ulid),
    }


def _earliest(programme: Programme, sessions: list[ProgrammeSession]) -> int:
    """Minutes from midnight at which the grid begins: a full hour."""
    return min([programme.day_start, *(_from_midnight(session) for session in sessions)]) // 60 * 60


def _latest(programme: Programme, sessions: list[ProgrammeSession]) -> int:
    return max([programme.day_end, *(_from_midnight(session) + session.minutes for session in sessions)])


def _from_midnight(session: ProgrammeSession) -> int:
    midnight = datetime.combine(session.day, datetime.min.time())
    return (session.local_start - midnight) // timedelta(minutes=1)
