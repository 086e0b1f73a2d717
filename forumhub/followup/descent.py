"""Where the boxes and lines stand that draw what an item comes from and what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Kin:
    """A thing in a drawing of descent. Layers grow from what it comes from (negative) to what came of it."""

    layer: int
    label: str
    note: str = ""
    kind: str = ""
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: int
    kin: Kin


@dataclass(frozen=True)
class Line:
    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True)
class Descent:
    """Places down are pixels, across percent. `lines` go from the lower edge of a box to the upper edge of another."""

    boxes: list[Box]
    lines: list[Line]
    height: int


ABREAST = 2
"""As many boxes as a phone has room for."""
BOX_HEIGHT, ROW_HEIGHT = 44, 68


def descent(kin: Sequence[Kin], pairs: Sequence[tuple[int, int]]) -> Descent:
    """Rows of boxes, layer below layer, the widest ones broken; `pairs` are places in `kin`: (from, to)."""
    boxes: dict[int, Box] = {}
    y = 0
    for layer in sorted({each.layer for each in kin}):
        places = [place for place, each in enumerate(kin) if each.layer == layer]
        for row in (places[start : start + ABREAST] for start in range(0, len(places), ABREAST)):
            for at, place in enumerate(row):
                boxes[place] = Box(round(100 * (at + 0.5) / len(row), 2), y, kin[place])
            y += ROW_HEIGHT
    lines = [Line(boxes[one].x, boxes[one].y + BOX_HEIGHT, boxes[two].x, boxes[two].y) for one, two in pairs]
    return Descent([boxes[place] for place in range(len(kin))], lines, y - ROW_HEIGHT + BOX_HEIGHT if y else 0)
