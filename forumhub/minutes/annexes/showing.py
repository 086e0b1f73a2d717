"""Images that a text shows, with their bytes: what goes into a file of it, and what cannot."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from forumhub import files
from forumhub.minutes.annexes.images import names_shown
from forumhub.minutes.annexes.measuring import MOST_PIXELS, PNG, measure
from forumhub.minutes.annexes.models import Annex, CirculatedAnnex
from forumhub.minutes.annexes.queries import annexes_of, circulated_annexes

MOST_PIXELS_IN_ALL = 2 * MOST_PIXELS
MOST_BYTES = 32 * 1024 * 1024
"""Of the images of one text, each counted as often as it is shown."""


@dataclass(frozen=True)
class Picture:
    """An image that is whole: where its bytes lie, and its width and height in pixels."""

    sha256: str
    kind: str
    width: int
    height: int
    path: Path

    @property
    def file(self) -> str:
        """A name of ours; whoever sent it chose no part of it."""
        return f"{self.sha256}.{self.kind}"


def annexes_shown(document_id: int, circulation_id: int | None, pages: Collection[str]) -> dict[str, str]:
    """SHA-256 of the text's annexes by their names; asked for only where one of its pages shows an image."""
    if not any("<img" in html for html in pages):
        return {}
    found: list[Annex] | list[CirculatedAnnex]
    found = annexes_of(document_id) if circulation_id is None else circulated_annexes(circulation_id)
    return {annex.name: annex.sha256 for annex in found}


def pictures_of(html: str, hashes: Mapping[str, str], root: Path) -> dict[str, Picture]:
    """By the annex's name, the images that the page shows and that are whole, until they are too many for a file.

    `hashes` are those of its annexes, `root` is where stored files lie.
    """
    found, pixels, size = {}, 0, 0
    for name, times in Counter(names_shown(html)).items():
        more_bytes = _size(hashes[name], root) * times if name in hashes else MOST_BYTES + 1
        picture = _whole(hashes[name], root) if size + more_bytes <= MOST_BYTES else None
        if picture and pixels + picture.width * picture.height <= MOST_PIXELS_IN_ALL:
            found[name] = picture
            pixels, size = pixels + picture.width * picture.height, size + more_bytes
    return found


def _size(sha256: str, root: Path) -> int:
    """In bytes; 0 of what is lost."""
    path = files.path(root, sha256)
    return path.stat().st_size if path.is_file() else 0


def _whole(sha256: str, root: Path) -> Picture | None:
    """None where its bytes are lost, are others than those that were attached, or are no image of a size to print."""
    path = files.path(root, sha256)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    measured = measure(content)
    if measured is None or measured[1] * measured[2] > MOST_PIXELS:
        return None
    return Picture(sha256, *measured, path)


def media_type(picture: Picture) -> str:
    return "image/png" if picture.kind == PNG else "image/jpeg"
