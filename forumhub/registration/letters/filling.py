"""Values put in the place of placeholders in a Word document; whatever Word split over runs. Values are text only."""

import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from docx.opc.oxml import serialize_part_xml

from forumhub.registration.letters import rules
from forumhub.registration.letters.packages import check_package, local, parsed, read_package, text_parts

PLACE = re.compile(r"\{\{([^{}]*)\}\}")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML takes (XML 1.0 §2.2)."""
QUICK = 1
"""zlib's level: a letter is small, and there may be hundreds."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def check_template(content: bytes) -> None:
    """Raises RuleBroken, with what would be right, for what cannot be a template."""
    parts = read_package(content)
    check_package(parts)
    found = list(_placeholders(parts))
    rules.check_size(len(found))
    rules.check_placeholders(found)


def _placeholders(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in text_parts(dict(parts)):
        for texts in _paragraphs(parsed(parts[name])):
            rules.check_paragraph(len(texts))
            yield from (found.strip() for found in PLACE.findall("".join(text.text or "" for text in texts)))


def fill(template: dict[str, bytes], values: Mapping[str, str]) -> bytes:
    """The parts of a checked template with its placeholders filled, as a document; one that `values` lacks is empty."""
    filled = dict(template)
    for name in text_parts(template):
        root = parsed(template[name])
        for texts in _paragraphs(root):
            _fill_paragraph(texts, values)
        filled[name] = serialize_part_xml(root)
    return packed(filled)


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, QUICK)
    return target.getvalue()


def _paragraphs(root: Any) -> Iterator[list[Any]]:
    """Of each paragraph, in tables and text boxes too, the elements that hold its own text, in order."""
    by_paragraph: dict[Any, list[Any]] = {}
    for text in root.iter():
        if local(text) == "t":
            paragraph = next((above for above in text.iterancestors() if local(above) == "p"), None)
            if paragraph is not None:
                by_paragraph.setdefault(paragraph, []).append(text)
    yield from by_paragraph.values()


def _fill_paragraph(texts: list[Any], values: Mapping[str, str]) -> None:
    """Places are looked for in the template's own text alone: a value that looks like one stays as it is.

    A value goes where its place begins. Each text is written once, however many places it holds.
    """
    ends = list(accumulate(len(text.text or "") for text in texts))
    whole = "".join(text.text or "" for text in texts)
    places = list(PLACE.finditer(whole))
    place_starts, place_ends = [place.start() for place in places], [place.end() for place in places]
    for text, start, end in zip(texts, [0, *ends], ends, strict=False):
        within = places[bisect_right(place_ends, start) : bisect_left(place_starts, end)]
        if within:
            text.text = "".join(_pieces(whole, start, end, within, values))
            if "wordprocessingml" in text.tag:
                text.set(SPACE, "preserve")


def _pieces(whole: str, start: int, end: int, places: list[re.Match[str]], values: Mapping[str, str]) -> Iterator[str]:
    at = start
    for place in places:
        yield whole[at : max(at, place.start())]
        if place.start() >= start:
            yield _plain(values.get(place[1].strip(), ""))
        at = min(place.end(), end)
    yield whole[at:end]


def _plain(value: str) -> str:
    return " ".join(NOT_IN_XML.sub("", value).split())
