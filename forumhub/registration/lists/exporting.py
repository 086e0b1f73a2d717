"""An event's list of people, with the columns that are asked for. Answers to questions are never in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from forumhub import audit
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration.models import Registration
from forumhub.spreadsheet import as_csv, as_xlsx

CSV = "csv"
XLSX = "xlsx"
KINDS = (XLSX, CSV)


def _time(value: datetime | None) -> str:
    return value.isoformat() if value else ""


def _held(each: Registration, answered: str) -> str:
    """What a calendar answered, unless it was for an earlier time or place: a file says nothing of what it was for."""
    return "" if each.intention_outdated else answered


COLUMNS: dict[str, Callable[[Registration, str], str]] = {
    "party": lambda each, language: each.party.code if each.party else "",
    "party_name": lambda each, language: in_language(each.party.names, language) if each.party else "",
    "name": lambda each, language: each.person.name,
    "own_name": lambda each, language: each.person.own_name,
    "honorific": lambda each, language: each.honorific,
    "title": lambda each, language: each.title or each.person.title,
    "affiliation": lambda each, language: each.affiliation,
    "email": lambda each, language: each.person.email or "",
    "function": lambda each, language: each.function,
    "precedence": lambda each, language: "" if each.precedence is None else str(each.precedence),
    "language": lambda each, language: each.person.language,
    "state": lambda each, language: each.state,
    "intention": lambda each, language: _held(each, each.intention),
    "intention_note": lambda each, language: _held(each, each.intention_note),
    "intended_at": lambda each, language: _held(each, _time(each.intended_at)),
    "way": lambda each, language: each.way,
    "asked_at": lambda each, language: _time(each.queued_at),
    "changed_at": lambda each, language: _time(each.changed_at),
    "ulid": lambda each, language: each.ulid,
}
"""By heading. The headings are the same in every language, so that an import knows them again."""
USUAL = (
    "party", "party_name", "name", "own_name", "honorific", "title", "affiliation", "email", "function", "precedence",
    "state", "intention",
)  # fmt: skip


def rows_of(registrations: Iterable[Registration], columns: Sequence[str], language: str) -> Iterator[tuple[str, ...]]:
    """The headings, then one row for each."""
    yield tuple(columns)
    for each in registrations:
        yield tuple(COLUMNS[name](each, language) for name in columns)


def as_file(rows: Iterable[Iterable[str]], kind: str) -> bytes:
    return as_xlsx("registrations", rows) if kind == XLSX else as_csv(rows).encode()


def record_export(event: Event, people: int, columns: Sequence[str], *, by: Reader, now: datetime) -> None:
    """Who took whose data out, and which; the event's parties may read it."""
    label = in_language(event.titles, "en")
    said = {"people": people, "columns": list(columns)}
    audit.record(
        "registration.export", event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label, **said
    )
