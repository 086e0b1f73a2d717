"""Pure decisions about annexes: which files show the same to everybody who opens them."""

import re
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.minutes.annexes.measuring import MOST_PIXELS, is_animated, measure
from forumhub.unseen import has_unseen

KINDS = (".csv", ".jpeg", ".jpg", ".pdf", ".png", ".txt")
"""Office files are none of them: fonts, fields and links make them look otherwise elsewhere."""
MOST = 50
"""Annexes of one document."""
MOST_TEXT = 1024 * 1024
"""Bytes of an annex that is plain text."""
MOST_UNPACKED = 16 * 1024 * 1024
"""Bytes of a PDF's object streams that are looked into; one with more is refused."""

MOST_BLANK = 2000
"""Bytes between a dictionary and the stream that it tells of."""

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
    if kind in (".png", ".jpg", ".jpeg"):
        _check_image(stream.read())
    stream.seek(0)


def _check_image(content: bytes) -> None:
    """Raises RuleBroken for one that a file of the text could not show."""
    measured = measure(content)
    if measured is None:
        raise RuleBroken(N_("The image is broken or cut off; open it, save it again as PNG or JPEG."), field="file")
    if is_animated(content):
        message = N_("The image is animated, so two readers could see different pictures; save it as one picture.")
        raise RuleBroken(message, field="file")
    if measured[1] * measured[2] > MOST_PIXELS:
        raise RuleBroken(
            N_("The image has %(size)s megapixels, and a text shows up to %(most)s; make it smaller."),
            field="file",
            size=-(-measured[1] * measured[2] // 1_000_000),
            most=MOST_PIXELS // 1_000_000,
        )


def _check_text(content: bytes) -> None:
    if len(content) > MOST_TEXT:
        raise RuleBroken(N_("A plain text of more than 1 MB is not taken; save it as PDF."), field="file")
    try:
        text = content.decode("utf-8-sig")  # spreadsheets begin a CSV with the mark
    except UnicodeDecodeError:
        raise RuleBroken(N_("The text is not in UTF-8; save it so, or as PDF."), field="file") from None
    if has_unseen(re.sub("[\t\n\r]", "", text)):
        raise RuleBroken(
            N_("The text has characters that are not seen; take them out, or save it as PDF."), field="file"
        )


def _check_pdf(content: bytes) -> None:
    streams = list(_streams(content))
    rest = content[sum(len(about) + len(packed) for about, packed in streams) :]
    if b"/ObjStm" in _plain_names(rest):  # begun and never ended, yet some readers open it
        raise _packed()
    outside = b"\n".join([*(about for about, _stream in streams), rest])
    for part in (outside, b"".join(_object_streams(streams))):
        if found := CHANGING.search(_plain_names(part)):
            message = N_(
                "The PDF holds %(what)s, so it could show differently to two readers. Print it to a plain PDF."
            )
            raise RuleBroken(message, field="file", what=found.group(1).decode())


def _streams(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream: one after the other from the beginning, no byte twice.

    A walk, for a pattern over the whole file would search again from each of its dictionaries.
    """
    done, at = 0, content.find(b"stream")
    while at >= 0:
        start = at + len(b"stream")
        if _begins(content, at, done):
            if (end := content.find(b"endstream", start)) < 0:
                return
            yield content[done:start], content[start:end]
            done, start = end, end + len(b"endstream")
        at = content.find(b"stream", start)


def _begins(content: bytes, at: int, done: int) -> bool:
    """Whether the word at `at` follows a dictionary and ends its line (ISO 32000-1, 7.3.8.1)."""
    before = content[max(done, at - MOST_BLANK) : at].rstrip(b"\0\t\n\f\r ")
    return before.endswith(b">>") and content.startswith((b"stream\n", b"stream\r"), at)


def _object_streams(streams: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Objects that are packed. Raises RuleBroken where they are too many, or packed in an unusual way."""
    parts, room = [], MOST_UNPACKED
    for about, packed in streams:
        if b"/ObjStm" in _plain_names(about):
            parts.append(_unpack(packed.lstrip(b"\r\n"), room))
            room -= len(parts[-1])
    return parts


def _unpack(packed: bytes, room: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        part = unpacking.decompress(packed, max(room, 1))
    except zlib.error:
        part = b""
    if not part or unpacking.unconsumed_tail:
        raise _packed()
    return part


def _packed() -> RuleBroken:
    return RuleBroken(N_("The PDF is packed so that it cannot be looked into. Print it to a plain PDF."), field="file")


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
