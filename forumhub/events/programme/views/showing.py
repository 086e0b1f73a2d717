"""The programme as its readers see it: by day, by hall, session by session."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.events.programme.queries import find_programme, get_programme, get_session, sessions_of
from forumhub.events.queries import get_event
from forumhub.events.views.room import asked, blueprint
from forumhub.parties import policy
from forumhub.web import PUBLIC, current_reader, right


@blueprint.get("/events/<ulid>/programme")
@right(PUBLIC)
def programme(ulid: str) -> ResponseReturnValue:
    """Whoever sees the event sees it once it is published; who prepares it sees the draft, too."""
    found = find_programme(ulid, current_reader())
    if found is None:
        return _none_yet(get_event(ulid, current_reader()))
    by_hall = asked("by")["by"] == "hall"
    sessions = sessions_of(found)
    return render_template(
        "events/programme/show.html",
        programme=found,
        event=found.event,
        days=[(day, _by_hall(found, each) if by_hall else [(None, each)]) for day, each in _by_day(sessions)],
        by_hall=by_hall,
        zone=_other_zone(found.event, sessions),
        may_organize=policy.may_organize(current_reader(), found.event.party_ids),
    )


def _none_yet(event: Event) -> ResponseReturnValue:
    """An organizer can begin one; for others there is nothing here."""
    if not policy.may_organize(current_reader(), event.party_ids):
        raise NotFound
    return render_template("events/programme/none.html", event=event)


def _by_day(sessions: Iterable[ProgrammeSession]) -> list[tuple[date, list[ProgrammeSession]]]:
    return [(day, list(each)) for day, each in groupby(sessions, key=attrgetter("day"))]


def _by_hall(
    programme: Programme, sessions: list[ProgrammeSession]
) -> list[tuple[ProgrammeHall | None, list[ProgrammeSession]]]:
    """In the order of halls; what is in none comes first, since it is for everybody."""
    halls = [(hall, [each for each in sessions if each.hall_id == hall.id]) for hall in programme.halls]
    everywhere = [each for each in sessions if each.hall_id is None]
    return [(hall, each) for hall, each in [(None, everywhere), *halls] if each]


def _other_zone(event: Event, sessions: list[ProgrammeSession]) -> ZoneInfo | None:
    """The reader's clock, where it shows otherwise than the host's while the programme lasts."""
    own = ZoneInfo(current_reader().timezone)
    starts = [session.starts_at for session in sessions] or [event.starts_at]
    same = all(
        at.astimezone(own).replace(tzinfo=None) == at.astimezone(ZoneInfo(event.timezone)).replace(tzinfo=None)
        for at in starts
    )
    return None if same else own


@blueprint.get("/events/<ulid>/programme/sessions/<session>")
@right(PUBLIC)
def programme_session(ulid: str, session: str) -> ResponseReturnValue:
    found = get_programme(ulid, current_reader())
    shown = get_session(found, session)
    if shown.deleted_at is not None:
        raise NotFound
    return render_template(
        "events/programme/session.html",
        session=shown,
        programme=found,
        event=found.event,
        may_organize=policy.may_organize(current_reader(), found.event.party_ids),
    )
