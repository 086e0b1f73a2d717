"""Writes of points: put forward, submitted, withdrawn, taken into an agenda, left out with words."""

from datetime import datetime
from typing import TypedDict, Unpack

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.minutes.actions import create_document, save_revision, writing_party
from forumhub.minutes.agendas import rules
from forumhub.minutes.agendas.building import Build
from forumhub.minutes.agendas.models import AgendaPoint, AgendaPointTaken
from forumhub.minutes.agendas.queries import agendas_with, is_taken, organs_of
from forumhub.minutes.deferring.models import Deferral, DeferralTaken
from forumhub.minutes.deferring.queries import is_in
from forumhub.minutes.models import Document
from forumhub.minutes.rules import AGENDA, PARTY_DRAFT
from forumhub.minutes.texts import Draft
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.phrases import in_language


class PointValues(TypedDict):
    """`minutes_long` in minutes, or None; `organ` is the code of a party or of an organ of one."""

    kind: str
    organ: str
    language: str
    title: str
    text: str
    minutes_long: int | None


def put_forward(
    event: Event, *, submitted: bool, by: Reader, now: datetime, **values: Unpack[PointValues]
) -> AgendaPoint:
    """A point of the organ's party: its own side's, or, `submitted`, every party's to read.

    Raises NotAllowed unless `by` prepares the meeting for that party, RuleBroken once the meeting is over.
    """
    event = locked(Event, event.id)
    rules.check_event(event.state, event.ends_at, now)
    point = AgendaPoint(event=event, party=_party_of(event, values["organ"], by), state=rules.OWN, **values)
    db.session.add(point)
    return _submit(point, by, now) if submitted else _enter(point, "put_forward", by, now)


def change_point(
    point: AgendaPoint, *, submitted: bool, by: Reader, now: datetime, **values: Unpack[PointValues]
) -> AgendaPoint:
    """Other words, while it is its own side's. Raises RuleBroken once it was submitted."""
    point = _to_change(point, by, now)
    rules.check_changeable(point.state)
    if _party_of(point.event, values["organ"], by).id != point.party_id:
        raise RuleBroken(N_("It belongs to another party; put forward a new one for yours."), field="organ")
    for name, value in values.items():
        setattr(point, name, value)
    return _submit(point, by, now) if submitted else _enter(point, "put_forward", by, now)


def submit_point(point: AgendaPoint, *, by: Reader, now: datetime) -> AgendaPoint:
    point = _to_change(point, by, now)
    rules.check_changeable(point.state)
    return _submit(point, by, now)


def withdraw_point(point: AgendaPoint, *, by: Reader, now: datetime) -> AgendaPoint:
    """It stays on the list, marked so. Raises RuleBroken where it stands in an agenda that its party sees."""
    point = _to_change(point, by, now)
    rules.check_withdrawable(point.state, taken=point.id in agendas_with(point.event_id, by))
    point.state = rules.WITHDRAWN
    return _enter(point, "withdraw_point", by, now)


def leave_point(point: AgendaPoint, answer: str, *, by: Reader, now: datetime) -> AgendaPoint:
    """It does not come on the agenda, for the reason given. Raises NotAllowed unless `by` writes the event's texts."""
    party_id = writing_party(point.event, by)
    answer = rules.check_answer(answer)
    point = locked(AgendaPoint, point.id)
    rules.check_open(point.state)
    rules.check_not_taken(point.id in agendas_with(point.event_id, by))
    point.state, point.answer, point.answered_for_id = rules.LEFT, answer, party_id
    return _enter(point, "leave_point", by, now)


def begin_agenda(event: Event, build: Build, *, shared: bool, by: Reader, now: datetime) -> Document:
    """The agenda that `building.prepare_agenda` made ready, with what was taken into it.

    Raises what `create_document` raises, RuleBroken where a point was withdrawn or left out meanwhile.
    """
    document = create_document(event, kind=AGENDA, draft=build.draft, shared=shared, by=by, now=now)
    for point_id in build.points:
        rules.check_submitted(locked(AgendaPoint, point_id).state)
        db.session.add(AgendaPointTaken(point_id=point_id, document_id=document.id, taken_at=now))
    db.session.add_all(DeferralTaken(deferral_id=id, document_id=document.id) for id in build.deferrals)
    db.session.flush()
    return document


def take_point(point: AgendaPoint, document: Document, draft: Draft, *, by: Reader, now: datetime) -> None:
    """The agenda's new revision with the point in it, as `taking.prepare_taking` made it ready.

    Raises what `save_revision` raises, RuleBroken where the point is not submitted or is in the agenda already.
    """
    point = locked(AgendaPoint, point.id)
    rules.check_open(point.state)
    rules.check_not_taken(is_taken(point.id, document.id))
    save_revision(document, draft, by=by, now=now)
    db.session.add(AgendaPointTaken(point_id=point.id, document_id=document.id, taken_at=now))
    if document.state != PARTY_DRAFT:  # of one side's own draft the others learn nothing
        point.state, point.answer, point.answered_for_id = rules.SUBMITTED, "", None
    db.session.flush()


def take_deferral(deferral: Deferral, document: Document, draft: Draft, *, by: Reader, now: datetime) -> None:
    """The agenda's new revision with the deferred point in it, as `taking.prepare_topic` made it ready."""
    locked(Event, document.event_id)
    rules.check_not_taken(is_in(deferral.id, document.id))
    save_revision(document, draft, by=by, now=now)
    db.session.add(DeferralTaken(deferral_id=deferral.id, document_id=document.id))
    db.session.flush()


def _party_of(event: Event, organ: str, by: Reader) -> Party:
    for party, organs in organs_of(event, by):
        if organ in {party.code, *(each.code for each in organs)}:
            return party
    raise RuleBroken(N_("Choose one of your own party's organs."), field="organ")


def _to_change(point: AgendaPoint, by: Reader, now: datetime) -> AgendaPoint:
    if point.party_id not in by.parties_as(SECRETARY, ORGANIZER, HEAD):
        raise NotAllowed(N_("Only the party that put it forward can do that."))
    event = locked(Event, point.event_id)
    rules.check_event(event.state, event.ends_at, now)
    return locked(AgendaPoint, point.id)


def _submit(point: AgendaPoint, by: Reader, now: datetime) -> AgendaPoint:
    point.state, point.submitted_at = rules.SUBMITTED, now
    return _enter(point, "submit_point", by, now)


def _enter(point: AgendaPoint, act: str, by: Reader, now: datetime) -> AgendaPoint:
    """Recorded for those parties that may know of it, under the event's name: its words are not every member's."""
    if act in ("put_forward", "submit_point"):
        point.person_id = by.person_id
    point.changed_at = now
    db.session.flush()
    parties = point.event.party_ids if point.submitted_at else {point.party_id}
    label = in_language(point.event.titles, "en")
    audit.record(f"minutes.{act}", point.event.ulid, by=by.person_id, parties=parties, now=now, label=label)
    return point
