"""Reads of agenda templates. Whoever may see the series' register of texts, its parties' people, reads them."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Series
from forumhub.minutes.outlines.models import AgendaTemplate


def find_outline(series_id: int, language: str) -> AgendaTemplate | None:
    return db.session.get(AgendaTemplate, (series_id, language))


def outlined_languages(series: Series) -> set[str]:
    """The languages in which the series has a template."""
    return set(db.session.scalars(select(AgendaTemplate.language).where(AgendaTemplate.series_id == series.id)))
