"""Writes of a series' agenda template."""

from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed
from forumhub.events.models import Series
from forumhub.minutes.outlines.models import AgendaTemplate
from forumhub.minutes.outlines.queries import find_outline
from forumhub.parties import policy
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def save_outline(
    series: Series, language: str, source: str, *, seen: int, by: Reader, now: datetime
) -> AgendaTemplate | None:
    """The template in this language, as `filling.read_outline` found it good; an empty one is taken away.

    `seen` is the version that was changed, 0 where there was none. Raises NotAllowed unless `by` organizes the series,
    Conflict where somebody saved another meanwhile.
    """
    if not policy.may_organize(by, series.party_ids):
        raise NotAllowed(N_("Only an organizer of one of the series' parties may do that."))
    locked(Series, series.id)
    row = find_outline(series.id, language)
    if (row.version if row else 0) != seen:
        raise Conflict(N_("Somebody else saved this text since you opened it, so yours was not saved."))
    row = _written(row or AgendaTemplate(series_id=series.id, language=language, version=0), source, by, now)
    db.session.flush()
    parties, label = series.party_ids, in_language(series.titles, "en")
    act = "minutes.edit_template"
    audit.record(act, series.ulid, by=by.person_id, parties=parties, now=now, label=label, language=language)
    return row


def _written(row: AgendaTemplate, source: str, by: Reader, now: datetime) -> AgendaTemplate | None:
    """None for an empty one, which is taken away where it was there."""
    if not source.strip():
        if row.version:
            db.session.delete(row)
        return None
    row.source, row.version, row.person_id, row.changed_at = source, row.version + 1, by.person_id, now
    db.session.add(row)
    return row
