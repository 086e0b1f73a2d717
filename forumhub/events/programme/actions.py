"""Writes of programmes, their halls and sessions. They lock the programme; each leaves one audit entry."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack
from uuid import uuid4

from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.events.programme import rules
from forumhub.events.programme.entering import (
    DEFAULTS,
    SessionValues,
    apply_values,
    enter,
    snapshot,
    to_change,
    touch,
)
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.events.programme.queries import count_sessions, programme_of
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

STALE = N_("Somebody else changed this session since you opened it, so yours was not saved.")


def open_programme(event: Event, *, by: Reader, now: datetime) -> Programme:
    """The event's programme, made as a draft without halls where there is none yet. Raises NotAllowed."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    programme = programme_of(event.id)
    if programme is None:
        start, end = rules.USUAL_DAY
        programme = Programme(event=event, day_start=start, day_end=end, created_at=now, changed_at=now)
        db.session.add(programme)
        enter(programme, "open", by=by, now=now)
    return programme


def set_days(programme: Programme, *, day_start: int, day_end: int, by: Reader, now: datetime) -> None:
    """Between which minutes of a day sessions lie. Raises RuleBroken."""
    rules.check_days(day_start, day_end)
    programme = to_change(programme, by)
    programme.day_start, programme.day_end = day_start, day_end
    programme.lock_version += 1
    enter(programme, "days", by=by, now=now)


def add_hall(
    programme: Programme,
    *,
    names: dict[str, str],
    capacity: int | None = None,
    opens: int | None = None,
    closes: int | None = None,
    foreign: dict[str, object] | None = None,
    by: Reader,
    now: datetime,
) -> ProgrammeHall:
    """A hall, last in the order of columns. Raises RuleBroken."""
    rules.check_names(names)
    rules.check_opening(opens, closes)
    programme = to_change(programme, by)
    rules.check_hall_count(len(programme.halls) + 1)
    position = max((hall.position for hall in programme.halls), default=-1) + 1
    hall = ProgrammeHall(names=names, capacity=capacity, opens=opens, closes=closes, position=position)
    hall.foreign = foreign or {}
    programme.halls.append(hall)
    programme.lock_version += 1
    enter(programme, "halls", by=by, now=now)
    return hall


def edit_hall(
    hall: ProgrammeHall,
    *,
    names: dict[str, str],
    capacity: int | None,
    opens: int | None,
    closes: int | None,
    by: Reader,
    now: datetime,
) -> None:
    """Raises RuleBroken."""
    rules.check_names(names)
    rules.check_opening(opens, closes)
    programme = to_change(hall.programme, by)
    hall.names, hall.capacity, hall.opens, hall.closes = names, capacity, opens, closes
    programme.lock_version += 1
    enter(programme, "halls", by=by, now=now)


def order_halls(programme: Programme, ulids: Sequence[str], *, by: Reader, now: datetime) -> None:
    """Puts the halls in this order; those that are not named follow in the order that they had."""
    programme = to_change(programme, by)
    places = {ulid: place for place, ulid in enumerate(ulids)}
    ordered = sorted(programme.halls, key=lambda hall: places.get(hall.ulid, len(places)))
    for position, hall in enumerate(ordered):
        hall.position = position
    programme.lock_version += 1
    enter(programme, "halls", by=by, now=now)
    db.session.expire(programme, ["halls"])


def remove_hall(hall: ProgrammeHall, *, by: Reader, now: datetime) -> None:
    """Raises RuleBroken where sessions are in it."""
    programme = to_change(hall.programme, by)
    rules.check_hall_empty(count_sessions(programme, hall))
    programme.halls.remove(hall)
    programme.lock_version += 1
    enter(programme, "halls", by=by, now=now)


