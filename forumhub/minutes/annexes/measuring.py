"""What the bytes of an image say of themselves: which kind they are, how large, how held. Nothing is unpacked. Pure."""

import zlib
from collections.abc import Iterator
from typing import Literal

PNG, JPEG = "png", "jpg"
MOST_PIXELS = 36_000_000
"""Of one image: a page scanned at 600 dots an inch."""
MOST_PARTS = 20_000
"""Chunks or segments of one image: no camera or scanner writes as many, and one that has more is not whole."""
_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of a frame's header, SOF (ITU-T T.81, table B.1)."""
_SCAN = 0xDA
_JFIF_AT, _EXIF_AT = 0xE0, 0xE1
_JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")
"""The segment that says JFIF 1.1 (ITU-T T.871), with which a file of that name begins."""
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""Degrees clockwise by the values of that field (CIPA DC-008, 4.6.4); that some are mirrored is left aside."""
_BARE = {0x01, *range(0xD0, 0xD9)}
"""Markers without a segment."""


def measure(content: bytes) -> tuple[str, int, int] | None:
    """PNG or JPEG, its width and height in pixels as it is looked at; None for what is neither, cut off, or changed."""
    if content.startswith(_PNG_BEGINS):
        return _measure_png(content)
    if content.startswith(b"\xff\xd8"):
        return _measure_jpeg(content)
    return None


def _measure_png(content: bytes) -> tuple[str, int, int] | None:
    """Its header comes first, its data, and its end, each with a checksum that is right (ISO/IEC 15948, 5.3)."""
    chunks = list(_chunks(content))
    kinds = [kind for kind, _data in chunks]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds or len(chunks[0][1]) != 13:
        return None
    width, height = int.from_bytes(chunks[0][1][:4]), int.from_bytes(chunks[0][1][4:8])
    return (PNG, width, height) if width and height else None


def is_animated(content: bytes) -> bool:
    """Whether a PNG tells of more than one frame (PNG, 3rd edition, 11.3.4.1): what is seen depends on when."""
    return content.startswith(_PNG_BEGINS) and any(kind == b"acTL" for kind, _data in _chunks(content))


def _chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Up to its end, or to the first that is broken."""
    view, at = memoryview(content), len(_PNG_BEGINS)
    for _part in range(MOST_PARTS):
        if at + 12 > len(content):
            return
        end = at + 8 + int.from_bytes(view[at : at + 4])
        if int.from_bytes(view[end : end + 4]) != zlib.crc32(view[at + 4 : end]):
            return
        kind = bytes(view[at + 4 : at + 8])
        yield kind, view[at + 8 : end]
        if kind == b"IEND":
            return
        at = end + 4


def _measure_jpeg(content: bytes) -> tuple[str, int, int] | None:
    """Its frame's header stands before the first scan (ITU-T T.81, B.2)."""
    segments = {marker: segment for marker, _at, segment in _segments(content)}
    frame = next((segment for marker, segment in segments.items() if marker in _FRAMES and len(segment) >= 9), None)
    if frame is None or _SCAN not in segments or b"\xff\xd9" not in content[-1024:]:
        return None
    height, width = int.from_bytes(frame[5:7]), int.from_bytes(frame[7:9])
    if turn_of(content) in (90, 270):
        width, height = height, width
    return (JPEG, width, height) if width and height else None


def turn_of(content: bytes) -> int:
    """Degrees clockwise by which a camera says that its picture is to be turned; 0 for a PNG."""
    for marker, _at, segment in _segments(content):
        if marker == _EXIF_AT and segment[4:].startswith(_EXIF):
            return _TURNS.get(_orientation(segment[4 + len(_EXIF) :]), 0)
    return 0


def _orientation(tiff: bytes) -> int:
    """Of its first directory (CIPA DC-008, 4.5.2); 0 where it has none."""
    order: Literal["little", "big"] = "little" if tiff.startswith(b"II") else "big"
    at = int.from_bytes(tiff[4:8], order)
    for entry in range(int.from_bytes(tiff[at : at + 2], order)):
        field = tiff[at + 2 + 12 * entry : at + 14 + 12 * entry]
        if len(field) < 12:
            break
        if int.from_bytes(field[:2], order) == _ORIENTATION:
            return int.from_bytes(field[8:10], order)
    return 0


def as_jfif(content: bytes) -> bytes:
    """A whole JPEG as JFIF, its pixels untouched, without what its camera says of itself; a PNG as it is."""
    if not content.startswith(b"\xff\xd8"):
        return content
    *before, (_marker, scan, _segment) = _segments(content)
    kept = [segment for marker, _at, segment in before if marker not in (_JFIF_AT, _EXIF_AT)]
    return b"".join([content[:2], _JFIF, *kept, content[scan:]])


def _segments(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Marker, where it stands, and the segment that begins with it, up to the first scan; none of a PNG."""
    at = 2
    for _part in range(MOST_PARTS):
        if not (content.startswith(b"\xff\xd8") and at + 4 <= len(content) and content[at] == 0xFF):
            return
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif marker in _BARE:
            at += 2
        else:
            end = at + 2 + max(2, int.from_bytes(content[at + 2 : at + 4]))
            yield marker, at, content[at:end]
            if marker == _SCAN:
                return
            at = end
