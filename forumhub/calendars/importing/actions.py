"""Writes of imports: what a plan says is entered, changed and called off, a batch at a time."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from forumhub import audit
from forumhub.calendars.importing.choices import Choices, Settled
from forumhub.calendars.importing.meetings import CANCELLED, Meeting
from forumhub.calendars.importing.models import ImportedEvent, UploadedCalendar
from forumhub.calendars.importing.queries import imported, known
from forumhub.calendars.importing.rules import CALLED_OFF, NEW, UPDATED, free_codes, verdict
from forumhub.database import db
from forumhub.errors import N_, ForumhubError
from forumhub.events import actions as events
from forumhub.events.bulk import Draft, codes_beginning, create_events, open_registers, parties_in
from forumhub.events.entering import EventValues
from forumhub.events.models import Event, Register
from forumhub.events.rules import CONFIRMED
from forumhub.markdown import read_bounded
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader

BATCH = 100
"""Meetings of one transaction, so that others wait a moment only."""
CALLED_OFF_REASON = N_("Called off in the calendar that it was imported from.")
Refused = list[tuple[Meeting, ForumhubError]]


def keep_upload(
    name: str, data: bytes, choices: Choices, party_id: int, *, by: Reader, now: datetime
) -> UploadedCalendar:
    """In place of what the person uploaded before; compressing it is slow work, to be done by `packed` beforehand."""
    assert by.person_id is not None
    db.session.execute(delete(UploadedCalendar).where(UploadedCalendar.person_id == by.person_id))
    upload = UploadedCalendar(
        person_id=by.person_id,
        party_id=party_id,
        name=name[:200],
        body=data,
        choices=choices.as_json(),
        uploaded_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def choose_again(upload: UploadedCalendar, choices: Choices, party_id: int) -> None:
    upload.choices, upload.party_id = choices.as_json(), party_id
    db.session.flush()


def packed(data: bytes) -> bytes:
    return zlib.compress(data)


def unpacked(body: bytes) -> bytes:
    return zlib.decompress(body)


def rendered(meetings: Iterable[Meeting]) -> dict[str, str]:
    """The descriptions as HTML, by their Markdown: slow work, before the transaction. A recurring one is read once."""
    return {text: read_bounded(text).html for text in {meeting.description for meeting in meetings} if text}


def take(
    meetings: Sequence[Meeting], html: dict[str, str], settled: Settled, *, reason: str, by: Reader, now: datetime
) -> tuple[Counter[str], Refused]:
    """Enters, changes and calls off what the meetings say, and nothing that is here already.

    `settled` is read anew in this transaction. Returns how many there were of each verdict, and those that an event's
    own rules refused, with the reason. `reason` is what is said of those that are called off. To be called with at
    most BATCH meetings.
    """
    _wait_for_others(settled.party)
    rows = imported(settled.party.id, [meeting.uid for meeting in meetings])
    judged = [
        (meeting, verdict(meeting, known(row) if (row := rows.get(meeting.key)) else None)) for meeting in meetings
    ]
    counts, refused = Counter(word for _, word in judged), Refused()
    _enter_new([meeting for meeting, word in judged if word == NEW], rows, html, settled, by=by, now=now)
    for meeting, word in judged:
        if word in (UPDATED, CALLED_OFF):
            try:
                with db.session.begin_nested():
                    _change(rows[meeting.key], meeting, html, reason=reason, by=by, now=now)
            except ForumhubError as error:
                counts[word] -= 1
                refused.append((meeting, error))
    for meeting, _ in judged:
        _note_revision(rows.get(meeting.key), meeting)
    db.session.flush()
    return counts, refused


def _wait_for_others(party: Party) -> None:
    """Of two who import for a party at once the second finds what the first entered."""
    db.session.execute(select(Party.id).where(Party.id == party.id).with_for_update(key_share=True))


def _enter_new(
    meetings: list[Meeting],
    rows: dict[tuple[str, str], ImportedEvent],
    html: dict[str, str],
    settled: Settled,
    *,
    by: Reader,
    now: datetime,
) -> None:
    registers = _registers(meetings, rows, settled)
    drafts = [
        Draft(_values(meeting, settled, html), registers[meeting.uid], settled.series, meeting.status == CONFIRMED)
        for meeting in meetings
    ]
    for meeting, event in zip(meetings, create_events(drafts, by=by, now=now), strict=True):
        db.session.add(_row(meeting, event, settled.party.id))


def _registers(
    meetings: list[Meeting], rows: dict[tuple[str, str], ImportedEvent], settled: Settled
) -> dict[str, Register]:
    """The series' register; else one for each UID, so that what recurs numbers its items in one.

    A register of meetings of other parties is not gone on with: whoever came to some of them would lose its ledger.
    """
    uids = list(dict.fromkeys(meeting.uid for meeting in meetings))
    if settled.series is not None:
        return dict.fromkeys(uids, settled.series.register)
    alone = [row for row in rows.values() if row.event.series_id is None]
    coming, met = {party.id for party in settled.parties}, parties_in({row.event.register_id for row in alone})
    same = {id for id, meetings in met.items() if all(party_ids == coming for party_ids in meetings)}
    found = {row.uid: row.event.register for row in alone if row.event.register_id in same}
    new = [uid for uid in uids if uid not in found]
    codes = free_codes(settled.prefix, codes_beginning(settled.prefix) if new else ())
    opened = open_registers([code for code, _uid in zip(codes, new, strict=False)])
    return {**found, **dict(zip(new, opened, strict=True))}


def _values(meeting: Meeting, settled: Settled, html: dict[str, str]) -> EventValues:
    series = settled.series
    return EventValues(
        **_said(meeting, html),
        kind=settled.kind,
        parties=list(settled.parties),
        agreement=series.agreement if series else None,
        clause=series.clause if series else "",
    )


def _said(meeting: Meeting, html: dict[str, str]) -> EventValues:
    """What the calendar says of it; an update sets this and nothing else."""
    return EventValues(
        titles=dict(meeting.titles),
        local_start=meeting.local_start,
        local_end=meeting.local_end,
        timezone=meeting.timezone,
        all_day=meeting.all_day,
        venue=meeting.venue,
        conference=meeting.conference,
        access=meeting.access,
        description=meeting.description,
        description_html=html.get(meeting.description, ""),
    )


def _row(meeting: Meeting, event: Event, party_id: int) -> ImportedEvent:
    return ImportedEvent(
        party_id=party_id,
        uid=meeting.uid,
        occurrence=meeting.occurrence,
        event_id=event.id,
        sequence=meeting.sequence,
        stamp=meeting.stamp,
        fingerprint=meeting.fingerprint,
        lock_version=event.lock_version,
    )


def _change(
    row: ImportedEvent, meeting: Meeting, html: dict[str, str], *, reason: str, by: Reader, now: datetime
) -> None:
    """By the events' own actions, so that whoever comes is told."""
    event = row.event
    if meeting.status == CANCELLED:
        event = events.cancel_event(event, reason=reason, by=by, now=now)
    else:
        version, confirmed = event.lock_version, meeting.status == CONFIRMED
        event = events.edit_event(
            event, lock_version=version, confirmed=confirmed, by=by, now=now, **_said(meeting, html)
        )
    row.fingerprint, row.lock_version = meeting.fingerprint, event.lock_version


def _note_revision(row: ImportedEvent | None, meeting: Meeting) -> None:
    """The latest revision that was seen of what is here as it says."""
    if row is not None and row.fingerprint == meeting.fingerprint and meeting.version > (row.sequence, row.stamp):
        row.sequence, row.stamp = meeting.version


def record_import(name: str, counts: Counter[str], settled: Settled, *, by: Reader, now: datetime) -> None:
    """One audit entry for the whole, besides those of its events; who organizes for the party may read it."""
    audit.record(
        "calendars.import",
        settled.party.code,
        by=by.person_id,
        parties=[settled.party.id],
        now=now,
        label=name[:300],
        **{word: count for word, count in counts.items() if count},
    )
