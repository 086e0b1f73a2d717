"""Abstracts of other systems are HTML as often as Markdown: HTML is made Markdown, which is what ours are."""

import re
from html.parser import HTMLParser

import nh3

_TAGS = {
    *("p", "br", "div", "blockquote", "pre", "code", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("ul", "ol", "li", "b", "strong", "i", "em", "a"),
}
_HTML = re.compile(rf"</?(?:{'|'.join(sorted(_TAGS | {'span', 'img', 'table', 'tr', 'td', 'u'}))})\b[^<>]*>", re.I)
_SIGNS = re.compile(r"([\\`*_\[\]#])")
_AT_LINE_START = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([-+.)])", re.MULTILINE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_IN_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "\n": ""})
DEEPEST = 6


def as_markdown(text: str) -> str:
    """The text itself where it holds no HTML. Raises nothing, whatever it holds."""
    if not _HTML.search(text):
        return text
    writer = _Writer()
    writer.feed(nh3.clean(text, tags=_TAGS, attributes={"a": {"href"}}, link_rel=None, url_schemes={"http", "https"}))
    writer.close()
    return writer.markdown()


class _Writer(HTMLParser):
    """Blocks, each with what its lines begin with: lists indent by four, quotations by '> '."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line = ""
        self.before: list[str] = []
        """What the lines of each open list item or quotation begin with."""
        self.bullet = ""
        self.lists: list[str] = []
        self.links: list[str] = []
        self.raw = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS or tag in ("br", "code", "a"):
            self.line = self._within(tag, dict(attrs).get("href") or "")
            return
        self._end_block()
        if tag in ("ul", "ol"):
            self.lists.append("1. " if tag == "ol" else "- ")
        elif tag in ("li", "blockquote"):
            deeper = "    " if tag == "li" else "> "
            self.before.append(deeper if len(self.before) < DEEPEST else "")
            self.bullet = (self.lists or ["- "])[-1] if tag == "li" else self.bullet
        elif tag[0] == "h":
            self.line = "#" * int(tag[1]) + " "
        self.raw = self.raw or tag == "pre"

    def _within(self, tag: str, href: str) -> str:
        """The line with the beginning of what stands within lines."""
        if tag == "br":
            return self.line.rstrip(" ") + "  \n"
        if tag == "a":
            self.links.append(href)
            return self.line + ("[" if href else "")
        return self.line + ("" if tag == "code" and self.raw else _MARKS.get(tag, "`"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self.line += _MARKS[tag]
        elif tag == "code" and not self.raw:
            self.line += "`"
        elif tag == "a" and self.links:
            address = self.links.pop()
            self.line += f"]({address.translate(_IN_ADDRESS)})" if address else ""
        elif tag != "br":
            self._end_block()
            if tag in ("li", "blockquote") and self.before:
                self.before.pop()
            elif tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            self.raw = self.raw and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self.raw:
            self.line += data
            return
        data = re.sub(r"\s+", " ", data)
        if not self.line.strip() or self.line.endswith("\n"):
            data = data.lstrip()
        self.line += _SIGNS.sub(r"\\\1", data)

    def _end_block(self) -> None:
        text, self.line = self.line, ""
        lines = ["    " + line for line in text.strip("\n").split("\n")] if self.raw else self._prose(text)
        if not "".join(lines).strip():
            return
        outside = "".join(self.before[:-1]) if self.bullet else "".join(self.before)
        first = outside + (self.bullet.ljust(4) if self.bullet else "")
        rest = "".join(self.before)
        self.bullet = ""
        self.blocks.append("\n".join((rest if number else first) + line for number, line in enumerate(lines)))

    @staticmethod
    def _prose(text: str) -> list[str]:
        return _AT_LINE_START.sub(r"\1\\\2", text.strip()).split("\n") if text.strip() else [""]

    def markdown(self) -> str:
        self._end_block()
        return "\n\n".join(self.blocks)
