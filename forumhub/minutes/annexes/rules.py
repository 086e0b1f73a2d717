"""Pure decisions about annexes: which files show the same to everybody who opens them."""

import re
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.unseen import UNSEEN

KINDS = (".csv", ".jpeg", ".jpg", ".pdf", ".png", ".txt")
"""Office files are none of them: fonts, fields and links make them look otherwise elsewhere."""
MOST = 50
"""Annexes of one document."""
MOST_TEXT = 1024 * 1024
"""Bytes of an annex that is plain text."""
MOST_UNPACKED = 16 * 1024 * 1024
"""Bytes of a PDF's object streams that are looked into; one with more is refused."""

STREAM = re.compile(rb"(<<(?:(?!endobj).){0,2000}?>>)\s*stream\r?\n(.*?)endstream", re.DOTALL)
CHANGING = re.compile(
    rb"/(JavaScript|JS|Launch|XFA|OCProperties|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|Encrypt)(?![A-Za-z0-9])"
)
"""Names by which a PDF acts, shows layers, carries what is not seen, or cannot be looked into (ISO 32000-1)."""


def check_kind(name: str) -> None:
    """Raises RuleBroken for a kind that can show differently to two readers."""
    if Path(name).suffix.lower() not in KINDS:
        message = N_("'%(name)s' could show differently to two readers. Save it as PDF; these are taken: %(kinds)s.")
        raise RuleBroken(message, field="file", name=name, kinds=", ".join(KINDS))


def check_same_for_all(name: str, stream: BinaryIO) -> None:
    """Raises RuleBroken for content that can show differently; leaves the stream at its beginning."""
    kind = Path(name).suffix.lower()
    if kind in (".txt", ".csv"):
        _check_text(stream.read(MOST_TEXT + 1))
    if kind == ".pdf":
        _check_pdf(stream.read())
    stream.seek(0)


def _check_text(content: bytes) -> None:
    if len(content) > MOST_TEXT:
        raise RuleBroken(N_("A plain text of more than 1 MB is not taken; save it as PDF."), field="file")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise RuleBroken(N_("The text is not in UTF-8; save it so, or as PDF."), field="file") from None
    if UNSEEN.search(re.sub("[\t\n\r]", "", text)):
        raise RuleBroken(
            N_("The text has characters that are not seen; take them out, or save it as PDF."), field="file"
        )


def _check_pdf(content: bytes) -> None:
    unpacked = b"".join(_object_streams(content))
    for part in (STREAM.sub(rb"\1", content), unpacked):
        if found := CHANGING.search(_plain_names(part)):
            message = N_(
                "The PDF holds %(what)s, so it could show differently to two readers. Print it to a plain PDF."
            )
            raise RuleBroken(message, field="file", what=found.group(1).decode())


def _object_streams(content: bytes) -> list[bytes]:
    """Objects that are packed. Raises RuleBroken where they are too many, or packed in an unusual way."""
    parts, room = [], MOST_UNPACKED
    for about, packed in STREAM.findall(content):
        if b"/ObjStm" in _plain_names(about):
            parts.append(_unpack(packed, room))
            room -= len(parts[-1])
    return parts


def _unpack(packed: bytes, room: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        part = unpacking.decompress(packed, max(room, 1))
    except zlib.error:
        part = b""
    if not part or unpacking.unconsumed_tail:
        raise RuleBroken(
            N_("The PDF is packed so that it cannot be looked into. Print it to a plain PDF."), field="file"
        )
    return part


def _plain_names(part: bytes) -> bytes:
    """With `#4A` in names written out (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found.group(1), 16)]), part)


def check_new(name: str, names: Collection[str]) -> None:
    """Raises RuleBroken where the document has an annex of this name, or has too many."""
    if name.casefold() in {other.casefold() for other in names}:
        raise RuleBroken(N_("There is an annex '%(name)s' already; remove it first."), field="file", name=name)
    if len(names) >= MOST:
        raise RuleBroken(N_("A text has at most %(most)s annexes; put several into one PDF."), field="file", most=MOST)


def check_seen(seen: str, present: str) -> None:
    """Raises Conflict where annexes came or went since the page was opened."""
    if seen != present:
        raise Conflict(N_("Annexes were added or removed since you opened the page. Look at them, then circulate."))
