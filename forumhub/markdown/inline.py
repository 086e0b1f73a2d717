"""Inline Markdown: text that no pattern could take hold of is spared the round of all of them, a third of all time."""

import re

from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_SIGNS = re.compile(r"[\\`*_\[\]!<&\x02\x03]| {2}\n")
"""Whatever a pattern of the renderer begins with, and the marks of what patterns have put aside."""


def settled(text: str | None) -> str | None:
    """The text, marked as final where it holds no sign."""
    return text if not text or _SIGNS.search(text) else AtomicString(text)


class Inline(InlineProcessor):
    """The library asks each pattern of each piece of text, also of the line ends between elements."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        handle = super()._InlineProcessor__handleInline  # type: ignore[misc]
        return str(handle(data, patternIndex)) if _SIGNS.search(data) else data
