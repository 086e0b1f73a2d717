"""The demo's agendas and minutes, in three languages, and what was reported on their actions since."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from forumhub import ledger
from forumhub.database import db
from forumhub.demo.accounts import Cast
from forumhub.demo.instruments import LANGUAGES, source
from forumhub.demo.meetings import name_approvers
from forumhub.events.models import Event, Series
from forumhub.events.rules import HELD
from forumhub.followup.actions import close_item, report_item
from forumhub.followup.models import Item
from forumhub.followup.queries import get_item, issued
from forumhub.followup.rules import DONE, LETTERS, START
from forumhub.minutes import rules
from forumhub.minutes.actions import create_document
from forumhub.minutes.approval import approve_minutes
from forumhub.minutes.circulation import Terms, circulate_document
from forumhub.minutes.models import Document
from forumhub.minutes.queries import current_circulation
from forumhub.minutes.texts import Draft, prepare, read_texts
from forumhub.parties.policy import HEAD, SECRETARY

NOON = timedelta(hours=12)
FOLLOWED = timedelta(days=35)
"""In which minutes are agreed, and their actions begun."""
FOUNDING = (
    ("HLM/A-2", "CN", "BY", datetime(2017, 3, 17, 8, 0, tzinfo=UTC)),
    ("HLM/A-4", "CN", "BY", datetime(2017, 5, 22, 8, 0, tzinfo=UTC)),
    ("HLM/A-1", "BY", "CN", datetime(2017, 6, 12, 8, 0, tzinfo=UTC)),
)
"""Action, who owns it, who closes it, and when it was reported done."""
LISTS = datetime(2017, 2, 20, 8, 0, tzinfo=UTC)


def write_founding(cast: Cast, series: dict[str, Series], now: datetime) -> Document:
    return write_agreed(cast, held_of(series["HLM"], now)[0], "founding", {})


def write_all(cast: Cast, series: dict[str, Series], now: datetime) -> None:
    """The minutes of the latest meeting of each kind, and the agenda of the next one."""
    days = _days(now)
    meetings = held_of(series["HLM"], now)
    if len(meetings) > 1:
        write_agreed(cast, meetings[-1], "meeting", days)
    write_agreed(cast, held_of(series["FORUM"], now)[-1], "forum", days)
    _circulated(cast, held_of(series["TRAIN"], now)[-1], "training", days, by="CN", approved_by=["CN"])
    _draft(cast, next_of(series["HLM"], now), "agenda", ["en"], days, by="CN", at=now - timedelta(days=2), shared=True)


def _days(now: datetime) -> dict[str, str]:
    today = now.date()
    days = {"overdue": -7, "done": -20, "soon": 18, "later": 150}
    return {name: (today + timedelta(days=count)).isoformat() for name, count in days.items()}


def held_of(series: Series, now: datetime) -> list[Event]:
    """The series' meetings that were held and are over for so long that what came of them lies in the past, too; the
    oldest first.
    """
    held = Event.series_id == series.id, Event.state == HELD, Event.ends_at < now - FOLLOWED
    return list(db.session.scalars(select(Event).where(*held).order_by(Event.starts_at)).unique())


def next_of(series: Series, now: datetime) -> Event:
    """The series' first meeting after today: one of today has begun, or soon will have."""
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time())
    statement = select(Event).where(Event.series_id == series.id, Event.local_start >= tomorrow)
    return db.session.scalars(statement.order_by(Event.starts_at).limit(1)).unique().one()


def _after(event: Event, days: int) -> datetime:
    day: date = event.local_end.date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + NOON


