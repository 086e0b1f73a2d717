"""Whether what somebody uploaded is a Word document that runs and fetches nothing (ISO/IEC 29500-2). Bounded."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NoReturn

from docx.oxml import parse_xml

from forumhub.errors import N_, RuleBroken

MOST_PARTS = 200
MOST_UNPACKED = 20 * 1024 * 1024

CONTENT_TYPES = "[Content_Types].xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{WORD}document.main+xml"
"""Types are compared in lower case, in which these are."""
TEXTS = {MAIN} | {f"{WORD}{part}+xml" for part in ("header", "footer", "footnotes", "endnotes")}
"""Types of the parts that hold text."""
ACTIVE = re.compile(r"macroEnabled|vbaProject|vbaData|activeX|oleObject|attachedToolbars|customization", re.IGNORECASE)
FOREIGN = ("attachedTemplate", "oleObject", "package", "aFChunk", "control", "subDocument", "frame", "vbaProject",
           "mailMergeSource", "mailMergeHeaderSource", "recipientData", "externalLinkPath")  # fmt: skip
"""Ends of the types of relationships that bring something in from elsewhere, or something that runs."""
HARMLESS = re.compile(r"(https?|mailto):", re.IGNORECASE)
FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME"}
"""Word's own fields that fetch nothing."""
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError,
          SyntaxError)  # fmt: skip
"""What reading a damaged archive, or XML that is none, raises."""


def read_package(content: bytes) -> dict[str, bytes]:
    """The parts by name, in the order of the archive. Raises RuleBroken where it is no archive within our bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                _refuse(N_("The document is too large: unpacked it may have 20 MB in 200 parts."))
            names = [entry.filename for entry in entries]
            if len({name.lower() for name in names}) < len(names):
                _refuse(N_("The file is damaged. Open it in Word and save it again as a Word document (.docx)."))
            return {entry.filename: archive.read(entry) for entry in entries}
    except BROKEN as error:
        raise RuleBroken(
            N_("This is not a Word document. Save it in Word as a Word document (.docx)."), field="file"
        ) from error


def _refuse(message: str, **values: object) -> NoReturn:
    raise RuleBroken(message, field="file", **values)


def text_parts(parts: dict[str, bytes]) -> list[str]:
    """The names of the parts that hold text: the document, its headers, footers and notes."""
    types = _types(parts)
    return [name for name in parts if types[name] in TEXTS]


def _types(parts: dict[str, bytes]) -> dict[str, str]:
    """The content type of each part: its own, else that of its extension; names are alike in any case (OPC §6.2)."""
    own: dict[str, str] = {}
    for each in parsed(parts.get(CONTENT_TYPES, b"")):
        key = str(each.get("PartName", "")).strip().lstrip("/") if local(each) == "Override" else _extension(each)
        own[key.lower()] = _content_type(each)
    return {name: own.get(name.lower(), own.get("." + name.lower().rpartition(".")[2], "")) for name in parts}


def _extension(default: Any) -> str:
    return "." + str(default.get("Extension", "")).strip()


def _content_type(entry: Any) -> str:
    return str(entry.get("ContentType", "")).strip().lower()


def check_package(parts: dict[str, bytes]) -> None:
    """Raises RuleBroken for what is no Word document, has macros or embedded objects, or would fetch from elsewhere."""
    entries = list(parsed(parts.get(CONTENT_TYPES, b"")))
    types = [str(each.get("ContentType", "")) for each in entries]
    if any(ACTIVE.search(text) for text in [*types, *parts]):
        _refuse(N_("The document has macros or embedded objects. Save it as a Word document (.docx) without them."))
    mains = [local(each) for each in entries if _content_type(each) == MAIN]
    if mains != ["Override"] or MAIN not in _types(parts).values():
        _refuse(N_("This is not a Word document. Save it in Word as a Word document (.docx)."))
    for name in parts:
        if name.lower().endswith(".rels"):
            _check_relationships(parsed(parts[name]))
    for name in _xml_parts(parts):
        for field in _fields(parsed(parts[name])):
            if field not in FIELDS:
                _refuse(N_("The document has a field %(code)s, which could fetch something. Replace it by its text."),
                        code=field)  # fmt: skip


def _xml_parts(parts: dict[str, bytes]) -> list[str]:
    """All but relationships: Word runs fields in comments, glossaries and whatever else it shows, too."""
    return [
        name
        for name, content_type in _types(parts).items()
        if not name.lower().endswith(".rels") and (name.lower().endswith(".xml") or content_type.endswith("xml"))
    ]


def _check_relationships(root: Any) -> None:
    for each in root:
        kind, target = str(each.get("Type", "")).strip().rpartition("/")[2], str(each.get("Target", ""))
        outside = str(each.get("TargetMode", "")).strip().lower() == "external"
        if kind in FOREIGN or (outside and not (kind == "hyperlink" and HARMLESS.match(target))):
            _refuse(
                N_("The document refers to something outside it: %(target)s. Remove it, or put it in the document."),
                target=target[:100],
            )


def _fields(root: Any) -> Iterator[str]:
    """The first word of each field's instruction, which Word may have split over several runs."""
    open_fields: list[str] = []
    for element in root.iter():
        tag = local(element)
        if tag == "fldSimple":
            yield _first_word(_attribute(element, "instr"))
        elif tag == "fldChar" and _attribute(element, "fldCharType") == "begin":
            open_fields.append("")
        elif tag == "instrText" and open_fields:
            open_fields[-1] += element.text or ""
        elif tag == "fldChar" and _attribute(element, "fldCharType") == "end" and open_fields:
            yield _first_word(open_fields.pop())
    yield from map(_first_word, open_fields)


def _first_word(instruction: str) -> str:
    return (instruction.split() or ["?"])[0].upper()[:40]


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def local(element: Any) -> str:
    """Its tag without the namespace, of which there are two: transitional and strict; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parsed(content: bytes) -> Any:
    """The library neither expands entities nor fetches anything; what declares a document type is refused."""
    try:
        root = parse_xml(content)
    except BROKEN:
        _refuse(N_("The file is damaged. Open it in Word and save it again as a Word document (.docx)."))
    if root.getroottree().docinfo.doctype:
        _refuse(N_("The file is damaged. Open it in Word and save it again as a Word document (.docx)."))
    return root
