"""The report as a table for a spreadsheet: a row for each meeting and each item, with what it is to the period."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forumhub.desk.implementation.queries import Held
from forumhub.desk.implementation.rules import Entry, Findings
from forumhub.errors import N_
from forumhub.phrases import in_language

COLUMNS = (N_("Clause"), N_("What"), N_("Reference"), N_("Text"), N_("Owners"), N_("Agreed on"), N_("Due"), N_("State"))
KINDS = {
    "decisions": N_("Decision"),
    "recommendations": N_("Recommendation"),
    "opened": N_("Action opened"),
    "closed": N_("Action closed"),
    "ended": N_("Action ended otherwise"),
    "unfinished": N_("Action not finished"),
    "overdue": N_("Action overdue"),
    "unknown": N_("Not known"),
}


@dataclass(frozen=True)
class Section:
    """What stands in the report under one clause; `number` is empty for what is under the agreement as a whole."""

    number: str
    title: str
    meetings: list[Held]
    findings: Findings


def rows_of(sections: Sequence[Section], state_of: Callable[[Entry], str], language: str) -> list[Iterable[str]]:
    """With a heading; an item that is several things, as opened and overdue, has a row for each."""
    rows: list[Iterable[str]] = [[_(column) for column in COLUMNS]]
    for section in sections:
        rows += [_meeting_row(section.number, held, language) for held in section.meetings]
        for kind, words in KINDS.items():
            rows += [
                _row(section.number, _(words), each, state_of(each), language)
                for each in getattr(section.findings, kind)
            ]
    return rows


def _meeting_row(number: str, held: Held, language: str) -> Iterable[str]:
    event, agreed = held.event, held.agreed_at
    said = _("minutes agreed") if agreed else _("no agreed minutes to be read here")
    day = event.local_start.date().isoformat()
    return (
        number,
        _("Meeting held"),
        event.register.code,
        f"{in_language(event.titles, language)}, {day}",
        "",
        _day(agreed),
        "",
        said,
    )


def _row(number: str, words: str, entry: Entry, state: str, language: str) -> Iterable[str]:
    due = entry.standing.due_on if entry.standing else None
    return (
        number,
        words,
        entry.reference,
        in_language(entry.texts, language),
        ", ".join(entry.owners),
        _day(entry.filed.opened_at),
        due.isoformat() if due else "",
        state,
    )


def _day(moment: object) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
