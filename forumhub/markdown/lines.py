"""What is done to the lines before Python-Markdown sees blocks: code and raw HTML set aside, line numbers marked.

Python-Markdown's tree carries no line numbers. A mark (a number between two control characters that `clean` has
taken out of the text) is put behind the list marker, the hashes or the quote marks of each line whose number may
be asked for; the tree processor reads the marks and what remains of them is cut out of the page.
"""

import html
import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from forumhub.markdown.near_misses import may_be_item

MARK = re.compile("\x02fh([0-9]+)\x03")
_UNTAKEN = re.compile("[\x00\x02\x03\ud800-\udfff]")

_PREFIX = re.compile(r" *(?:[>|] *|(?:[-*+]|[0-9]+\.) +|#{1,6} *)*")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_ENTRY = re.compile(r" {0,3}(?:(?P<ul>[-*+])|(?P<ol>[0-9]{1,2}\.)) ")
_PARAGRAPH = re.compile(r"[0-9]+(?:\.[0-9]+)+|[(（]\w{1,3}[)）]")
_RAW = re.compile(r"<[A-Za-z/!?]")

_FENCE = re.compile(r"(?P<lead> *(?:(?:[-*+]|[0-9]+\.) +)?)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_BLOCK_TAGS = (
    "address|article|aside|base|blockquote|body|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|math|menu|menuitem|nav|noframes|"
    "ol|optgroup|option|p|param|pre|script|search|section|source|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul"
)
_HTML = re.compile(
    rf" {{0,3}}<(?:(?P<special>!--|\?|!)|(?P<close>/)?(?P<tag>{_BLOCK_TAGS})(?![\w:.@-]))", re.IGNORECASE
)
_ENDS = {"!--": "-->", "?": "?>", "!": ">"}


def clean(source: str) -> str:
    """The text without byte order mark, and with U+FFFD for what no text holds (NUL, our marks, lone surrogates)."""
    return _UNTAKEN.sub("\ufffd", source.removeprefix("\ufeff"))


def behind_prefix(line: str) -> str:
    """The line without its indentation, list marker, quote marks or hashes: what a mark is put before."""
    prefix = _PREFIX.match(line)
    return line[prefix.end() :] if prefix else line


class Lines(Preprocessor):
    """Runs after white space is normalised; `raw_html` and `open_fences` are the lines where such a block begins.

    `prefixes` has what stands before the mark of each marked line.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.begin()

    def begin(self) -> None:
        self.raw_html: list[int] = []
        self.open_fences: list[int] = []
        self.prefixes: dict[int, str] = {}

    def run(self, lines: list[str]) -> list[str]:
        self.lines = lines
        self.out: list[str] = []
        self.unclosed: dict[str, tuple[int, int, int]] = {}
        self.unended: set[str] = set()
        at = 0
        while at < len(lines):
            at = self._fenced(at) or self._html(at) or self._plain(at)
        return self.out

    def _plain(self, at: int) -> int:
        line = self.lines[at]
        prefix = _PREFIX.match(line)
        start = prefix.end() if prefix else 0
        self._separate(at, line[:start])
        if self._is_worth_a_mark(at, line[:start], line[start:]):
            self.prefixes[at + 1] = line[:start]
            line = f"{line[:start]}\x02fh{at + 1}\x03{line[start:]}"
        self.out.append(line)
        return at + 1

    def _is_worth_a_mark(self, at: int, prefix: str, text: str) -> bool:
        if "#" in prefix or may_be_item(text) or _PARAGRAPH.match(text):
            return True
        if not text or text[0] == "[":
            return False
        underlined = at + 1 < len(self.lines) and _UNDERLINE.fullmatch(self.lines[at + 1])
        return bool(underlined) or bool(_RAW.search(text))

    def _separate(self, at: int, prefix: str) -> None:
        """Ends a list where CommonMark ends it: at a list of another kind, and at a line of hyphens.

        Python-Markdown would take the one for lazy text, and make a heading of an entry over the other. A numbered
        line over hyphens stays the numbered heading that it looks like.
        """
        before = _list_kind(self.lines[at - 1]) if at and self.lines[at] else ""
        if before and (
            before != (_list_kind(prefix) or before) or (before == "ul" and _UNDERLINE.fullmatch(self.lines[at]))
        ):
            self.out.append("")

    def _fenced(self, at: int) -> int:
        """Where the fenced code that begins here ends; 0 if none does. Code may be indented into a list."""
        if "```" not in self.lines[at] and "~~~" not in self.lines[at]:
            return 0
        match = _FENCE.match(self.lines[at])
        end = self._fence_end(at, len(match["lead"]), match["fence"]) if match else 0
        if match and not end:
            self.open_fences.append(at + 1)
        if match and end:
            width = len(match["lead"])
            code = "\n".join(line[width:] for line in self.lines[at + 1 : end - 1])
            self._set_aside(match["lead"], f"<pre><code>{html.escape(code, quote=False)}\n</code></pre>")
        return end

    def _fence_end(self, at: int, indent: int, fence: str) -> int:
        length, least, until = self.unclosed.get(fence[0], (0, 0, 0))
        if length and len(fence) >= length and indent >= least and at < until:
            return 0
        closing = re.compile(rf" *{re.escape(fence)}{re.escape(fence[0])}* *")
        for place in range(at + 1, len(self.lines)):
            line = self.lines[place]
            if line and indent >= 2 and len(line) - len(line.lstrip(" ")) < indent:
                break
            if closing.fullmatch(line):
                return place + 1
        else:
            place = len(self.lines)
        self.unclosed[fence[0]] = (len(fence), indent, place)
        return 0

    def _html(self, at: int) -> int:
        """Where the raw HTML that begins here ends; 0 if none does. It is shown as the text that it is."""
        match = _HTML.match(self.lines[at])
        if match is None:
            return 0
        end = self._html_end(at, match)
        self.raw_html.append(at + 1)
        source = "\n".join(self.lines[at:end]).rstrip()
        self._set_aside("", f'<pre class="raw">{html.escape(source, quote=False)}</pre>')
        return end

    def _html_end(self, at: int, match: re.Match[str]) -> int:
        """To the end of the comment or instruction; to the closing tag, if there is one, else to a blank line."""
        if match["special"]:
            return self._line_with(at, _ENDS[match["special"]], match.end()) or len(self.lines)
        closed = None if match["close"] else self._line_with(at, f"</{match['tag'].lower()}", match.end())
        if closed:
            return closed
        place = at
        while place < len(self.lines) and self.lines[place]:
            place += 1
        return place

    def _line_with(self, at: int, end: str, start: int) -> int:
        """The place behind the first line that holds `end`; 0 if there is none, which is remembered."""
        if end in self.unended:
            return 0
        for place in range(at, len(self.lines)):
            if end in self.lines[place].lower()[start if place == at else 0 :]:
                return place + 1
        self.unended.add(end)
        return 0

    def _set_aside(self, lead: str, block: str) -> None:
        placeholder = lead + self.md.htmlStash.store(block)
        self.out.extend([placeholder] if lead else ["", placeholder, ""])


def _list_kind(text: str) -> str:
    """`ul` or `ol` for a line that opens a list entry and is not nested by four spaces; else nothing."""
    match = _ENTRY.match(text)
    return match.lastgroup or "" if match else ""
