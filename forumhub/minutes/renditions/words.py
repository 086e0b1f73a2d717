"""The words of a block, gathered from its HTML into runs that look alike. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from forumhub.minutes.renditions.blocks import Paragraph, Run, Runs

_BLANKS = re.compile(r"[ \t\n\f\r]+")
_WIDE = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
_BROKEN_LINE = re.compile(rf"(?<={_WIDE})[ \t\f\r]*\n[ \t\n\f\r]*(?={_WIDE})")
PLAIN = Run("")
"""How words look that nothing sets apart."""


class Words:
    """Gathers runs. Blanks are folded as a browser folds them, across runs too, and none stays at either end."""

    LOOKS: ClassVar[dict[str, dict[str, Any]]] = {
        "strong": {"bold": True},
        "b": {"bold": True},
        "em": {"italic": True},
        "code": {"code": True},
        "sup": {"raised": True},
    }

    def __init__(self) -> None:
        self.found: list[Run] = []

    def add(self, text: str | None, look: Run = PLAIN) -> None:
        folded = _BLANKS.sub(" ", _BROKEN_LINE.sub("", text or ""))
        if folded[:1] == " " and (not self.found or self.found[-1].text[-1] in " \n"):
            folded = folded[1:]
        if folded:
            self.found.append(replace(look, text=folded))

    def walk(self, element: Element, look: Run) -> None:
        classes = element.get("class", "")
        if element.tag == "br":
            self.found = [*_stripped_end(self.found), Run("\n")]
        elif element.tag == "img":
            self.image(element, look)
        elif classes == "image":
            self.add(f"[{''.join(element.itertext())}]", replace(look, italic=True))
        elif classes == "footnote-backref":
            self.found = _stripped_end(self.found, " \xa0")
        else:
            self.inside(element, look)

    def image(self, element: Element, look: Run) -> None:
        """One whose size is known, else its words."""
        address = element.get("src", "")
        words = _BLANKS.sub(" ", element.get("alt", "")).strip() or address
        if "width" in element.attrib:
            width, height = int(element.attrib["width"]), int(element.attrib["height"])
            self.found.append(Run(words, link=look.link, image=address, width=width, height=height))
        else:
            self.add(f"[{words}]", replace(look, italic=True))

    def inside(self, element: Element, look: Run) -> None:
        look = replace(look, **self.LOOKS.get(element.tag, {}))
        href = element.get("href", "")
        if href and not href.startswith("#"):
            look = replace(look, link=href)
        self.add(element.text, look)
        for child in element:
            self.walk(child, look)
            self.add(child.tail, look)

    def runs(self) -> Runs:
        return tuple(_joined(_stripped_end(self.found)))

    def paragraph(self) -> Iterator[Paragraph]:
        if runs := self.runs():
            yield Paragraph(runs)


def _stripped_end(runs: list[Run], blanks: str = " ") -> list[Run]:
    if runs and runs[-1].text[-1] in blanks:
        last = replace(runs[-1], text=runs[-1].text.rstrip(blanks))
        return [*runs[:-1], last] if last.text else _stripped_end(runs[:-1], blanks)
    return runs


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours that look alike as one."""
    waiting: Run | None = None
    for run in runs:
        if waiting and _alike(run, waiting):
            waiting = replace(waiting, text=waiting.text + run.text)
        else:
            if waiting:
                yield waiting
            waiting = run
    if waiting:
        yield waiting


def _alike(run: Run, other: Run) -> bool:
    same_look = replace(run, text="") == replace(other, text="")
    return same_look and not run.image and "\n" not in (run.text, other.text)
