"""Reads for imports and exports."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forumhub.database import db
from forumhub.events.programme.models import Programme, ProgrammeSession


def every_session(programme: Programme) -> list[ProgrammeSession]:
    """Deleted ones, too, in the order of their time, with halls and speakers. Two queries, however many."""
    own = select(ProgrammeSession).where(ProgrammeSession.programme_id == programme.id)
    ordered = own.order_by(ProgrammeSession.local_start, ProgrammeSession.id)
    return list(db.session.scalars(ordered.options(joinedload(ProgrammeSession.hall))))
