"""What a PDF says to who copies its text: glyphs through their fonts' ToUnicode maps (ISO 32000-1 §9.10.3)."""

import re
import zlib
from collections.abc import Iterator

_HEAD = re.compile(rb"(\d+) 0 obj\n")
_REFERENCE = rb"(\d+) 0 R"
_TOKEN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|(?P<marks>/\w+<<(?:\((?:[^\\()]|\\.)*\)|[^<>()]|<[0-9A-Fa-f]*>)*>>BDC)"
    rb"|(?P<plain>BMC\b)|(?P<end>EMC\b)|(?P<string>\()|<(?P<hex>[0-9A-Fa-f]+)>",
    re.DOTALL,
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ACTUAL = re.compile(rb"/ActualText(?:<([0-9A-Fa-f]*)>|\(((?:[^\\()]|\\.)*)\))", re.DOTALL)


def text_of(content: bytes, *, artifacts: bool = False) -> str:
    """The text of all pages, in the order in which it is drawn; with `artifacts` only what is repeated on each page
    (footers, watermark), without them all else. Glyphs that mean nothing read as U+FFFD."""
    objects = _objects(content)
    pages = [head for head, _ in objects.values() if re.search(rb"/Type/Page\b", head)]
    return "".join("".join(_page(objects, page, artifacts)) + "\n" for page in pages)


def count_pages(content: bytes) -> int:
    return sum(bool(re.search(rb"/Type/Page\b", head)) for head, _ in _objects(content).values())


def _objects(content: bytes) -> dict[int, tuple[bytes, bytes]]:
    """Each object's dictionary and its stream, unpacked."""
    found, at = {}, 0
    while match := _HEAD.search(content, at):
        end, stream = content.find(b"endobj", match.end()), content.find(b"stream\n", match.end())
        if -1 < stream < end:
            head = content[match.end() : stream]
            size = int(re.search(rb"/Length (\d+)", head)[1])
            data, at = content[stream + 7 : stream + 7 + size], stream + 7 + size
            found[int(match[1])] = head, zlib.decompress(data) if b"FlateDecode" in head else data
        else:
            found[int(match[1])], at = (content[match.end() : end], b""), end
    return found


def _page(objects: dict[int, tuple[bytes, bytes]], page: bytes, artifacts: bool) -> Iterator[str]:
    resources = objects[int(re.search(rb"/Resources " + _REFERENCE, page)[1])][0]
    fonts = {name: _meanings(objects, int(at)) for name, at in re.findall(rb"/(f\d+) " + _REFERENCE, resources)}
    meaning: dict[int, str] = {}
    open_marks: list[bytes] = []
    drawn, at = objects[int(re.search(rb"/Contents " + _REFERENCE, page)[1])][1], 0
    while token := _TOKEN.search(drawn, at):
        at = _string_end(drawn, token.end()) if token["string"] else token.end()
        aside = any(mark.startswith(b"/Artifact") for mark in open_marks)
        if token["font"]:
            meaning = fonts[token["font"]]
        elif token["marks"] or token["plain"]:
            open_marks.append(token["marks"] or b"")
            if aside == artifacts and (said := _ACTUAL.search(open_marks[-1])):
                yield _actual(said)
        elif token["end"]:
            open_marks.pop()
        elif aside == artifacts and not any(b"/ActualText" in mark for mark in open_marks):
            literal = _ESCAPE.sub(_unescaped, drawn[token.end() : at - 1])
            glyphs = bytes.fromhex(token["hex"].decode()) if token["hex"] else literal
            for glyph in zip(glyphs[::2], glyphs[1::2], strict=True):
                yield meaning.get(int.from_bytes(bytes(glyph)), "\ufffd")


def _string_end(drawn: bytes, at: int) -> int:
    """Behind the parenthesis that closes a string; balanced ones inside it are its own (§7.3.4.2)."""
    depth = 1
    while depth:
        found = _IN_STRING.search(drawn, at)
        depth += {b"(": 1, b")": -1}.get(found.group(), 0)
        at = found.end()
    return at


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes([int(said, 8)]) if said.isdigit() else _ESCAPES.get(said, said)


def _actual(match: re.Match[bytes]) -> str:
    said = bytes.fromhex(match[1].decode()) if match[1] is not None else _ESCAPE.sub(_unescaped, match[2])
    return said[2:].decode("utf-16-be") if said.startswith(b"\xfe\xff") else said.decode("latin-1")


def _meanings(objects: dict[int, tuple[bytes, bytes]], font: int) -> dict[int, str]:
    maps = objects[int(re.search(rb"/ToUnicode " + _REFERENCE, objects[font][0])[1])][1]
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", maps, re.DOTALL):
        for glyph, said in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(said.decode()).decode("utf-16-be")
    return found
