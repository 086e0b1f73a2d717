"""Images of a text: annexes that it shows among its words, by `![plan](files/plan.png)`. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote

from forumhub.errors import N_, RuleBroken
from forumhub.markdown import Remark

FOLDER = "files/"
KINDS = (".jpeg", ".jpg", ".png")
"""An SVG is a program; it is no annex either."""

_IMAGE = re.compile(r'<img(?:\s+[\w-]+="[^"]*")*\s*/?>')
"""As nh3 writes it: what an attribute holds may look like a tag."""
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_WORDS = re.compile(r'\balt="([^"]*)"')


def is_image(name: str) -> bool:
    return Path(name).suffix.lower() in KINDS


def check_image(name: str) -> None:
    """Raises RuleBroken for a kind that is not shown among words."""
    if not is_image(name):
        message = N_("'%(name)s' is no image that a text can show; these kinds are: %(kinds)s.")
        raise RuleBroken(message, field="file", name=name, kinds=", ".join(KINDS))


def free_name(name: str, sha256: str, names: Collection[str]) -> str:
    """The name, with a piece of the hash in it where another annex has it: what is pasted is always `image.png`."""
    if name.casefold() not in {other.casefold() for other in names}:
        return name
    path = Path(name)
    return f"{path.stem}-{sha256[:8]}{path.suffix}"


def shown_by(name: str) -> str:
    """The Markdown that shows the annex."""
    words = re.sub(r"[\\\[\]]", "", Path(name).stem)
    address = re.sub(r"[^\w\-.~]", lambda found: quote(found[0], safe=""), name)
    return f"![{words}]({FOLDER}{address})"


def image_remarks(source: str, html: str, names: Collection[str]) -> list[Remark]:
    """One for each image of the text that is no annex of it, at the first line that holds its address."""
    msgid = N_("The image '%(address)s' is no annex of this text; attach it, or take it out.")
    return [
        Remark(source.count("\n", 0, max(source.find(address), 0)) + 1, msgid, {"address": address})
        for address in dict.fromkeys(_addresses(html))
        if not (is_image(annex_name(address)) and annex_name(address) in names)
    ]


def _addresses(html: str) -> Iterator[str]:
    for tag in _IMAGE.findall(html):
        if found := _SOURCE.search(tag):
            yield found[1]


def names_shown(html: str) -> list[str]:
    """Of the annexes that the page shows as images, as often as each is shown; some may be no annexes."""
    return [name for name in map(annex_name, _addresses(html)) if is_image(name)]


def annex_name(address: str) -> str:
    """Of the annex; empty where the address is not one of ours."""
    path = address.removeprefix("./")
    return unquote(path.removeprefix(FOLDER)) if path.startswith(FOLDER) else ""


def with_addresses(html: str, addresses: Mapping[str, str], lost: str = "") -> str:
    """The page of a text with its images where they are given out; `addresses` by the annex's name.

    An image that has none is shown as its words, and `lost` behind them. One that bears none is called by its name.
    """
    return _IMAGE.sub(lambda found: _placed(found[0], addresses, lost), html)


def _placed(tag: str, addresses: Mapping[str, str], lost: str) -> str:
    source, found = _SOURCE.search(tag), _WORDS.search(tag)
    address = unescape(source[1]) if source else ""
    name = annex_name(address)
    words = escape((unescape(found[1]).strip() if found else "") or Path(name).stem or address)
    if is_image(name) and name in addresses:
        return f'<img src="{escape(addresses[name])}" alt="{words}">'
    return f'<span class="image">{" ".join(filter(None, (words, escape(lost))))}</span>'
