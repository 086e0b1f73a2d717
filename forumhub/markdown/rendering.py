"""Python-Markdown with the dialect: which of its parts are used, and in which order they run."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from forumhub.markdown.dialect import Dialect
from forumhub.markdown.findings import Findings
from forumhub.markdown.inline import Inline, Unescape
from forumhub.markdown.lines import MARK, Lines

_OWN_IMAGE = re.compile(r"(?:\./)?(?:[\w\-%~][\w\-.%~]*/)*[\w\-%~][\w\-.%~]*")


class Definitions(dict[str, tuple[str, str]]):
    """The link definitions of a text; remembers which of them were used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> tuple[str, str]:
        self.used.add(key)
        return super().__getitem__(key)


class Images(Treeprocessor):
    """Shows an image that lies elsewhere as its words: a page of ours loads nothing from other houses."""

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md)
        self.findings = findings

    def run(self, root: Element) -> None:
        for image in root.iter("img"):
            source = image.get("src", "")
            if not _OWN_IMAGE.fullmatch(source):
                self.findings.images.append(source)
                image.tag, image.text = "span", image.get("alt") or source
                image.attrib.clear()
                image.set("class", "image")


class Unmark(Postprocessor):
    """Cuts out the marks that are left, in code and in footnotes."""

    def run(self, text: str) -> str:
        return MARK.sub("", text)


class DialectExtension(Extension):
    """Registers the parts; raw HTML is text to us, so the library's own handling of it is taken out."""

    def __init__(self, findings: Findings) -> None:
        super().__init__()
        self.findings = findings

    def extendMarkdown(self, md: Markdown) -> None:
        self.lines = Lines(md)
        self.processors = Dialect(md, self.lines, self.findings), Images(md, self.findings)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(self.lines, "lines", 29)  # after white space is normalised (30)
        md.treeprocessors.register(self.processors[0], "dialect", 60)  # before footnotes (50) and inline (20)
        md.treeprocessors.register(Inline(md), "inline", 20)  # in place of the library's
        md.treeprocessors.register(self.processors[1], "images", 15)  # after inline
        md.treeprocessors.register(Unescape(md), "unescape", 0)  # in place of the library's
        md.postprocessors.register(Unmark(md), "unmark", 5)

    def begin(self, findings: Findings) -> None:
        """Makes ready for another text."""
        self.lines.begin()
        for processor in self.processors:
            processor.findings = findings


class Renderer:
    """Renders texts one after the other, and keeps what was found in the last; each thread has its own."""

    def __init__(self) -> None:
        self.findings = Findings()
        self.dialect = DialectExtension(self.findings)
        self.footnotes = FootnoteExtension()
        tables = TableExtension(use_align_attribute=True)
        self.markdown = Markdown(
            extensions=[tables, self.footnotes, SaneListExtension(), self.dialect], output_format="html"
        )
        blocks = frozenset(self.markdown.block_level_elements)  # asked for each element
        self.markdown.block_level_elements = blocks  # type: ignore[assignment]
        self.definitions = Definitions()
        self.markdown.references = self.definitions

    def render(self, source: str) -> str:
        """HTML that is not yet sanitised."""
        return self.markdown.convert(source)

    def render_next(self, source: str, findings: Findings) -> str:
        """As `render`, another text, of which nothing but `findings` is known."""
        self.findings = findings
        self.dialect.begin(findings)
        self.markdown.reset()
        return self.render(source)

    def unused(self) -> tuple[set[str], set[str]]:
        """The link definitions and the footnotes that nothing refers to."""
        footnotes = self.footnotes
        return set(self.definitions) - self.definitions.used, set(footnotes.footnotes) - set(footnotes.footnote_order)
