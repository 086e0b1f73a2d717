"""Writes of sessions. Each locks the programme first, then the session, as everywhere."""

from datetime import datetime
from typing import Unpack
from uuid import uuid4

from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events.programme import rules
from forumhub.events.programme.entering import (
    DEFAULTS,
    SessionValues,
    apply_values,
    enter,
    snapshot,
    to_change,
    touch,
    without_new_clash,
)
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.events.programme.queries import count_sessions
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

STALE = N_("Somebody else changed this session since you opened it, so yours was not saved.")


def add_session(
    programme: Programme, *, by: Reader, now: datetime, **values: Unpack[SessionValues]
) -> ProgrammeSession:
    """Needs titles, local_start and minutes. `html` is of rules.text_of(abstract, description).

    Raises RuleBroken; WouldClash where it clashes with a published programme.
    """
    programme = to_change(programme, by)
    rules.check_session_count(count_sessions(programme) + 1)
    with without_new_clash(programme):
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
    _require_there(session)
    _require_fresh(session, lock_version)
    before = snapshot(session)
    session.deleted_at = now
    return _enter(programme, session, "delete", before, by, now)


def restore_session(session: ProgrammeSession, *, by: Reader, now: datetime) -> ProgrammeSession:
    """Back where it was. Raises RuleBroken for one that was not deleted, or longer ago than rules.KEPT."""
    programme, session = _locked(session, by)
    rules.check_kept(session.deleted_at, now)
    rules.check_session_count(count_sessions(programme) + 1)
    before = snapshot(session)
    with without_new_clash(programme):
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
    with without_new_clash(programme), db.session.no_autoflush:
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
    programme = to_change(session.programme, by)
    return programme, locked(ProgrammeSession, session.id)


def _require_there(session: ProgrammeSession) -> None:
    if session.deleted_at is not None:
        raise RuleBroken(N_("This session was deleted: restore it first."))


def _require_fresh(session: ProgrammeSession, lock_version: int) -> None:
    if session.lock_version != lock_version:
        raise Conflict(STALE)
