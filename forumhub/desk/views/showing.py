"""The read-only pages that show several rooms: the desk, the agreements, events with their stages."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.agreements import queries as agreements
from forumhub.calendars.replies.queries import proposals_for
from forumhub.desk import drawings, queries, wording
from forumhub.desk.views.room import blueprint, today_of
from forumhub.events import queries as events
from forumhub.events.copying.queries import source_of_event
from forumhub.events.models import Event
from forumhub.events.papers import queries as papers
from forumhub.events.polls import queries as polls
from forumhub.events.programme import queries as programmes
from forumhub.events.rules import CANCELLED, PLANNED, steps_of
from forumhub.events.series.queries import numbers_of
from forumhub.events.venues.queries import find_venue
from forumhub.followup import queries as followup
from forumhub.followup.awaiting import asked_of, reported_to
from forumhub.minutes import queries as minutes
from forumhub.parties import policy
from forumhub.parties.policy import Reader
from forumhub.registration import queries as registration
from forumhub.registration.announcing.queries import latest_of
from forumhub.registration.applying.rules import way_in
from forumhub.registration.counting import tallies
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, right

UPCOMING_SHOWN = 5
PAPERS_SHOWN = 8


@blueprint.get("/")
@right(SIGNED_IN)
def home() -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    today = now.date()  # as the registers have it, by UTC
    known = agreements.agreements_of(reader)
    due, changes = queries.actions_due(reader, today), queries.recent_changes(reader)
    waits: dict[str, Sequence[object]] = {
        "circulations": minutes.waiting_for(reader),
        "objected": minutes.objected_to(reader),
        "versions": agreements.waiting_for(reader),
        "reports": reported_to(reader),
        "asked": asked_of(reader, now.date()),
        "polls": polls.waiting_for(reader, now),
        "applications": queries.applications_to_confirm(reader, now),
        "actions": due,
    }
    return render_template(
        "desk/home.html",
        now=now,
        today=today_of(reader, now),
        waits=waits,
        waiting=sum(len(kind) for kind in waits.values()),
        overdue=sum(1 for item in due if item.due_on and item.due_on < today),
        upcoming=events.upcoming(reader, now, UPCOMING_SHOWN),
        agreements=known,
        versions=queries.agreements_in_force(known),
        tallies=followup.tallies_of_agreements([agreement.id for agreement in known], reader, today),
        changes=[(entry, wording.sentence(entry.act), by) for entry, by in changes],
        titles=queries.titles_of([entry for entry, _by in changes]),
    )


@blueprint.get("/agreements", endpoint="agreements")
@right(SIGNED_IN)
def agreements_index() -> ResponseReturnValue:
    reader = current_reader()
    known = agreements.agreements_of(reader)
    return render_template(
        "desk/agreements.html",
        agreements=known,
        versions=queries.agreements_in_force(known),
        may_draft=bool(reader.parties_as(policy.SECRETARY, policy.HEAD)),
    )


@blueprint.get("/events/<ulid>")
@right(PUBLIC)
def event(ulid: str) -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    found = events.get_event(ulid, reader)
    documents, mine = minutes.documents_of(found.id, reader), registration.find_own(found.id, reader)
    return render_template(
        "desk/event.html",
        event=found,
        now=now,
        ordinal=numbers_of([found.id]).get(found.id),
        source=source_of_event(found, reader),
        documents=documents,
        stages=drawings.stages_of(found, documents, now),
        items=queries.items_of_event(found.id, reader),
        papers=papers.papers_of(found.id, reader, most=PAPERS_SHOWN),
        papers_count=papers.count_papers(found.id, reader),
        may_submit=found.state != CANCELLED and policy.may_submit_papers(reader, found.party_ids),
        programme=programmes.find_programme(ulid, reader),
        venue=find_venue(found.site.ulid, reader) if found.site else None,
        heads=sorted(found.heads, key=lambda head: (head.party.code, not head.leads)),
        polls=polls.polls_of_event(found.id, reader),
        announcements=latest_of(found, reader),
        mine=mine,
        invited=mine is not None and registration.is_invited(mine, now),
        counts=_counts(found, reader),
        may_organize=policy.may_organize(reader, found.party_ids),
        proposals=proposals_for(found, reader) if policy.may_organize(reader, found.party_ids) else [],
        steps=steps_of(found.state, found.changed_at, found.starts_at, now),
        may_write=policy.may_write_minutes(reader, found.party_ids),
        way_in=_way_in(found, reader, now),
    )


def _counts(found: Event, reader: Reader) -> Counter[str] | None:
    """Registrations by state, for those who organize the event."""
    if not policy.may_organize(reader, found.party_ids):
        return None
    counts: Counter[str] = Counter()
    for tally in tallies(found, reader):
        counts[tally.state] += tally.number
    return counts


def _way_in(found: Event, reader: Reader, now: datetime) -> str:
    """How the reader may apply for a place by themselves; empty where they may not."""
    if found.starts_at <= now or found.state not in PLANNED or reader.operator:
        return ""
    settings = registration.settings_of(found)
    return way_in(
        signed_in=reader.signed_in,
        public=found.access == policy.PUBLIC,
        applicants=settings.applicants,
        deadline=settings.deadline,
        now=now,
    )
