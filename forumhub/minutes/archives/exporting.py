"""What somebody is given of the archives that they asked for, with all else that is stored about them."""

from typing import Any

from sqlalchemy import select

from forumhub.database import db
from forumhub.minutes.archives.models import SeriesArchive
from forumhub.registration.privacy.queries import of_people_by_later_rooms


def asked_by(person_id: int) -> list[dict[str, Any]]:
    own = select(SeriesArchive).where(SeriesArchive.person_id == person_id).order_by(SeriesArchive.id)
    return [
        {"series": row.series.register.code, "state": row.state, "asked_at": row.asked_at, "ended_at": row.ended_at}
        for row in db.session.scalars(own).unique()
    ]


of_people_by_later_rooms["archives"] = asked_by
