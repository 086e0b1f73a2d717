"""What an import will do, before it does it: the same for the page and for the command."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from forumhub.calendars.importing import rules
from forumhub.calendars.importing.choices import Settled
from forumhub.calendars.importing.meetings import Meeting, Plan
from forumhub.calendars.importing.models import ImportedEvent
from forumhub.calendars.importing.queries import imported, known, missing
from forumhub.errors import N_
from forumhub.events.consequences.queries import Change, foresee_all
from forumhub.events.recurrence import instants
from forumhub.events.rules import CANCELLED, CONFIRMED, TENTATIVE, state_after_move
from forumhub.parties.policy import Reader, may_organize

WORDS = {
    rules.NEW: N_("new"),
    rules.UPDATED: N_("changed"),
    rules.CALLED_OFF: N_("called off"),
    rules.UNCHANGED: N_("here already, as it is"),
    rules.STALE: N_("older than what was imported; left as it is"),
    rules.CHANGED_HERE: N_("changed here since it was imported; not overwritten"),
    rules.CLOSED_HERE: N_("held or cancelled here; left as it is"),
    rules.NEVER_HERE: N_("called off, and never imported"),
}


@dataclass(frozen=True)
class Judged:
    """A meeting of the file and what becomes of it; `row` is what an earlier import made of it."""

    meeting: Meeting
    verdict: str
    row: ImportedEvent | None


@dataclass(frozen=True)
class Report:
    """`gone` are meetings that an earlier import made and that this file does not hold any more.

    `mails` is how many are sent where something is changed or called off.
    """

    plan: Plan
    judged: list[Judged]
    gone: list[ImportedEvent]
    mails: int

    @property
    def counts(self) -> Counter[str]:
        return Counter(each.verdict for each in self.judged)

    @property
    def to_do(self) -> list[Meeting]:
        """What an import would act on, in the order of time."""
        return [each.meeting for each in self.judged if each.verdict in rules.ACTED_ON]

    def tallies(self) -> Iterator[tuple[str, int]]:
        """Each verdict that there is, and how often."""
        counts = self.counts
        yield from ((word, counts[word]) for word in rules.VERDICTS if counts[word])


def report_on(plan: Plan, settled: Settled, reader: Reader, now: datetime) -> Report:
    """A constant number of queries for each 500 UIDs. Says nothing of events that are not the reader's any more."""
    rows = imported(settled.party.id, (meeting.uid for meeting in plan.meetings))
    own = {key: row for key, row in rows.items() if may_organize(reader, row.event.party_ids)}
    judged = [
        Judged(meeting, rules.verdict(meeting, known(row) if row else None), own.get(meeting.key))
        for meeting in plan.meetings
        for row in (rows.get(meeting.key),)
    ]
    window = settled.window
    gone = missing(own, {meeting.key for meeting in plan.meetings}, max(window.since, now.date()), window.until)
    changes = [_change(each, each.row) for each in judged if each.row and each.verdict in rules.ACTED_ON]
    return Report(plan, judged, gone, sum(foreseen.number for foreseen in foresee_all(changes, now)) if changes else 0)


SAID = ("local_start", "local_end", "timezone", "all_day", "venue", "conference", "access")
"""Facts of an event that the file says under the same names."""


def _change(judged: Judged, row: ImportedEvent) -> Change:
    """What importing the meeting does to its event, at once."""
    meeting, before = judged.meeting, row.event.snapshot()
    if judged.verdict == rules.CALLED_OFF:
        return Change(row.event_id, before, {**before, "state": CANCELLED})
    starts_at, ends_at = instants(meeting.local_start, meeting.local_end, meeting.timezone)
    moved = meeting.local_start != before["local_start"] or meeting.local_end != before["local_end"]
    state = state_after_move(before["state"]) if moved else before["state"]
    after = {
        **before,
        **{name: getattr(meeting, name) for name in SAID},
        "titles": dict(meeting.titles),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "state": CONFIRMED if meeting.status == CONFIRMED and state == TENTATIVE else state,
    }
    return Change(row.event_id, before, after)
