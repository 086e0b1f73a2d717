"""How a DOCX looks: its styles, languages, footer, watermark, and what it says of itself."""

from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from forumhub.minutes.renditions.paper import Paper

FONT = "Times New Roman"
CHINESE_FONT = "SimSun"
CODE_FONT = "Courier New"
TAGS = {"en": "en-GB", "ru": "ru-RU", "zh": "zh-CN"}
SIZES = {1: 16, 2: 13, 3: 11.5, 4: 11, 5: 11, 6: 11}
LONGEST = 255
"""Characters of a property (ISO/IEC 29500-2, as Word keeps it)."""
OWN = {"Frame": (9.5, 0), "Item": (11, 10), "Item Fields": (9.5, 10), "Code": (9, 0), "Table Text": (10, 0)}
"""Styles of ours: size in points, indent in points."""


def dress(document: Any, paper: Paper) -> None:
    """Sets up an empty document for the paper."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(25)
    _styles(document, paper.language)
    _footer(section.footer, paper)
    if paper.watermark:
        _watermark(section.header, paper.watermark)
    _properties(document.core_properties, paper)


def _styles(document: Any, language: str) -> None:
    styles = document.styles
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and (style.name == "Normal" or style.name.startswith("Heading")):
            _font(style)
    styles["Normal"].font.size = Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for level, size in SIZES.items():
        heading = styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    styles["Heading 1"].paragraph_format.alignment = 1
    for name, (size, indent) in OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.left_indent = Pt(indent)
        style.paragraph_format.space_after = Pt(2)
    styles["Item"].paragraph_format.space_after = Pt(8)
    styles["Item Fields"].paragraph_format.keep_with_next = True
    _language(styles, language)


def _font(style: Any) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # those of the theme would win over ours
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    fonts.set(qn("w:eastAsia"), CHINESE_FONT)


def _language(styles: Any, language: str) -> None:
    """Spelling is checked in it, and Chinese is set by its rules."""
    properties = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), TAGS["en"] if language == "zh" else TAGS.get(language, language))
    tag.set(qn("w:eastAsia"), TAGS["zh"])
    properties.append(tag)


def _footer(footer: Any, paper: Paper) -> None:
    line = footer.paragraphs[0]
    for name, value in paper.footer:
        line.add_run(f"{name} ").font.size = Pt(6.5)
        made = line.add_run(value)
        made.font.size, made.font.name = Pt(6), CODE_FONT
        line = footer.add_paragraph()
    before, _, rest = paper.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        line.add_run(words).font.size = Pt(8)
        if field:
            _field(line, field)
    line.alignment = 2
    for each in footer.paragraphs:
        each.paragraph_format.space_after = Pt(0)


def _field(line: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    shown = line.add_run("1")
    shown.font.size = Pt(8)
    shown._element.addprevious(field)
    field.append(shown._element)


def _watermark(header: Any, words: str) -> None:
    """As Word's own command makes it: WordArt behind the text, held by the header; long words are low, not narrow."""
    height = min(130, 1000 // len(words))
    shape = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml' "
        "xmlns:o='urn:schemas-microsoft-com:office:office'>"
        "<w:rPr><w:noProof/></w:rPr><w:pict>"
        "<v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' adj='10800' "
        "path='m@7,l@8,m@5,21600l@6,21600e'><v:path textpathok='t' o:connecttype='rect'/>"
        "<v:textpath on='t' fitshape='t'/></v:shapetype>"
        "<v:shape id='PowerPlusWaterMarkObject1' o:spid='_x0000_s2049' type='#_x0000_t136' "
        "style='position:absolute;margin-left:0;margin-top:0;width:400pt;"
        f"height:{height}pt;rotation:315;z-index:-251;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin' fillcolor='silver' stroked='f'>"
        f"<v:fill opacity='.5'/><v:textpath style='font-family:&quot;{FONT}&quot;;font-size:1pt' "
        f"string={quoteattr(words)}/></v:shape></w:pict></w:r>"
    )
    header.paragraphs[0]._p.append(parse_xml(shape))


def _properties(core: Any, paper: Paper) -> None:
    """No person is named in them."""
    at = datetime.fromtimestamp(paper.made_at, UTC).replace(tzinfo=None)
    core.title, core.language = paper.title[:LONGEST], TAGS.get(paper.language, paper.language)
    core.author, core.last_modified_by, core.comments = "forumhub", "", ""
    core.created = core.modified = at


def rule_below(paragraph: Any) -> None:
    borders = parse_xml(
        f"<w:pBdr {nsdecls('w')}><w:bottom w:val='single' w:sz='4' w:space='4' w:color='808080'/></w:pBdr>"
    )
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def no_borders(table: Any) -> None:
    table.style = "Normal Table"
