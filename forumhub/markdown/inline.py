"""Inline Markdown: text that no pattern could take hold of is spared the round of all of them, a third of all time."""

import re
from functools import cached_property
from typing import Any

from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

_SIGNS = re.compile(r"[\\`*_\[<&\x02\x03]")
"""Whatever a pattern of the renderer begins with, the line break apart, and the marks of what was put aside."""
_BEGINS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "short_reference": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "entity": "&",
}
"""What a match of each pattern cannot do without; a pattern that is not named here is always tried."""


def settled(text: str | None) -> str | None:
    """The text, marked as final where it holds no sign."""
    return text if not text or _holds_sign(text) else AtomicString(text)


def _holds_sign(text: str) -> bool:
    return _SIGNS.search(text) is not None or "  \n" in text


class Inline(InlineProcessor):
    """The library asks each pattern of each piece of text, also of the line ends between elements."""

    @cached_property
    def patterns(self) -> list[tuple[Any, str]]:
        """Each pattern with its sign, in their order; asked for when all extensions have registered theirs."""
        registered = self.md.inlinePatterns
        begins = {registered.get_index_for_name(name): sign for name, sign in _BEGINS.items()}
        return [(pattern, begins.get(index, "")) for index, pattern in enumerate(registered)]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not _holds_sign(data):
            return data
        apply = super()._InlineProcessor__applyPattern  # type: ignore[misc]
        for index, (pattern, sign) in enumerate(self.patterns[patternIndex:], patternIndex):
            start, matched = 0, True
            while matched and data.find(sign, start) >= 0:
                data, matched, start = apply(pattern, data, index, start)
        return data


class Unescape(UnescapeTreeprocessor):
    """The library looks for escaped characters in each piece of text by a pattern, where hardly one has any."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text