def _draft(
    cast: Cast,
    event: Event,
    name: str,
    languages: Iterable[str],
    values: dict[str, str],
    *,
    by: str,
    at: datetime,
    shared: bool,
) -> tuple[Document, Draft]:
    register = event.register_id
    before = issued(register)
    values = {kind.lower(): f"{letter}-{before.next_number(kind)}" for kind, letter in LETTERS.items()} | values
    reading = read_texts({language: source(name, language, **values) for language in languages}, "en")
    draft = prepare(reading, None, before, 0)
    kind = rules.AGENDA if name == "agenda" else rules.MINUTES
    writer = cast.reader(by, SECRETARY)
    return create_document(event, kind=kind, draft=draft, shared=shared, by=writer, now=at), draft


def _circulated(
    cast: Cast, event: Event, name: str, values: dict[str, str], *, by: str, approved_by: Iterable[str]
) -> Document:
    document, draft = _draft(cast, event, name, LANGUAGES, values, by=by, at=_after(event, 1), shared=True)
    name_approvers(cast, event, _after(event, 2))
    circulate_document(
        document,
        revision_number=1,
        reading=draft.reading,
        terms=Terms(legal_status="record"),
        by=cast.reader(by, SECRETARY),
        now=_after(event, 3),
    )
    for count, code in enumerate(approved_by):
        approve(cast, document, code, _after(event, 4 + count))
    return document


def write_agreed(cast: Cast, event: Event, name: str, values: dict[str, str]) -> Document:
    host = event.host.code if event.host else "CN"
    return _circulated(cast, event, name, values, by=host, approved_by=["CN", "BY"])


def approve(cast: Cast, document: Document, code: str, at: datetime) -> None:
    """By the head of the party's delegation, signed in with a password."""
    circulation = current_circulation(document)
    if circulation is None:
        raise LookupError(f"{document.ulid} is not circulated")
    approve_minutes(
        document,
        party_code=code,
        manifest_sha256=circulation.manifest_sha256,
        head_seen=ledger.head(document.event.register_id),
        way="password",
        by=cast.reader(code, HEAD),
        now=at,
    )


def report_all(cast: Cast, now: datetime) -> None:
    """What was reported since: an action closed by the other side, one that waits for it, one in progress."""
    files = now - timedelta(days=25)
    report(cast, "FORUM/A-1", "BY", DONE, "The form is drawn up; see the note.", "BY note 88/2026", files)
    report(cast, "HLM/A-7", "CN", DONE, "The agenda was proposed by note.", "CN note 41/2026", files)
    report(cast, "FORUM/A-2", "CN", START, "Half of the advertisements are entered.", "", now - timedelta(days=3))
    close(cast, "HLM/A-7", "BY", "Received.", now - timedelta(days=6))


def finish_founding(cast: Cast) -> None:
    """What the founding meeting decided was done in the spring after it; of what both own, each confirms the other's
    part.
    """
    for owner in ("CN", "BY"):
        report(cast, "HLM/A-3", owner, DONE, "The list was handed over.", f"{owner} note 12/2017", LISTS)
    for other in ("BY", "CN"):
        close(cast, "HLM/A-3", other, "Received.", LISTS + timedelta(days=4))
    for reference, owner, other, day in FOUNDING:
        finish(cast, reference, owner, other, day)


def finish(cast: Cast, reference: str, owner: str, other: str, at: datetime) -> None:
    """Reported by the owner and closed by the other side nine days later."""
    report(cast, reference, owner, DONE, "Sent by note.", f"{owner} note {at:%d/%Y}", at)
    close(cast, reference, other, "Received.", at + timedelta(days=9))


def close(cast: Cast, reference: str, code: str, words: str, at: datetime) -> None:
    close_item(find(cast, reference), cast.party(code), words=words, by=cast.reader(code, SECRETARY), now=at)


def report(cast: Cast, reference: str, code: str, act: str, words: str, evidence: str, at: datetime) -> None:
    item, by = find(cast, reference), cast.reader(code, SECRETARY)
    report_item(item, cast.party(code), act, words=words, evidence=evidence, by=by, now=at)


def find(cast: Cast, reference: str) -> Item:
    register, code = reference.split("/")
    return get_item(register, code, cast.reader("CN", SECRETARY))
