"""Images to attach, made as their formats say."""

import struct
import zlib

JPEG = bytes.fromhex(
    "ffd8ffdb004300" + "01" * 64 + "ffc0000b080008000801011100ffc4001f0000010501010101010100000000000000000102030405"
    "060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c115"
    "52d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a73747576"
    "7778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9"
    "dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbd3ffd9"
)
"""Eight by eight, grey, and without the segment that says JFIF."""


def png(width: int, height: int, colour: bytes = b"\x80\x90\xf0", size: tuple[int, int] | None = None) -> bytes:
    """Of one colour, in pixels; `size` is what it claims to have."""
    rows = zlib.compress((b"\0" + colour * width) * height)
    head = struct.pack(">IIBBBBB", *(size or (width, height)), 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def turned(orientation: int, jpeg: bytes = JPEG, order: str = ">") -> bytes:
    """The JPEG, sixteen high, with what a camera says of how it was held (CIPA DC-008)."""
    field = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = (b"MM" if order == ">" else b"II") + struct.pack(order + "HIH", 42, 8, 1) + field + bytes(4)
    exif = b"Exif\0\0" + tiff + JPEG  # a small picture of it
    high = jpeg.replace(b"\xff\xc0\0\x0b\x08\0\x08", b"\xff\xc0\0\x0b\x08\0\x10")
    return high[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + high[2:]


def animated() -> bytes:
    """Whole, and says that it has two frames (PNG, 3rd edition, 11.3.4.1)."""
    whole = png(9, 9)
    at = whole.index(b"IDAT") - 4
    return whole[:at] + _chunk(b"acTL", struct.pack(">II", 2, 0)) + whole[at:]


def unreadable() -> bytes:
    """Each chunk is whole, and what was packed into them is no image."""
    whole = png(9, 9)
    return whole[: whole.index(b"IDAT") - 4] + _chunk(b"IDAT", b"no image") + _chunk(b"IEND", b"")
