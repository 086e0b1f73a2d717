"""Imports a schedule into an event's programme: all of it in one transaction, and in as many statements as it has
kinds of rows."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from forumhub.database import db, locked
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.events.programme import rules
from forumhub.events.programme.actions import open_programme
from forumhub.events.programme.entering import enter, snapshot, to_change, touch, without_new_clash
from forumhub.events.programme.interchange.describing import hall_names
from forumhub.events.programme.interchange.patches import HALL_UNSAID
from forumhub.events.programme.interchange.planning import Change, Plan, plan_import
from forumhub.events.programme.interchange.queries import every_session
from forumhub.events.programme.interchange.reading import Reading
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession, Speaker
from forumhub.markdown import TooMuch, TooSlow, read_bounded
from forumhub.parties.policy import Reader

PLAIN = (
    "frab_id", "slug", "minutes", "kind", "state", "titles", "subtitles", "track", "language", "interpretation",
    "abstract", "description", "links", "foreign",
)  # fmt: skip


def rendered(plan: Plan) -> dict[str, str]:
    """The HTML of every text that would be new, by its Markdown. Slow work: it comes before the transaction."""
    texts = {text_of(change.values) for change in (*plan.made, *plan.changed)}
    return {text: _html(text) for text in texts if text}


def text_of(values: Mapping[str, Any]) -> str:
    return rules.text_of(values["abstract"], values["description"])


def _html(text: str) -> str:
    """A text that is too much for the renderer is shown as it stands."""
    try:
        return read_bounded(text).html
    except (TooMuch, TooSlow):
        return f'<pre class="raw">{escape(text)}</pre>'


def import_schedule(
    event: Event, reading: Reading, html: Mapping[str, str], *, language: str, by: Reader, now: datetime
) -> Plan:
    """Makes and changes what the file says; returns what was done. `html` is what `rendered` made.

    The sessions are found by guid, so that the same file changes nothing the second time. Raises NotAllowed, RuleBroken
    (WouldClash where it clashes with a published programme).
    """
    require_organizer(by, event.party_ids)
    programme = to_change(open_programme(locked(Event, event.id), by=by, now=now), by)
    sessions = every_session(programme)
    plan = plan_import(event, programme, sessions, reading, language)
    if plan.empty and plan.limits is None and programme.foreign == plan.foreign:
        return plan
    with without_new_clash(programme), db.session.no_autoflush:
        _set_programme(programme, plan)
        halls = _add_halls(programme, plan, reading, language)
        _change(programme, plan, {session.guid: session for session in sessions}, halls, html, now)
        _make(programme, plan, halls, html, now)
        db.session.flush()
    details: dict[str, Any] = {
        "made": len(plan.made),
        "changed": len(plan.changed),
        "same": plan.same,
        "noted": len(plan.notes),
    }
    enter(programme, "import", by=by, now=now, **details)
    return plan


def _set_programme(programme: Programme, plan: Plan) -> None:
    if plan.limits:
        rules.check_days(*plan.limits)
        programme.day_start, programme.day_end = plan.limits
    programme.foreign = plan.foreign
    programme.lock_version += 1


def _add_halls(programme: Programme, plan: Plan, reading: Reading, language: str) -> dict[str, ProgrammeHall]:
    """By the names that the plan's sessions call them by, all halls."""
    names = hall_names(programme.halls, language)
    halls = {names[hall.id]: hall for hall in programme.halls}
    position = max((hall.position for hall in programme.halls), default=-1) + 1
    for number, name in enumerate(plan.halls):
        values = {**HALL_UNSAID, **reading.halls[name]}
        rules.check_names(values["names"])
        rules.check_opening(values["opens"], values["closes"])
        halls[name] = ProgrammeHall(position=position + number, **values)
        programme.halls.append(halls[name])
    return halls


def _change(
    programme: Programme,
    plan: Plan,
    sessions: Mapping[str, ProgrammeSession],
    halls: Mapping[str, ProgrammeHall],
    html: Mapping[str, str],
    now: datetime,
) -> None:
    db.session.flush()  # new halls have their rows now
    before = {change.guid: snapshot(sessions[change.guid]) for change in plan.changed}
    people = {change.guid: _people(sessions[change.guid]) for change in plan.changed}
    for change in plan.changed:
        if "speakers" in change.fields:
            sessions[change.guid].speakers = []
    db.session.flush()  # the old ones leave their positions first
    for change in plan.changed:
        session = sessions[change.guid]
        _set(session, change, halls, html)
        if "speakers" in change.fields:
            session.speakers = _speakers(change, people[change.guid])
        session.deleted_at = None
        session.hall_id = session.hall.id if session.hall else None
        touch(session, before[change.guid], now)


def _make(
    programme: Programme, plan: Plan, halls: Mapping[str, ProgrammeHall], html: Mapping[str, str], now: datetime
) -> None:
    made = []
    for change in plan.made:
        session = ProgrammeSession(programme_id=programme.id, guid=change.guid, created_at=now, changed_at=now)
        _set(session, change, halls, html)
        session.speakers = _speakers(change, {})
        made.append(session)
    db.session.add_all(made)


def _set(
    session: ProgrammeSession, change: Change, halls: Mapping[str, ProgrammeHall], html: Mapping[str, str]
) -> None:
    values, text = change.values, text_of(change.values)
    for name in PLAIN:
        if getattr(session, name) != values[name]:
            setattr(session, name, values[name])
    session.local_start = datetime.fromisoformat(values["local_start"])
    session.hall = halls.get(values["hall"])
    if text:
        session.html = html[text] if text in html else _html(text)
    else:
        session.html = ""


def _people(session: ProgrammeSession) -> dict[str, int]:
    """By their names, the people of the installation among the speakers: a file does not know them."""
    return {speaker.name: speaker.person_id for speaker in session.speakers if speaker.person_id}


def _speakers(change: Change, people: Mapping[str, int]) -> list[Speaker]:
    return [
        Speaker(position=position, person_id=people.get(said["name"]), **said)
        for position, said in enumerate(change.values["speakers"])
    ]
