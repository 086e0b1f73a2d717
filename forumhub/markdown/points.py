"""What the parenthesis of an agenda's heading says: how long it takes, who presents, what it answers.

A heading may end in any parenthesis, `Intelligence (AI)`: only what can be nothing else is read as a field.
"""

import re
from dataclasses import dataclass

from forumhub.markdown.fields import parse_fields, split_fields
from forumhub.markdown.folding import fold_code, fold_field
from forumhub.markdown.headings import Heading
from forumhub.markdown.references import CODE
from forumhub.markdown.remarks import Remark

_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2})\s*(?:h|hours?|ч|час(?:а|ов)?|小时)\.?\s*)?"
    r"(?:(?P<minutes>\d{1,3})\s*(?:min|minutes?|мин|минут[аы]?|分钟?)\.?)?",
    re.IGNORECASE,
)
_NEARLY_ID = re.compile(r"(?:[A-Z0-9-]+/)?[CRDAS]\W?\d+")


@dataclass(frozen=True)
class Point:
    """`minutes` is its length, None where none is given; `presented_by` are codes, `from_` ids; `line` counts from 1.

    `certain` is False for what stands alone in its parenthesis, and may be an abbreviation.
    """

    line: int
    minutes: int | None
    presented_by: tuple[str, ...]
    from_: tuple[str, ...]
    certain: bool
    remarks: tuple[Remark, ...]


def read_point(heading: Heading) -> Point:
    """`(40 min; BY-MIA; from C-3)`, in each language of the dialect and in any order."""
    written = split_fields(heading.parenthesis or "")
    fields = parse_fields("; ".join(part for part in written if length_of(part) is None), "POINT", heading.line)
    codes = [code for name, part in fields.shown if name == "owners" for code in _codes(fold_code(part))]
    remarks = [remark for remark in fields.remarks if _NEARLY_ID.fullmatch(remark.values.get("text", ""))]
    length = minutes_in(heading.parenthesis or "")
    return Point(heading.line, length, tuple(codes), fields.texts("from"), len(written) > 1, tuple(remarks))


def _codes(part: str) -> list[str]:
    codes = [code.strip() for code in part.split(",")]
    return codes if all(CODE.fullmatch(code) for code in codes) else []


def length_of(field: str) -> int | None:
    """Minutes in '40 min', '1 h 30 min', '40分钟' or '40 мин'; None for what is no length."""
    match = _LENGTH.fullmatch(fold_field(field).strip())
    return int(match["hours"] or 0) * 60 + int(match["minutes"] or 0) if match and match[0] else None


def minutes_in(parenthesis: str) -> int | None:
    """The first length in '40 min; BY-MIA'; None where none is given."""
    lengths = (length_of(field) for field in split_fields(parenthesis))
    return next((length for length in lengths if length is not None), None)
