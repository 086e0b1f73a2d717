"""Line after line of old minutes: what each likely holds, by the section it stands in, its mark or its words."""

from collections.abc import Mapping
from dataclasses import replace

from forumhub.errors import N_
from forumhub.minutes.importing import words
from forumhub.minutes.importing.dates import due_of
from forumhub.minutes.importing.finding import LIKELY, PERHAPS, SURE, Found, Passed
from forumhub.minutes.importing.lines import Line, parts, plain
from forumhub.minutes.importing.owners import owners_of
from forumhub.minutes.importing.persons import is_open, names_in, names_of
from forumhub.minutes.importing.sections import (
    Section,
    ends,
    goes_on,
    is_blank,
    kind_of,
    kind_of_one,
    label_of,
    leads_on,
)
from forumhub.minutes.importing.words import ABSENT, ACTION, ATTENDANCE, DECISION, OTHER, PAST

_SHORTEST = 5
_ABSENT = N_("They are named as absent.")
_SECTION = N_("It stands in a section for it.")


class Reading:
    """What was found so far, and the section that the next line stands in."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = {name.casefold(): code for name, code in names.items()}
        self.found: list[Found] = []
        self.passed: list[Passed] = []
        self.section = Section()
        self.last = 0

    def see(self, line: Line) -> None:
        if self._goes_on(line) or self._opens_section(line):
            self.last = line.number
            return
        kind = self.section.kind
        if self._marked(line) or line.heading:
            pass
        elif kind in (ATTENDANCE, ABSENT):
            self._person(line)
        elif kind in (ACTION, DECISION):
            self._entry(line, kind)
        elif kind == PAST and line.listed:
            self._pass(line, ACTION, N_("The section is about what earlier meetings decided."))
        else:
            self._sentence(line)
        self.last = line.number

    def _opens_section(self, line: Line) -> bool:
        """Whether the line is a heading or a label; a list behind a label's colon is read at once."""
        label, rest = label_of(line)
        if not rest and (one := kind_of_one(label or line.words)):
            self.section = Section(one, line.heading, line.indent, line.number, numbered=True)
            return True
        kind = kind_of(label) if label else None
        if line.heading:
            return self._opens_below_heading(line, kind, rest)
        if kind is None or (rest and kind not in (ATTENDANCE, ABSENT)):
            if kind is None and ends(self.section, line, label, self.last):
                self.section = Section(line=line.number)
            return False
        self.section = Section(kind, 0, line.indent, line.number)
        self._rest(line, rest)
        return True

    def _opens_below_heading(self, line: Line, kind: str | None, rest: str) -> bool:
        """Headings within the attendance name delegations, so that it goes on below them."""
        section = self.section
        if kind is None and section.kind in (ATTENDANCE, ABSENT) and 0 < section.heading < line.heading:
            return not rest
        self.section = Section(kind or OTHER, line.heading, -1, line.number)
        self._rest(line, rest)
        return kind is not None or not rest

    def _rest(self, line: Line, rest: str) -> None:
        """What stands behind the colon: a whole list, which a blank line ends."""
        self.section.entry = line.indent if rest else None
        if rest and self.section.kind == ATTENDANCE:
            self._there(line, names_of(parts(rest)))
        elif rest and self.section.kind == ABSENT:
            self._pass(line, ATTENDANCE, _ABSENT)

    def _marked(self, line: Line) -> bool:
        """A mark opens the line, or stands within it behind what it is about."""
        dressed = plain(line.text)
        for kind, pattern in words.MARKS:
            if match := pattern.match(dressed):
                if rest := dressed[match.end() :].strip(" :：-–—"):
                    self._mark(line, kind, rest)
                else:
                    self.section = Section(kind, 0, line.indent, line.number)
                return True
        if match := words.WITHIN.search(line.text):
            kind = ACTION if "action" in match.group().lower() else DECISION
            if rest := plain(line.text[match.end() :]).strip(" :：-–—"):
                self._add(line, kind, rest, LIKELY, N_("A word for it stands within the line."), whole=False)
                return True
        return False

    def _mark(self, line: Line, kind: str, text: str) -> None:
        """Some minutes list at their beginning what is marked again where it was discussed."""
        if any(each.text == text and (each.kind, each.confidence) == (kind, SURE) for each in self.found):
            self._pass(line, kind, N_("The same stands above already."))
        else:
            self._add(line, kind, text, SURE, N_("The line opens with a word for it."))

    def _person(self, line: Line) -> None:
        if self.section.kind == ABSENT:
            self._pass(line, ATTENDANCE, _ABSENT)
        elif line.box in ("[ ]", "[]"):
            self._pass(line, ATTENDANCE, N_("The box is empty, so they were not there."))
        elif names := names_in(line):
            self.section.entry = line.indent
            self._there(line, names)
        elif line.words and not line.row:
            self._pass(line, ATTENDANCE, N_("It does not read like a name."))

    def _there(self, line: Line, names: list[str]) -> None:
        why = N_("It stands in the list of those who were there.")
        self.section.open = is_open(line.text)
        for name in names:
            self._add(line, ATTENDANCE, name, LIKELY, why, whole=not line.row)

    def _entry(self, line: Line, kind: str) -> None:
        """An entry of a section of decisions or actions; what is indented below one tells more of it."""
        section = self.section
        if line.row:
            self._row(line, kind)
            return
        section.entry = line.indent if section.entry is None else section.entry
        if line.listed and line.indent > section.entry + 1:
            self._pass(line, kind, N_("It stands below another entry, which it explains."))
        elif is_blank(line):
            self._pass(line, kind, N_("It is a place to fill in, or an address."))
        elif leads_on(line):
            self._pass(line, kind, N_("It opens a list or asks a question."))
        else:
            confidence = LIKELY if line.listed or section.heading or section.numbered else PERHAPS
            first = not self.found or self.found[-1].line < section.line
            self._add(
                line, kind, line.words, confidence, _SECTION, head=section.line if section.numbered and first else 0
            )
            if section.numbered and not line.listed:
                self.section = Section(line=line.number)

    def _row(self, line: Line, kind: str) -> None:
        cells = line.row
        if self.section.column is None:
            title = next((place for place, cell in enumerate(cells) if words.COLUMN.match(cell)), None)
            self.section.column = min(1, len(cells) - 1) if title is None else title
            if title is not None:
                return
        text = cells[self.section.column] if self.section.column < len(cells) else ""
        if len(text) >= _SHORTEST and not words.NOBODY.fullmatch(text):
            self._add(line, kind, text, LIKELY, _SECTION, whole=False)

    def _sentence(self, line: Line) -> None:
        text = line.words
        if words.AGENDA.search(text):
            return
        opening = words.SENTENCE.match(text) or words.AGREED.search(text)
        if opening and len(text) > opening.end() + 3 and not text.endswith("?"):
            self._add(line, DECISION, text, PERHAPS, N_("The sentence tells of a decision."))
        elif used := words.USED.search(text):
            kind = ACTION if "action" in used.group().lower() else DECISION
            self._pass(line, kind, N_("The word is used, and nothing says that this is one."))

    def _goes_on(self, line: Line) -> bool:
        """Whether the line is the next one of a paragraph in which something was found; its words are added."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind == ATTENDANCE or not last.whole or not goes_on(last, line):
            return False
        self.found[-1] = self._resolved(replace(last, last=line.number, text=f"{last.text} {line.words}"))
        return True

    def _add(
        self, line: Line, kind: str, text: str, confidence: str, why: str, *, whole: bool = True, head: int = 0
    ) -> None:
        number = line.number
        self.found.append(self._resolved(Found(number, number, kind, text, why, confidence, whole, head)))

    def _resolved(self, found: Found) -> Found:
        """With the owners and the due date that an action's words name."""
        if found.kind != ACTION:
            return found
        due = due_of(found.text)
        days = tuple(day.isoformat() for day in due.days) if due else ()
        settled, asked = (days[0], ()) if len(days) == 1 else (None, days)
        return replace(found, owners=owners_of(found.text, self.names), due=settled, asked=asked)

    def _pass(self, line: Line, kind: str, why: str) -> None:
        self.passed.append(Passed(line.number, kind, line.words[:200], why))
