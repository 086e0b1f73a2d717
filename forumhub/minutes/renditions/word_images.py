"""Images of a DOCX: as large as their place lets them be, with their words for who does not see them."""

import io
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Emu, Inches, Mm

from forumhub.minutes.annexes.measuring import as_jfif, turn_of

PIXEL = Inches(1) // 96
TEXT_WIDTH = Mm(160)
HIGHEST = Mm(200)
CELL_MARGINS = Mm(4)
"""Left and right of a cell together, as Word sets them."""


def put_image(run: Any, path: Path, *, size: tuple[int, int], room: int, words: str) -> None:
    """At the end of the run; `size` in pixels as it is looked at, `room` is the width of its place in EMU."""
    width, height = _fitting(size, room)
    content = path.read_bytes()
    turn = turn_of(content)
    across = turn in (90, 270)
    box = (height, width) if across else (width, height)
    inline = run.add_picture(io.BytesIO(as_jfif(content)), *map(Emu, box))._inline
    inline.docPr.set("descr", words)
    if turn:
        _turn(inline, turn, (height - width) // 2 if across else 0)


def room_of(paragraph: Any, most: int = TEXT_WIDTH) -> int:
    """What the indent of its style leaves of the text's width, in EMU."""
    style = paragraph.style
    while style is not None and style.paragraph_format.left_indent is None:
        style = style.base_style
    return most - (style.paragraph_format.left_indent if style is not None else 0)


def _fitting(size: tuple[int, int], room: int) -> tuple[int, int]:
    width, height = size[0] * PIXEL, size[1] * PIXEL
    scale = min(1.0, room / width, HIGHEST / height)
    return max(1, int(width * scale)), max(1, int(height * scale))


def _turn(inline: Any, degrees: int, spare: int) -> None:
    """As DrawingML turns a shape within its box; `spare` EMU above and below keep the lines around it free."""
    inline.graphic.graphicData.pic.spPr.xfrm.set("rot", str(degrees * 60_000))
    effect = OxmlElement("wp:effectExtent")
    for side, free in (("l", 0), ("t", max(0, spare)), ("r", 0), ("b", max(0, spare))):
        effect.set(side, str(free))
    inline.extent.addnext(effect)
