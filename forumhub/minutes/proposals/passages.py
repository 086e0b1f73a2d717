"""A draft's paragraphs as they read: one reading of all of them, cut where one ends and the next begins."""

import re
import secrets
from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import dedent

from forumhub.markdown import TooMuch, TooSlow, read_bounded
from forumhub.markdown.limits import MAX_BYTES

_MARK = f"passage{secrets.token_hex(8)}"
"""Nothing that somebody wrote can be taken for it. One for all readings: sections that stay as they are stay read."""
_RULER = re.compile(r"\|[ :|-]*-[ :|-]*\s*")


def passages(paragraphs: Sequence[str]) -> list[str] | None:
    """The sanitised HTML of each paragraph, item, heading or row of a table (Markdown), in their order.

    It is empty for what shows nothing where it stands, such as a footnote. None where they do not read one by one, as
    when code stands across several of them, or when together they are beyond the limits of a text.
    """
    alone, size = list[str](), 0
    for each in with_headings(paragraphs):  # a wide table's rows are many times the text
        size += len(each)
        if size > MAX_BYTES:
            return None
        alone.append(dedent(each))
    try:
        html = read_bounded("".join(f"{each}\n\n{_MARK}\n\n" for each in alone)).html
    except (TooMuch, TooSlow):
        return None
    *found, _footnotes = html.split(f"<p>{_MARK}</p>")
    return [each.strip() for each in found] if len(found) == len(paragraphs) else None


def with_headings(paragraphs: Sequence[str]) -> Iterator[str]:
    """Each row of a table with the heading of the table over it, for without it a row is none; its ruler is empty."""
    heading = ""
    for row, below in pairwise([*paragraphs, ""]):
        if not row.startswith("|"):
            heading = ""
        elif _RULER.fullmatch(below):
            heading = row + below
        is_ruler = heading and _RULER.fullmatch(row)
        yield "" if is_ruler else heading if heading.startswith(row) else heading + row
