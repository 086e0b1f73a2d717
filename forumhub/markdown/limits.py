"""What a text may hold. Python-Markdown takes minutes over 20,000 brackets; no document that people sign has them."""

import re

from forumhub.errors import N_
from forumhub.markdown.remarks import TooMuch

NESTED = N_("The text is nested too deeply; lists within lists within lists are the usual cause.")
MAX_BYTES = 256 * 1024
MAX_HEADINGS = 1_000
MAX_FOOTNOTES = 300
MAX_RULES = 1_000
MAX_DEFINITIONS = 1_000
MAX_BRACKET_RUN = 60
MAX_SIGNS = 3_000  # between two blank lines; the renderer looks from each bracket or backtick for its fellow
MAX_QUOTE_DEPTH = 12
MAX_INDENT = 100
MAX_DEPTH = 100  # elements within elements of the page; whoever walks over it need fear no end of its stack

_HEADING = re.compile(r"^#{1,6}|^(?:=+|-+) *$", re.MULTILINE)
_RULE = re.compile(r"^[ >]*([-*_])(?: *\1){2,} *$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]*\]:", re.MULTILINE)
_BRACKETS = re.compile(rf"[\[\]](?:\s?!?[\[\]]){{{MAX_BRACKET_RUN}}}")
_QUOTES = re.compile(rf"^ *(?:> ?){{{MAX_QUOTE_DEPTH + 1}}}", re.MULTILINE)
_TAG = re.compile(r"<(/?)(?!br\b|hr\b|img\b)[a-z]")
_INDENT = re.compile(rf"^ {{{MAX_INDENT + 1}}} *\S", re.MULTILINE)


def check(source: str) -> None:
    """Raises TooMuch for a text beyond the limits. Takes time in proportion to the length of the text."""
    if len(source) > MAX_BYTES or len(source.encode("utf-8", "replace")) > MAX_BYTES:
        raise TooMuch(
            N_("The text is larger than %(limit)s KB; annexes can be files of their own."), limit=MAX_BYTES // 1024
        )
    text = source.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    _check_number(_HEADING, text, MAX_HEADINGS, N_("The text has more than %(limit)s headings."))
    _check_number(_RULE, text, MAX_RULES, N_("The text has more than %(limit)s lines that are drawn across the page."))
    _check_number(_FOOTNOTE, text, MAX_FOOTNOTES, N_("The text has more than %(limit)s footnotes."))
    _check_number(_DEFINITION, text, MAX_DEFINITIONS, N_("The text has more than %(limit)s definitions of links."))
    _check_run(_BRACKETS, text, MAX_BRACKET_RUN, N_("Line %(line)s has more than %(limit)s brackets in a row."))
    _check_blocks(text)
    _check_run(_QUOTES, text, MAX_QUOTE_DEPTH, N_("Line %(line)s is a quotation more than %(limit)s deep."))
    _check_run(_INDENT, text, MAX_INDENT, N_("Line %(line)s is indented by more than %(limit)s spaces."))


def _check_number(pattern: re.Pattern[str], text: str, limit: int, msgid: str) -> None:
    for number, _ in enumerate(pattern.finditer(text), start=1):
        if number > limit:
            raise TooMuch(msgid, limit=limit)


def _check_run(pattern: re.Pattern[str], text: str, limit: int, msgid: str) -> None:
    if match := pattern.search(text):
        raise TooMuch(msgid, limit=limit, line=text.count("\n", 0, match.start()) + 1)


def _check_blocks(text: str) -> None:
    line = 1
    for block in text.split("\n\n"):
        if block.count("[") > MAX_SIGNS or block.count("`") > MAX_SIGNS:
            msgid = N_("The paragraph at line %(line)s has more than %(limit)s brackets or backticks.")
            raise TooMuch(msgid, limit=MAX_SIGNS, line=line)
        line += block.count("\n") + 2


def check_depth(html: str) -> None:
    """Raises TooMuch for sanitised HTML nested deeper than MAX_DEPTH. Takes time in proportion to its length."""
    depth = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            raise TooMuch(NESTED)
