"""What parties put forward for the agenda of an event, and how long its points take."""

from flask import render_template, url_for

from forumhub import clock
from forumhub.events import queries as events
from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.followup.sources import full
from forumhub.minutes import queries as documents
from forumhub.minutes.agendas import queries
from forumhub.minutes.agendas.linking import ids_in_headings, linked
from forumhub.minutes.agendas.timing import Timetable, lengths, timetable
from forumhub.minutes.deferring import queries as deferring
from forumhub.minutes.deferring.views import lines_of
from forumhub.minutes.models import Document
from forumhub.minutes.rules import AGENDA, DRAFTS
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties import policy
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.web import current_reader, right


@blueprint.app_context_processor
def timing() -> dict[str, object]:
    """For the page of an agenda: `agenda_times(document, html)`, its timetable, None where there is none; and
    `with_links(document, html)`, whose headings lead to what they answer. For whoever writes: `kept_back(event)`.
    """
    return {"agenda_times": _times, "with_links": _with_links, "kept_back": _kept_back}


def _kept_back(event: Event) -> dict[str, object]:
    """What fewer may see than this meeting, and is therefore not put in by itself; of that, what the reader sees."""
    reader = current_reader()
    return {"actions": followup.kept_back(event, reader), "deferrals": deferring.kept_back(event, reader)}


def _times(document: Document, page: str) -> Timetable | None:
    if document.kind != AGENDA:
        return None
    event = document.event
    if event.all_day:
        return lengths(page)
    return timetable(page, event.local_start, event.local_end, queries.breaks_of(event.id, current_reader()))


def _with_links(document: Document, page: str) -> str:
    """To the register where the reader sees the item there, else to its line in this text."""
    ids = ids_in_headings(page) if document.kind == AGENDA else set()
    if not ids:
        return page
    register = document.event.register.code
    seen = followup.named_items({full(register, id) for id in ids}, current_reader())

    def address(id: str) -> str | None:
        code, _slash, number = full(register, id).partition("/")
        if f"{code}/{number}" in seen:
            return url_for("followup.item", register=code, code=number)
        return f"#{id}" if f'id="{id}"' in page else None

    return linked(page, address)


@blueprint.get("/events/<ulid>/agenda-points")
@right(SECRETARY, ORGANIZER, HEAD)
def points(ulid: str) -> str:
    reader = current_reader()
    event = events.get_event(ulid, reader)
    deferrals = deferring.arising_at(event, reader)
    own = {party.id for party, _organs in queries.organs_of(event, reader)}
    agenda = documents.find_agenda(event.id, reader)
    return render_template(
        "minutes/agendas/list.html",
        event=event,
        deferrals=deferrals,
        deferred_in=deferring.agendas_with(deferrals, reader),
        deferral_lines=lines_of(deferrals),
        points=queries.points_of(event.id, reader),
        taken=queries.agendas_with(event.id, reader),
        agenda=agenda,
        own=own,
        may_write=policy.may_write_minutes(reader, event.party_ids),
        may_take=agenda is not None and agenda.state in DRAFTS,
        ahead=event.ends_at > clock.now() and event.state not in ("held", "cancelled"),
    )
