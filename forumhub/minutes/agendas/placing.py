"""Where a point goes in the Markdown of an agenda: before what every meeting ends with, as dialect. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forumhub.markdown import Document, Heading, words
from forumhub.minutes.skeletons import WORDS, literal

LAST = {title for row in WORDS.values() for title in (row.next_meeting, row.other)}
"""Topics before which others stand, in every language."""
MINUTES_WORD = {"en": "%s min", "zh": "%s分钟", "ru": "%s мин"}


@dataclass(frozen=True)
class Topic:
    """What was put forward. `concern` makes an item of its text; `code` is that item's id, once it was issued."""

    title: str
    organ: str
    text: str
    minutes_long: int | None = None
    concern: bool = False
    fields: str = ""
    """The parenthesis of its heading as it was, in place of one made of its organ and its length."""

    def heading(self, number: int, language: str) -> str:
        """`## 3. Fraud (40 min; BY-MIA)`."""
        length = MINUTES_WORD[language] % self.minutes_long if self.minutes_long else ""
        row = words.language_of(language)
        fields = self.fields or row.marks[3].join(filter(None, (length, self.organ)))
        return row.in_parenthesis(f"## {number}. {literal(self.title)}", fields)

    def body(self, language: str, code: str) -> str:
        if self.concern:
            row = words.language_of(language)
            keyword = " ".join(filter(None, (row.kinds[words.KINDS.index("CONCERN")], code)))
            return (
                f"{row.in_parenthesis(f'- **{keyword}**', self.organ)}{row.marks[2]}{literal(self.text or self.title)}"
            )
        paragraphs = (literal(part) for part in re.split(r"\n\s*\n", self.text))
        return "\n\n".join(filter(None, paragraphs))


def placed(text: Document, topic: Topic, language: str, code: str = "") -> str:
    """The text's source with the topic before the closing ones, which are numbered anew; else at its end."""
    lines = text.source.replace("\r\n", "\n").rstrip("\n").split("\n")
    numbered = [heading for heading in text.headings if heading.level == 2 and (heading.number or "").isdigit()]
    after = _closing(numbered, lines)
    if not after:
        number = max((int(heading.number or 0) for heading in numbered), default=0) + 1
        return "\n".join([*lines, "", *_section(topic, number, language, code)]) + "\n"
    place, number = after[0].line - 1, int(after[0].number or 0)
    for heading in reversed(after):
        _count_up(lines, text, heading)
    return "\n".join([*lines[:place], *_section(topic, number, language, code), "", *lines[place:]]) + "\n"


def _section(topic: Topic, number: int, language: str, code: str) -> Iterator[str]:
    yield topic.heading(number, language)
    if body := topic.body(language, code):
        yield ""
        yield body


def _closing(numbered: list[Heading], lines: list[str]) -> list[Heading]:
    """The first closing topic and all that follow it; none where they bear numbers that cannot be counted up."""
    first = next((place for place, heading in enumerate(numbered) if heading.title in LAST), len(numbered))
    following = numbered[first:]
    return following if all(_opening(heading.number).match(lines[heading.line - 1]) for heading in following) else []


def _opening(number: str | None) -> re.Pattern[str]:
    return re.compile(rf"(\s*#*\s*){number}(?=[.\s])")


def _count_up(lines: list[str], text: Document, heading: Heading) -> None:
    """One more in the number of the heading, and of what is numbered under it."""
    inside = range(heading.line, heading.last_line + 1)
    bearing = {each.line for each in text.headings} | {each.line for each in text.paragraphs}
    opening = _opening(heading.number)
    for line in bearing.intersection(inside):
        lines[line - 1] = opening.sub(rf"\g<1>{int(heading.number or 0) + 1}", lines[line - 1], count=1)
