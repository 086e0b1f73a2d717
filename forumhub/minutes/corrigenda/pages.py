"""What a reader sees on a page of a text, as words: never where a link leads, nor what stands for an image. Pure."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from forumhub.minutes.renditions.walking import tree_of

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
EMPHASIS = {"em", "strong"}
PLAIN = {*EMPHASIS, "a", "br"}
"""What may stand in words that read alike with it and without it."""
_INLINE = {*EMPHASIS, "a", "b", "code", "span", "sup"}


def seen(element: Element) -> str:
    """The words of an element, on one line."""
    return on_one_line(_seen(element))


def _seen(element: Element) -> str:
    inside = (element.text or "") + "".join(_seen(child) + (child.tail or "") for child in element)
    return inside if element.tag in _INLINE else f" {inside} "


def on_one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def tags_in(element: Element) -> list[str]:
    return [each.tag for each in element.iter() if each is not element]


def words_on(html: str) -> str:
    return seen(tree_of(html))


def words_of_items(html: str) -> dict[str, str]:
    """By anchor, the paragraph of each item that is words alone."""
    return {
        box.get("id", ""): words
        for box in _items(tree_of(html))
        for paragraph in box.findall("p")
        if {*tags_in(paragraph)} <= {*PLAIN, "code"} and (words := seen(paragraph))
    }


def _items(page: Element) -> Iterator[Element]:
    return (each for each in page.iter("div") if "item" in each.get("class", "").split())
