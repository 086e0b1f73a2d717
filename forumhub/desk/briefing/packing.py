"""A briefing pack as a ZIP that works off line: one page, its stylesheet, and the files of the papers."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from forumhub import files
from forumhub.desk.briefing import rules
from forumhub.desk.briefing.queries import Brought, Text
from forumhub.events.papers.models import PaperFile
from forumhub.files import safe_name
from forumhub.minutes.annexes.showing import Picture, annexes_shown, pictures_of
from forumhub.minutes.queries import current_circulation

PAGE = "index.html"
STYLE = "briefing.css"
FOLDER = "papers"
IMAGES = "images"


@dataclass(frozen=True)
class Carried:
    """Which file of a paper goes along, under which name in the pack."""

    file: PaperFile
    name: str


def carried(papers: Sequence[Brought], choice: str, language: str, root: Path) -> dict[int, Carried]:
    """By the file's row id, what goes along of what was chosen; a file whose bytes are gone from the disk does not.

    `choice` is one of rules.CHOICES; with OWN, of a paper that is not in `language`, its first. Raises RuleBroken for
    more than a pack takes. `root` is where stored files lie.
    """
    chosen = [(brought, file) for brought in papers for file in _chosen(brought.files, choice, language)]
    present = [(brought, file) for brought, file in chosen if files.path(root, file.sha256).is_file()]
    rules.check_size(file.stored.size for _brought, file in present)
    taken: set[str] = set()
    found = {}
    for brought, file in present:
        symbol = brought.paper.symbol or brought.paper.party.code
        name = safe_name(f"{symbol} {file.language} {file.name}", taken, but=rules.MISREAD)
        found[file.id] = Carried(file, f"{FOLDER}/{name}")
    return found


def _chosen(its: Sequence[PaperFile], choice: str, language: str) -> Sequence[PaperFile]:
    if choice == rules.ALL:
        return its
    if choice == rules.NONE:
        return ()
    return [file for file in its if file.language == language] or its[:1]


def shown(texts: Iterable[Text], root: Path) -> dict[int, dict[str, Picture]]:
    """By the text's row id, its images that are whole, by their annexes' names."""
    return {each.text.id: pictures_of(each.text.html, _annexes(each), root) for each in texts}


def _annexes(text: Text) -> dict[str, str]:
    if "<img" not in text.text.html:
        return {}
    current = current_circulation(text.holder)
    return annexes_shown(text.holder.id, current.id if current else None, [text.text.html])


def place(picture: Picture) -> str:
    """In the pack."""
    return f"{IMAGES}/{picture.file}"


def write(
    page: str,
    style: bytes,
    along: Mapping[int, Carried],
    pictures: Iterable[Picture],
    target: IO[bytes],
    root: Path,
) -> None:
    """Papers and images are stored as they are: most are compressed already."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, page)
        archive.writestr(STYLE, style)
        for each in along.values():
            archive.write(files.path(root, each.file.sha256), each.name, zipfile.ZIP_STORED)
        for name, path in {place(picture): picture.path for picture in pictures}.items():
            archive.write(path, name, zipfile.ZIP_STORED)
