"""The fields of an item: what stands in its parenthesis."""

import re

from forumhub.errors import N_
from forumhub.markdown import words
from forumhub.markdown.folding import fold_field, one_line, squeeze
from forumhub.markdown.values import READERS, Fields, parts_of, read_codes_of

NO_STATE = N_(
    "The status names no state yet: write one of these in parentheses before the colon, or take the line out: "
    "%(states)s."
)
"""Said of each stub of 'Matters arising' that nobody has filled in; only in minutes does it keep a text back."""

_STRUCTURE = re.compile("[();]")
_FIELD_WORDS = [
    (name, re.escape(word) + (r"(?:\s*:\s*|\s+|$)" if language.spaced else r"\s*:?\s*"))
    for language in words.LANGUAGES
    for name, word in zip(words.FIELDS, language.fields, strict=True)
]
_FIELD = re.compile("|".join(f"({pattern})" for _name, pattern in _FIELD_WORDS), re.IGNORECASE)


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
            READERS[name](fields, name, value)
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
    match = _FIELD.match(segment)
    if match is None or match.lastindex is None:
        return None, segment
    return _FIELD_WORDS[match.lastindex - 1][0], segment[match.end() :].strip()


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
        fields.remark(NO_STATE, states=", ".join(words.STATES))


def _read_owners(fields: Fields, bare: list[str]) -> None:
    written = parts_of(bare[0]) if bare else []
    fields.owners = read_codes_of(fields, written)
    if not written:
        fields.remark(N_("No owner is named; the first field is the party or organ, such as BY or BY-MIA."))
    if fields.kind == "STATEMENT" and len(fields.owners) > 1:
        fields.remark(N_("A statement is made by one party; several parties make several statements."))
