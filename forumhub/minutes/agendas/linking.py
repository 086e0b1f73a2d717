"""What an agenda's headings answer, as links in its page. Pure."""

import re
from collections.abc import Callable

from markupsafe import escape

from forumhub.markdown.folding import fold_code
from forumhub.markdown.references import FOREIGN_ID

_PARENTHESIS = re.compile(r"(?<=[(（])[^()（）<>]*(?=[)）]</h[2-6]>)")
_ID = re.compile(rf"(?<![\w/-]){FOREIGN_ID.pattern}(?![\w-])")


def ids_in_headings(page: str) -> set[str]:
    """Of the page as it was rendered."""
    return {match.group() for found in _PARENTHESIS.findall(page) for match in _ID.finditer(fold_code(found))}


def linked(page: str, address: Callable[[str], str | None]) -> str:
    """The page whose headings lead from each id in their parenthesis to its address; where there is none, it stays."""
    return _PARENTHESIS.sub(lambda match: _linked(match.group(), address), page)


def _linked(written: str, address: Callable[[str], str | None]) -> str:
    parts, end = [], 0
    for match in _ID.finditer(fold_code(written)):
        if found := address(match.group()):
            text = written[match.start() : match.end()]
            parts += [written[end : match.start()], f'<a href="{escape(found)}">{text}</a>']
            end = match.end()
    return "".join([*parts, written[end:]])