def add_session(
    programme: Programme, *, by: Reader, now: datetime, **values: Unpack[SessionValues]
) -> ProgrammeSession:
    """Needs titles, local_start and minutes. `html` is of rules.text_of(abstract, description). Raises RuleBroken."""
    programme = to_change(programme, by)
    rules.check_session_count(count_sessions(programme) + 1)
    session = build_session(programme, now, **values)
    enter(programme, "add", by=by, now=now, label=name_of(session), session=session.ulid)
    return session


def build_session(programme: Programme, now: datetime, **values: Unpack[SessionValues]) -> ProgrammeSession:
    """A session of a programme that is locked already, without its audit entry: imports enter many as one."""
    session = ProgrammeSession(programme_id=programme.id, created_at=now, changed_at=now)
    session.guid = values.get("guid") or str(uuid4())
    with db.session.no_autoflush:
        apply_values(session, {**DEFAULTS, **values, "guid": session.guid})
    db.session.add(session)
    db.session.flush()
    return session


def edit_session(
    session: ProgrammeSession, *, lock_version: int, by: Reader, now: datetime, **values: Unpack[SessionValues]
) -> ProgrammeSession:
    """Raises Conflict where it was saved since `lock_version` was read, RuleBroken for what cannot be."""
    return _change(session, "edit", lock_version, values, by, now)


def move_session(
    session: ProgrammeSession,
    *,
    lock_version: int,
    local_start: datetime,
    minutes: int,
    hall: ProgrammeHall | None,
    by: Reader,
    now: datetime,
) -> ProgrammeSession:
    """To another wall clock, length or hall; raises as `edit_session`."""
    place = SessionValues(local_start=local_start, minutes=minutes, hall=hall)
    return _change(session, "move", lock_version, place, by, now)


def delete_session(session: ProgrammeSession, *, lock_version: int, by: Reader, now: datetime) -> ProgrammeSession:
    """Gone for readers; it can be restored for 30 days. Raises Conflict as `edit_session`."""
    programme, session = _locked(session, by)
    _require_fresh(session, lock_version)
    _require_there(session)
    before = snapshot(session)
    session.deleted_at = now
    return _enter(programme, session, "delete", before, by, now)


def restore_session(session: ProgrammeSession, *, by: Reader, now: datetime) -> ProgrammeSession:
    """Back where it was. Raises RuleBroken for one that was not deleted, or longer ago than rules.KEPT."""
    programme, session = _locked(session, by)
    rules.check_kept(session.deleted_at, now)
    rules.check_session_count(count_sessions(programme) + 1)
    before = snapshot(session)
    session.deleted_at = None
    return _enter(programme, session, "restore", before, by, now)


def name_of(session: ProgrammeSession) -> str:
    """As audit entries call it."""
    return in_language(session.titles, "en")


def _change(
    session: ProgrammeSession, act: str, lock_version: int, values: SessionValues, by: Reader, now: datetime
) -> ProgrammeSession:
    programme, session = _locked(session, by)
    _require_there(session)
    _require_fresh(session, lock_version)
    before = snapshot(session)
    with db.session.no_autoflush:
        apply_values(session, values)
    return _enter(programme, session, act, before, by, now)


def _enter(
    programme: Programme,
    session: ProgrammeSession,
    act: str,
    before: dict[str, object],
    by: Reader,
    now: datetime,
) -> ProgrammeSession:
    touch(session, before, now)
    enter(programme, act, by=by, now=now, label=name_of(session), session=session.ulid)
    return session


def _locked(session: ProgrammeSession, by: Reader) -> tuple[Programme, ProgrammeSession]:
    """Both under their locks: the programme's first, as everywhere."""
    programme = to_change(session.programme, by)
    return programme, locked(ProgrammeSession, session.id)


def _require_there(session: ProgrammeSession) -> None:
    if session.deleted_at is not None:
        raise RuleBroken(N_("This session was deleted: restore it first."))


def _require_fresh(session: ProgrammeSession, lock_version: int) -> None:
    if session.lock_version != lock_version:
        raise Conflict(STALE)
