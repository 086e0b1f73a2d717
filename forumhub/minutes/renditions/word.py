"""A Paper as DOCX (ISO/IEC 29500), in Word's own styles, so that an office can go on with it. No macros."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from forumhub.minutes.renditions import blocks as parts
from forumhub.minutes.renditions.blocks import Blocks, Run
from forumhub.minutes.renditions.paper import Paper, Party, Statement
from forumhub.minutes.renditions.word_images import CELL_MARGINS, TEXT_WIDTH, put_image, room_of
from forumhub.minutes.renditions.word_styles import CODE_FONT, dress, no_borders, rule_below

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 §2.2 has no way to write."""
_DEEPEST = 3
"""Word has three levels of each style of list."""
_ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_ROOM_TO_SIGN = Pt(48)


def write(paper: Paper, images: Mapping[str, Path]) -> bytes:
    """The bytes of the file. `images` by the names that the paper has for them."""
    document = docx.Document()
    dress(document, paper)
    text = _Text(document, paper, images)
    text.frame()
    text.blocks(paper.blocks)
    text.signatures(paper.signatures)
    text.statements(paper.statements)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


class _Text:
    """Writes block after block at the end of a place: the document, or a cell of it."""

    def __init__(self, document: Any, paper: Paper, images: Mapping[str, Path]) -> None:
        self.document, self.paper, self.images = document, paper, images

    def frame(self) -> None:
        self.line(self.paper.heading, bold=True)
        for line in self.paper.lead:
            self.line(line)
        if self.paper.parties:
            self.line(" · ".join(self.paper.parties), bold=True)
        for name, value in self.paper.facts:
            self.line(f"{name}: {value}")
        rule_below(self.document.paragraphs[-1])

    def line(self, words: str, *, bold: bool = False) -> None:
        self.run(self.document.add_paragraph(style="Frame"), Run(words, bold=bold))

    def blocks(self, blocks: Blocks, style: str = "Normal", depth: int = 0) -> None:
        for block in blocks:
            self.block(block, style, depth)

    def block(self, block: parts.Block, style: str, depth: int) -> None:
        if isinstance(block, parts.Heading):
            self.paragraph(block.runs, f"Heading {block.level}")
        elif isinstance(block, parts.Paragraph):
            number = (Run(f"{block.number}\t"),) if block.number else ()
            self.paragraph((*number, *block.runs), style)
        elif isinstance(block, parts.Item):
            self.item(block, depth)
        elif isinstance(block, parts.Bullets):
            self.bullets(block.entries, block.start, depth)
        elif isinstance(block, parts.Notes):
            self.paragraph((), "Normal", ruled=True)
            self.bullets(block.entries, 1, depth)
        elif isinstance(block, parts.Quote):
            self.blocks(block.blocks, "Quote", depth)
        elif isinstance(block, parts.Code):
            self.paragraph((Run(block.text, code=True),), "Code")
        elif isinstance(block, parts.Table):
            self.table(block)
        else:
            self.paragraph((), "Normal", ruled=True)

    def paragraph(self, runs: Iterable[Run], style: str, *, ruled: bool = False) -> Any:
        made = self.document.add_paragraph(style=style)
        for run in runs:
            self.run(made, run)
        if ruled:
            rule_below(made)
        return made

    def item(self, item: parts.Item, depth: int) -> None:
        made = self.paragraph((Run(item.label, bold=True),), "Item Fields")
        for field in item.fields:
            self.run(made, Run(f"   {field}"))
        self.blocks(item.blocks, "Item", depth)

    def bullets(self, entries: tuple[Blocks, ...], start: int | None, depth: int) -> None:
        level = "" if depth == 0 else f" {min(depth + 1, _DEEPEST)}"
        number = None if start is None else self.numbering(f"List Number{level}", start)
        for entry in entries:
            first, rest = entry[:1], entry[1:]
            if first and isinstance(first[0], parts.Paragraph):
                made = self.paragraph(first[0].runs, f"List {'Bullet' if number is None else 'Number'}{level}")
                _number(made, number)
            else:
                rest = entry
            self.blocks(rest, f"List Continue{level}", depth + 1)

    def numbering(self, style: str, start: int) -> int:
        """The id of a numbering that begins anew at `start`."""
        numbering = self.document.part.numbering_part.element
        used = self.document.styles[style].element.pPr.numPr.numId.val
        kind = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == used)
        made = numbering.add_num(kind)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        number: int = made.numId
        return number

    def table(self, table: parts.Table) -> None:
        if not table.aligns:
            return
        made = self.document.add_table(len(table.rows), len(table.aligns), style="Table Grid")
        room = TEXT_WIDTH // len(table.aligns) - CELL_MARGINS
        for place, (row, cells) in enumerate(zip(made.rows, table.rows, strict=True)):
            head = place < table.heads
            if head:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, runs, side in zip(row.cells, cells, table.aligns, strict=True):
                made_line = cell.paragraphs[0]
                made_line.style = "Table Text"
                made_line.alignment = _ALIGN.get(side)
                for run in runs:
                    self.run(made_line, replace(run, bold=run.bold or head), room)
        self.document.add_paragraph(style="Table Text")

    def signatures(self, parties: tuple[Party, ...]) -> None:
        """Two beside each other, read from left to right: the copy's own party first."""
        if not parties:
            return
        self.document.add_paragraph()
        for paragraph in self.document.paragraphs[-2:]:  # nobody signs a page that bears nothing of the text
            paragraph.paragraph_format.keep_with_next = True
        made = self.document.add_table(-(-len(parties) // 2), 2)
        no_borders(made)
        for place, party in enumerate(parties):
            row = made.rows[place // 2]
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            self.signature(row.cells[place % 2], party)

    def statements(self, statements: tuple[Statement, ...]) -> None:
        for statement in statements:
            self.paragraph((Run(statement.title),), "Heading 2")
            self.paragraph((Run(statement.help, italic=True),), "Frame")
            for line in filter(None, statement.text.splitlines()):
                self.paragraph((Run(line),), "Normal")

    def signature(self, cell: Any, party: Party) -> None:
        name = cell.paragraphs[0]
        self.run(name, Run(party.name, bold=True))
        line = cell.add_paragraph()
        line.paragraph_format.space_before = _ROOM_TO_SIGN
        rule_below(line)
        for words in filter(None, (party.signer, party.office)):
            self.run(cell.add_paragraph(style="Frame"), Run(words))

    def run(self, paragraph: Any, run: Run, room: int = TEXT_WIDTH) -> None:
        words = _NOT_XML.sub("\ufffd", run.text)
        made = paragraph.add_run("" if run.image else words)
        if run.image:
            size, room = (run.width, run.height), room_of(paragraph, room)
            put_image(made, self.images[run.image], size=size, room=room, words=words)
        made.bold, made.italic = run.bold or None, run.italic or None
        made.font.superscript = run.raised or None
        if run.code:
            made.font.name = CODE_FONT
        if self.paper.language == "zh":  # quotation marks and dashes are as wide as a character
            made._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        if run.link:
            made.underline = True
            self.linked(paragraph, made, run.link)

    def linked(self, paragraph: Any, made: Any, address: str) -> None:
        link = OxmlElement("w:hyperlink")
        safe = _NOT_XML.sub("", address)
        link.set(qn("r:id"), paragraph.part.relate_to(safe, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        made._element.addprevious(link)
        link.append(made._element)


def _number(paragraph: Any, number: int | None) -> None:
    if number is not None:
        properties = paragraph._element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
