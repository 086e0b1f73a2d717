"""The built-in templates as Word documents, made of their texts: the same bytes each time."""

import io
from datetime import datetime
from functools import cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from forumhub.registration.letters import filling, packages, wording

MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a document's own note, the same each time
LATIN_FONT = "Times New Roman"


@cache
def built_in(kind: str, language: str) -> bytes:
    letter, document = wording.LETTERS[kind, language], Document()
    _set_page(document)
    _set_fonts(document, language)
    document.core_properties.title = letter.title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = MADE
    document.add_paragraph(f"{{{{ today }}}}\n{wording.HEADINGS[language]}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = document.add_paragraph()
    title.alignment, title.paragraph_format.space_before = WD_ALIGN_PARAGRAPH.CENTER, Pt(18)
    title.paragraph_format.space_after = Pt(18)
    written = title.add_run(letter.title)
    written.bold, written.font.size = True, Pt(16)
    for text in letter.before:
        document.add_paragraph(text)
    _add_table(document, letter.rows)
    for text in letter.after:
        document.add_paragraph(text).paragraph_format.space_before = Pt(12)
    _add_signature(document, letter.signed)
    target = io.BytesIO()
    document.save(target)
    return filling.packed(packages.read_package(target.getvalue()))  # without the times of packing


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    section.header.paragraphs[0].text = "{{ host }}"
    section.footer.paragraphs[0].text = "{{ event }}, {{ dates }}"


def _set_fonts(document: Any, language: str) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN_FONT, Pt(11)
    style.paragraph_format.space_after = Pt(6)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), wording.EAST_ASIAN_FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:eastAsia" if language == "zh" else "w:val"), wording.TAGS[language])
    properties.append(spoken)


def _add_table(document: Any, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
        cells[0].width, cells[1].width = Mm(50), Mm(110)


def _add_signature(document: Any, lines: list[str]) -> None:
    space = document.add_paragraph(lines[0])
    space.paragraph_format.space_before, space.paragraph_format.space_after = Pt(24), Pt(30)
    document.add_paragraph("_" * 40)
    document.add_paragraph(lines[1])
