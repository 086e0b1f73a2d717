"""What circulation refuses: whatever two readers of one text could see differently (DESIGN.md, 'Minutes')."""

import html
import re

from forumhub.errors import N_
from forumhub.markdown.remarks import Remark
from forumhub.unseen import is_invisible

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<foot>\^)?(?P<name>[^\[\]]*)\]:")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[[^\]]*\]:")
_PLAIN = re.compile(r"[\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u052f\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]*")


def character_remarks(source: str) -> list[Remark]:
    """Bidirectional controls and invisible characters, also where they hide in an entity such as `&#8203;`."""
    remarks: list[Remark] = []
    for number, line in enumerate(source.split("\n"), start=1):
        text = html.unescape(line) if "&" in line else line
        if not _PLAIN.fullmatch(text):
            remarks.extend(Remark(number, msgid, {"code": code}) for msgid, code in _odd_characters(text))
    return remarks


def _odd_characters(text: str) -> list[tuple[str, str]]:
    odd: dict[str, str] = {}
    for before, character in zip(" " + text, text, strict=False):
        if _BIDI.match(character):
            odd[f"U+{ord(character):04X}"] = N_(
                "The line holds %(code)s, which turns the direction of writing; take it out."
            )
        elif is_invisible(character, before):
            odd[f"U+{ord(character):04X}"] = N_("The line holds %(code)s, which nobody sees; take it out.")
    return [(msgid, code) for code, msgid in odd.items()]


def definition_remarks(source: str, links: set[str], footnotes: set[str]) -> list[Remark]:
    """Definitions that are unused, given twice, or of abbreviations: one renderer shows them and another does not."""
    remarks: list[Remark] = []
    seen: set[tuple[str | None, str]] = set()
    for number, line in enumerate(source.split("\n"), start=1):
        match = _DEFINITION.match(line)
        if _ABBREVIATION.match(line):
            remarks.append(Remark(number, N_("An abbreviation is defined; spell it out in the text."), {}))
        if match is None:
            continue
        name = match["name"] if match["foot"] else match["name"].strip().lower()
        key = (match["foot"], name)
        if name in (footnotes if match["foot"] else links):
            remarks.append(Remark(number, N_("The definition '%(name)s' is not used; take it out."), {"name": name}))
        elif key in seen:
            remarks.append(Remark(number, N_("'%(name)s' is defined twice; keep one definition."), {"name": name}))
        seen.add(key)
    return remarks


def image_remarks(source: str, images: list[str]) -> list[Remark]:
    """Images that would be fetched from elsewhere, each at the first line that holds its address."""
    msgid = N_("The image '%(address)s' lies elsewhere and can change; attach it and show it from files/.")
    return [
        Remark(source.count("\n", 0, max(source.find(address), 0)) + 1, msgid, {"address": address})
        for address in dict.fromkeys(images)
    ]


def raw_html_remarks(lines: list[int]) -> list[Remark]:
    msgid = N_("Raw HTML is shown as the text that it is; write it in Markdown, or between backticks.")
    return [Remark(line, msgid) for line in dict.fromkeys(lines)]


def fence_remarks(lines: list[int]) -> list[Remark]:
    return [
        Remark(line, N_("Code begins here and is never closed; close it with the same line of marks."))
        for line in lines
    ]
