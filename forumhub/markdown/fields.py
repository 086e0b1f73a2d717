"""The fields of an item: what stands in its parenthesis."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from forumhub.errors import N_
from forumhub.markdown import words
from forumhub.markdown.folding import fold_code, fold_field, one_line, squeeze
from forumhub.markdown.references import CODE, FOREIGN_ID, parse_reference
from forumhub.markdown.remarks import Remark

_STRUCTURE = re.compile("[();]")
_FIELD_WORDS = [
    (
        name,
        re.compile(re.escape(word) + (r"(?:\s*:\s*|\s+|$)(.*)" if language.spaced else r"\s*:?\s*(.*)"), re.I | re.S),
    )
    for language in words.LANGUAGES
    for name, word in zip(words.FIELDS, language.fields, strict=True)
]
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


def parse_fields(parenthesis: str, kind: str, line: int) -> Fields:
    """Reads `BY-MIA; with CN-MPS; due 2027-03-01`; what it cannot read becomes a remark, never an error."""
    fields = Fields(line, kind)
    bare: list[str] = []
    for written in split_fields(one_line(parenthesis)):
        name, value = _name(squeeze(fold_field(written)))
        fields.shown.append((name or ("state" if kind == "STATUS" else "owners"), written))
        if name is None:
            bare.append(value)
        else:
            _READERS[name](fields, name, value)
    _read_bare(fields, bare)
    return fields


def split_fields(text: str) -> list[str]:
    """The parts between semicolons that stand in no inner parenthesis, as written; empty ones are left out."""
    parts, depth, start = [], 0, 0
    for match in _STRUCTURE.finditer(fold_field(text)):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if match.group() == ";" and depth <= 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [part for part in [*parts, text[start:].strip()] if part]


def _name(segment: str) -> tuple[str | None, str]:
    for name, pattern in _FIELD_WORDS:
        if match := pattern.fullmatch(segment):
            return name, match[1].strip()
    return None, segment


def _read_bare(fields: Fields, bare: list[str]) -> None:
    if fields.kind == "STATUS":
        _read_state(fields, bare[:1])
    elif fields.kind == "DECISION":
        _refuse(fields, bare)
        return
    else:
        _read_owners(fields, bare[:1])
    _refuse(fields, bare[1:])


def _refuse(fields: Fields, segments: list[str]) -> None:
    for segment in segments:
        fields.remark(
            N_("'%(text)s' is not a field here; fields begin with one of: %(words)s."),
            text=segment,
            words=", ".join(words.FIELDS),
        )


def _read_state(fields: Fields, bare: list[str]) -> None:
    if bare:
        fields.state = words.STATE_OF.get(bare[0].lower())
        if fields.state is None:
            fields.remark(
                N_("'%(text)s' is not a state; a state is one of: %(states)s."),
                text=bare[0],
                states=", ".join(words.STATES),
            )
    elif not {"split into", "superseded by"} & fields.found.keys():
        fields.remark(N_("The status names no state; a state is one of: %(states)s."), states=", ".join(words.STATES))


def _read_owners(fields: Fields, bare: list[str]) -> None:
    written = _parts(bare[0]) if bare else []
    fields.owners = _codes(fields, written)
    if not written:
        fields.remark(N_("No owner is named; the first field is the party or organ, such as BY or BY-MIA."))
    if fields.kind == "STATEMENT" and len(fields.owners) > 1:
        fields.remark(N_("A statement is made by one party; several parties make several statements."))


def _codes(fields: Fields, written: list[str]) -> list[str]:
    codes = []
    for part in written:
        code = fold_code(part).upper()
        if CODE.fullmatch(code):
            codes.append(code)
        else:
            fields.remark(N_("'%(text)s' is not the code of a party or organ, such as BY or BY-MIA."), text=part)
    return codes


def _parts(value: str) -> list[str]:
    return [part for part in (part.strip() for part in value.split(",")) if part]


def _add(fields: Fields, name: str, values: list[str]) -> None:
    fields.found[name] = [*fields.texts(name), *values]


def _read_codes(fields: Fields, name: str, value: str) -> None:
    _add(fields, name, _codes(fields, _needed(fields, name, _parts(value))))


def _read_ids(fields: Fields, name: str, value: str) -> None:
    ids = []
    for part in _needed(fields, name, _parts(value)):
        if FOREIGN_ID.fullmatch(fold_code(part)):
            ids.append(fold_code(part))
        else:
            fields.remark(N_("'%(text)s' is not the id of an item, such as C-3 or FORUM/C-3."), text=part)
    _add(fields, name, ids)


def _read_clauses(fields: Fields, name: str, value: str) -> None:
    clauses = []
    for part in _needed(fields, name, _parts(value)):
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
    if due:
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


_READERS: dict[str, Callable[[Fields, str, str], None]] = {
    "with": _read_codes,
    "due": _read_due,
    "under": _read_clauses,
    "from": _read_ids,
    "priority": _read_priority,
    "evidence": _read_text,
    "split into": _read_ids,
    "superseded by": _read_ids,
}
