"""Reading a text: one parse gives the page, the items and the remarks."""

from dataclasses import dataclass, replace

from forumhub.markdown import frozen, limits
from forumhub.markdown.attendance import Delegation
from forumhub.markdown.headings import Heading, Paragraph
from forumhub.markdown.items import Item
from forumhub.markdown.lines import clean
from forumhub.markdown.pieces import Rendered, render
from forumhub.markdown.references import same_clause
from forumhub.markdown.remarks import Remark, TooMuch


@dataclass(frozen=True)
class Document:
    """A text that was read. `html` is sanitised; `remarks` and `refusals` are sorted by line.

    `remarks` are about the dialect, `refusals` about what circulation refuses besides (see `circulation_remarks`).
    `title` is the first heading of level 1.
    """

    source: str
    html: str
    items: tuple[Item, ...]
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    attendance: tuple[Delegation, ...]
    remarks: tuple[Remark, ...]
    refusals: tuple[Remark, ...]
    title: str | None


def read(source: str) -> Document:
    """Parses a text once. Raises TooMuch if it is beyond the limits.

    The limits bound its time only roughly: what comes from outside goes through `read_bounded`.
    """
    limits.check(source)
    text = clean(source).replace("\r\n", "\n").replace("\r", "\n")
    try:
        rendered = render(text)
    except RecursionError as error:
        raise TooMuch(limits.NESTED) from error
    limits.check_depth(rendered.html)
    return _document(source, text, rendered)


def _document(source: str, text: str, rendered: Rendered) -> Document:
    found = rendered.findings
    headings = _with_last_lines(found.headings, text.count("\n") + 1)
    title = next((heading.full_title for heading in headings if heading.level == 1), None)
    return Document(
        source=source,
        html=rendered.html,
        items=tuple(found.items),
        headings=headings,
        paragraphs=tuple(found.paragraphs),
        attendance=tuple(found.attendance.delegations),
        remarks=_sorted(found.remarks),
        refusals=_refusals(text, rendered),
        title=title,
    )


def _refusals(text: str, rendered: Rendered) -> tuple[Remark, ...]:
    return _sorted(
        [
            *frozen.raw_html_remarks([*rendered.raw_html, *rendered.findings.raw_html]),
            *frozen.fence_remarks(rendered.open_fences),
            *frozen.image_remarks(text, rendered.findings.images),
            *frozen.definition_remarks(text, *rendered.unused),
            *frozen.character_remarks(text),
        ]
    )


def _sorted(remarks: list[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: remark.line))


def _with_last_lines(headings: list[Heading], lines: int) -> tuple[Heading, ...]:
    """Each heading with the last line of its section: before the next heading of its level or above."""
    ended: list[Heading] = []
    following: dict[int, int] = {}
    for heading in reversed(headings):
        end = min((line for level, line in following.items() if level <= heading.level), default=lines + 1)
        ended.append(replace(heading, last_line=end - 1))
        following[heading.level] = heading.line
    return tuple(reversed(ended))


def addresses(document: Document) -> list[str]:
    """The clauses that a text has, as it spells them, in its order: `['1', '2', '2(1)', '2.2']`."""
    marks = [(heading.line, heading.number) for heading in document.headings if heading.number]
    marks += [(paragraph.line, paragraph.address) for paragraph in document.paragraphs]
    return [address for _, address in sorted(marks)]


def find_address(document: Document, clause: str) -> str | None:
    """The address that a clause means, as the text spells it (`5.2` where `5(2)` was asked for), or None."""
    return next((address for address in addresses(document) if same_clause(address, clause)), None)


def circulation_remarks(source: str | Document) -> list[Remark]:
    """What circulation refuses because two readers could see it differently. Raises TooMuch as `read` does.

    Remote images, raw HTML, definitions that are unused, double or of abbreviations, open code fences, bidirectional
    controls, invisible characters; each with its line.
    """
    return list((source if isinstance(source, Document) else read(source)).refusals)
