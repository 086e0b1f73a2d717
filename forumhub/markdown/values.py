"""The values of the fields of an item: codes, ids, clauses, dates; what is none becomes a remark, never an error."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from forumhub.errors import N_
from forumhub.markdown import words
from forumhub.markdown.folding import fold_code
from forumhub.markdown.references import CODE, FOREIGN_ID, parse_reference
from forumhub.markdown.remarks import Remark

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Of due dates: days are counted before and after each, which the first and the last years of all do not have."""
YEARS = N_("A due date lies in the years %(first)s to %(last)s; '%(text)s' does not.")

_WRITTEN_DATES = (
    re.compile(r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)


@dataclass
class Fields:
    """What one parenthesis says; `found` holds the named fields, `shown` each field as it was written."""

    line: int
    kind: str
    owners: list[str] = field(default_factory=list)
    state: str | None = None
    found: dict[str, str | list[str]] = field(default_factory=dict)
    shown: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, msgid: str, **values: str) -> None:
        self.remarks.append(Remark(self.line, msgid, values))

    def texts(self, name: str) -> tuple[str, ...]:
        """The values of a field that is a list, in order."""
        return tuple(self.found.get(name, ()))

    def text(self, name: str) -> str | None:
        """The value of a field that is a single one."""
        value = self.found.get(name)
        return value if isinstance(value, str) else None


def read_codes_of(fields: Fields, written: list[str]) -> list[str]:
    codes = []
    for part in written:
        code = fold_code(part).upper()
        if CODE.fullmatch(code):
            codes.append(code)
        else:
            fields.remark(N_("'%(text)s' is not the code of a party or organ, such as BY or BY-MIA."), text=part)
    return codes


def parts_of(value: str) -> list[str]:
    return [part for part in (part.strip() for part in value.split(",")) if part]


def _add(fields: Fields, name: str, values: list[str]) -> None:
    fields.found[name] = [*fields.texts(name), *values]


def _read_codes(fields: Fields, name: str, value: str) -> None:
    _add(fields, name, read_codes_of(fields, _needed(fields, name, parts_of(value))))


def _read_ids(fields: Fields, name: str, value: str) -> None:
    ids = []
    for part in _needed(fields, name, parts_of(value)):
        if FOREIGN_ID.fullmatch(fold_code(part)):
            ids.append(fold_code(part))
        else:
            fields.remark(N_("'%(text)s' is not the id of an item, such as C-3 or FORUM/C-3."), text=part)
    _add(fields, name, ids)


def _read_clauses(fields: Fields, name: str, value: str) -> None:
    clauses = []
    for part in _needed(fields, name, parts_of(value)):
        reference = parse_reference(part)
        if reference is None:
            fields.remark(N_("'%(text)s' names no clause; a clause is named like CN-BY-2016 art. 2."), text=part)
        clauses.append(str(reference or part))
    _add(fields, name, clauses)


def _needed(fields: Fields, name: str, values: list[str]) -> list[str]:
    if not values:
        fields.remark(N_("The field '%(name)s' is empty."), name=name)
    return values


def _read_due(fields: Fields, name: str, value: str) -> None:
    due = words.DUE_OF.get(value.lower()) or _iso(fold_code(value))
    if due and due[:4].isdecimal() and not FIRST_YEAR <= int(due[:4]) <= LAST_YEAR:
        fields.remark(YEARS, text=due, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    elif due:
        _set(fields, name, due)
    else:
        fields.remark(
            N_("'%(text)s' is not a due date; right would be %(right)s."),
            text=value,
            right=_nearest_date(fold_code(value)),
        )


def _iso(text: str) -> str | None:
    try:
        return text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text) else None
    except ValueError:
        return None


def _nearest_date(text: str) -> str:
    for pattern in _WRITTEN_DATES:
        if match := pattern.fullmatch(text.replace(" ", "")):
            nearest = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
            if _iso(nearest):
                return nearest
    return "2027-03-01, 'next meeting' or 'ongoing'"


def _read_priority(fields: Fields, name: str, value: str) -> None:
    priority = words.PRIORITY_OF.get(value.lower())
    if priority:
        _set(fields, name, priority)
    else:
        fields.remark(N_("'%(text)s' is not a priority; it is high, normal or low."), text=value)


def _read_text(fields: Fields, name: str, value: str) -> None:
    if _needed(fields, name, [value] if value else []):
        _set(fields, name, value)


def _set(fields: Fields, name: str, value: str) -> None:
    if name in fields.found:
        fields.remark(N_("The field '%(name)s' is given twice; the first one counts."), name=name)
    fields.found.setdefault(name, value)


READERS: dict[str, Callable[[Fields, str, str], None]] = {
    "with": _read_codes,
    "due": _read_due,
    "under": _read_clauses,
    "from": _read_ids,
    "priority": _read_priority,
    "evidence": _read_text,
    "split into": _read_ids,
    "superseded by": _read_ids,
}
