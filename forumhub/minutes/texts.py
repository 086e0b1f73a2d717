"""Texts as they are read, checked and stamped before a transaction begins: reading may take seconds."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forumhub import markdown
from forumhub.errors import N_, RuleBroken
from forumhub.followup.rules import LETTERS, Issued
from forumhub.markdown.lines import clean

Remarks = dict[str, list[markdown.Remark]]
"""By language."""


class TextsRefused(RuleBroken):
    """A text holds what must not be saved, or not be circulated; `remarks` say it line by line."""

    def __init__(self, msgid: str, remarks: Remarks) -> None:
        super().__init__(msgid)
        self.remarks = remarks


class IdsTaken(Exception):
    """While the text was read, somebody else was issued the ids that were meant for it: read it again."""


@dataclass(frozen=True)
class Reading:
    """Each language of a document as `read_bounded` read it."""

    working_language: str
    documents: dict[str, markdown.Document]

    @property
    def working(self) -> markdown.Document:
        return self.documents[self.working_language]

    @property
    def others(self) -> dict[str, markdown.Document]:
        return {code: document for code, document in self.documents.items() if code != self.working_language}


@dataclass(frozen=True)
class Draft:
    """A reading whose items all bear ids, and which ids of each kind must still be free for it to be saved."""

    base: int
    reading: Reading
    issued: tuple[tuple[str, str], ...]
    """(kind, id), in the order of the text."""


def as_typed(text: str) -> str:
    """What came from a form as it is kept: line ends as typed, without NUL and what else no text holds."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def read_texts(sources: Mapping[str, str], working_language: str) -> Reading:
    """Raises RuleBroken where the working text is empty, TooMuch or TooSlow (with its field) for one beyond bounds."""
    if not sources.get(working_language, "").strip():
        raise RuleBroken(N_("The text in the working language is empty."), field=f"text-{working_language}")
    return Reading(working_language, {code: _read(code, text) for code, text in sources.items() if text.strip()})


def _read(language: str, source: str) -> markdown.Document:
    try:
        return markdown.read_bounded(source)
    except RuleBroken as error:
        error.field = f"text-{language}"
        raise


def put_right(source: str, line: int) -> str:
    """The text with the line as the remark on it offers; nothing else changes. Raises RuleBroken where none does."""
    offered = [remark for remark in markdown.read_bounded(source).remarks if remark.line == line]
    suggestion = next((remark.suggestion for remark in offered if remark.suggestion), None)
    if suggestion is None:
        raise RuleBroken(
            N_("Line %(line)s is not as it was when it was remarked on; look at the remarks again."), line=line
        )
    lines = source.split("\n")
    return "\n".join([*lines[: line - 1], suggestion, *lines[line:]])


def prepare(reading: Reading, before: str | None, issued: Issued, base: int) -> Draft:
    """Stamps the working text with the ids that would be issued next, and reads it again.

    `before` is the working text of revision `base`; `issued` are the register's ids. Raises TextsRefused for ids that
    stand twice, that were never issued, or that stood in the text before and are gone.
    """
    remarks = markdown.check_ids(reading.working, issued)
    if before and markdown.may_miss(before, reading.working):
        remarks += markdown.missing_ids(markdown.read_bounded(before), reading.working)
    if remarks:
        raise TextsRefused(N_("An id stands where it may not, or is gone."), {reading.working_language: remarks})
    given: list[tuple[str, str]] = []
    stamped = markdown.stamp(reading.working.source, _issuer(issued, given), reading.working)
    working = _read(reading.working_language, stamped) if given else reading.working
    return Draft(
        base, Reading(reading.working_language, {reading.working_language: working, **reading.others}), tuple(given)
    )


def _issuer(issued: Issued, given: list[tuple[str, str]]) -> Callable[[str], str]:
    counts: Counter[str] = Counter()

    def issue(kind: str) -> str:
        code = f"{LETTERS[kind]}-{issued.next_number(kind) + counts[kind]}"
        counts[kind] += 1
        given.append((kind, code))
        return code

    return issue


def dialect_remarks(reading: Reading) -> Remarks:
    """What the texts themselves show: the dialect, what two readers could see differently, and disagreements."""
    return {
        code: [
            *document.remarks,
            *markdown.circulation_remarks(document),
            *(markdown.concordance(reading.working, document) if code in reading.others else []),
        ]
        for code, document in reading.documents.items()
    }
