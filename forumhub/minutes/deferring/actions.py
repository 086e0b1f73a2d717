"""Writes of deferred points."""

from collections.abc import Mapping
from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.minutes.actions import writing_party
from forumhub.minutes.deferring import queries, rules
from forumhub.minutes.deferring.models import Deferral
from forumhub.minutes.models import Document
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def defer_point(
    document: Document,
    number: str,
    points: Mapping[str, tuple[dict[str, str], str]],
    words: str,
    *,
    by: Reader,
    now: datetime,
) -> Deferral:
    """Puts a point of the text, one of `queries.points_of`, off to the next meeting.

    Raises NotAllowed unless `by` is a secretary of one of the parties, RuleBroken for what cannot be deferred.
    """
    party_id = writing_party(document.event, by)
    event = locked(Event, document.event_id)
    rules.check_deferrable(document.kind, document.state, in_series=event.series_id is not None)
    if number not in points:
        raise RuleBroken(N_("Choose one of the points of the text."), field="number")
    rules.check_number(number)
    words = rules.check_words(words)
    titles, fields = points[number]
    rules.check_once(titles, [each.titles for each in queries.deferrals_of(event.id, by)])
    before = queries.came_by(event.id, titles)
    deferral = Deferral(
        document=document,
        number=number,
        titles=titles,
        fields=fields[:300],
        words=words,
        party_id=party_id,
        person_id=by.person_id,
        at=now,
        before=before,
    )
    db.session.add(deferral)
    return _enter(deferral, "defer_point", by, now)


def take_deferral_back(deferral: Deferral, *, by: Reader, now: datetime) -> Deferral:
    """It stays at this meeting. Raises NotAllowed as above, RuleBroken where the next agenda holds it already, as far
    as `by` sees it."""
    writing_party(deferral.document.event, by)
    locked(Event, deferral.document.event_id)
    rules.check_still_here(taken=queries.is_taken(deferral.id, by))
    deferral.withdrawn_at = now
    return _enter(deferral, "take_deferral_back", by, now)


def _enter(deferral: Deferral, act: str, by: Reader, now: datetime) -> Deferral:
    db.session.flush()
    event = deferral.document.event
    label = in_language(event.titles, "en")
    audit.record(f"minutes.{act}", event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label)
    return deferral
