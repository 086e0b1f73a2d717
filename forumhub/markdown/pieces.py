"""A text rendered section by section, so that what did not change since it was last read is not parsed again.

A secretary saves and previews the same minutes a hundred times, a word changed each time. A heading of level 2 after a
blank line ends every block before it, so the sections between two such headings are parsed one by one and remembered.
What a section shows must depend on nothing outside it: a text in which it could (definitions of links and footnotes,
fences that stay open, raw HTML, a number or an anchor that stands twice) is rendered as a whole. Both ways give the
same, which tests hold.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from forumhub.markdown.attendance import opens_attendance
from forumhub.markdown.findings import Findings
from forumhub.markdown.headings import Heading
from forumhub.markdown.remarks import Remark
from forumhub.markdown.rendering import Renderer
from forumhub.markdown.sanitising import sanitise

MAX_PIECE = 16 * 1024
LEAST = 2 * 1024
"""Characters; shorter sections go together with the next, for each piece costs half a millisecond of its own."""
_KEPT = 512
_DEFINITION = "]:"
_BORDER = re.compile(r"(?<=\n\n)(?=## )")


@dataclass(frozen=True)
class Rendered:
    """`html` is sanitised; `unused` are the link definitions and the footnotes that nothing refers to."""

    html: str
    findings: Findings
    raw_html: list[int]
    open_fences: list[int]
    unused: tuple[set[str], set[str]]


@dataclass(frozen=True)
class Above:
    """What a section takes from the text above it: the number of the title, and whether that opens the attendance."""

    titled: bool = False
    number: str | None = None
    attendance: bool = False


@dataclass(frozen=True)
class Piece:
    """A section with lines counted from its own first; `alone` says that it depends on nothing outside it."""

    html: str
    findings: Findings
    alone: bool
    below: Above


def render(text: str) -> Rendered:
    """The text, whose line ends are `\\n`, rendered whole or by sections."""
    return by_sections(text) or whole(text)


def whole(text: str) -> Rendered:
    renderer = Renderer()
    html = sanitise(renderer.render(text))
    lines = renderer.dialect.lines
    return Rendered(html, renderer.findings, lines.raw_html, lines.open_fences, renderer.unused())


def by_sections(text: str, least: int = LEAST) -> Rendered | None:
    """None where the sections depend on each other, or are too large to be remembered."""
    sections = [] if _DEFINITION in text else _together(_BORDER.split(text), least)
    if len(sections) < 2 or any(len(section) > MAX_PIECE for section in sections):
        return None
    above, line, htmls, found = Above(), 0, [], Findings()
    for section in sections:
        piece = _piece(section, above)
        if not piece.alone or not _take(found, piece.findings, line):
            return None
        htmls.append(piece.html)
        above, line = piece.below, line + section.count("\n")
    return Rendered("\n".join(html for html in htmls if html), found, [], [], (set(), set()))


def _together(sections: list[str], least: int) -> list[str]:
    pieces = [""]
    for section in sections:
        if len(pieces[-1]) > least or len(pieces[-1]) + len(section) > MAX_PIECE:
            pieces.append("")
        pieces[-1] += section
    return pieces


_idle: list[Renderer] = []
"""Those that rendered their last section to its end: one that failed is dropped."""


@lru_cache(maxsize=_KEPT)
def _piece(section: str, above: Above) -> Piece:
    findings = Findings()
    if above.titled:
        findings.path.append(Heading(above.number, 1, "", 0, None, "", 0))
    findings.attendance.level = 1 if above.attendance else None
    renderer = _take_renderer()
    html = sanitise(renderer.render_next(section, findings))
    lines = renderer.dialect.lines
    alone = not (lines.raw_html or lines.open_fences) and _unique(findings)
    _idle.append(renderer)
    return Piece(html, findings, alone, _below(findings))


def _take_renderer() -> Renderer:
    try:
        return _idle.pop()
    except IndexError:
        return Renderer()


def _unique(findings: Findings) -> bool:
    return all(count == 1 for count in findings.anchors.values()) and not any(
        "first" in remark.values for remark in findings.remarks
    )


def _below(findings: Findings) -> Above:
    title = next((heading for heading in findings.path if heading.level == 1), None)
    return Above(title is not None, title.number if title else None, findings.attendance.level == 1)


def _take(found: Findings, more: Findings, line: int) -> bool:
    """Adds what was found in the section that follows `line` lines; False where it meets what stands already."""
    if not (found.anchors.keys().isdisjoint(more.anchors) and found.addresses.keys().isdisjoint(more.addresses)):
        return False
    if found.attendance.delegations and _attends(more):
        return False
    found.anchors |= more.anchors
    found.addresses |= more.addresses
    found.items += [replace(i, line=i.line + line, warnings=_moved(i.warnings, line)) for i in more.items]
    found.headings += [replace(heading, line=heading.line + line) for heading in more.headings]
    found.paragraphs += [replace(paragraph, line=paragraph.line + line) for paragraph in more.paragraphs]
    found.attendance.delegations += [replace(each, persons=[*each.persons]) for each in more.attendance.delegations]
    found.remarks += _moved(tuple(more.remarks), line)
    found.raw_html += [number + line for number in more.raw_html]
    found.images += more.images
    return True


def _moved(remarks: tuple[Remark, ...], by: int) -> tuple[Remark, ...]:
    return tuple(replace(remark, line=remark.line + by) for remark in remarks)


def _attends(findings: Findings) -> bool:
    """Whether its first entries could belong to the delegation named last, in the text above."""
    return any(opens_attendance(heading.title) for heading in findings.headings)
