"""Stored files, addressed by their SHA-256, on disk beside the database. Rooms say who may read one, and its name."""

import hashlib
import tempfile
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import String, exists, select, true
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model, db
from forumhub.errors import N_, RuleBroken
from forumhub.unseen import without_unseen

CHUNK = 64 * 1024
MOST_NAME_BYTES, MOST_PATH_BYTES = 240, 120
"""What Linux takes of a name, and what with its folders stays below the 260 characters of Windows."""
FORBIDDEN = '<>:"/\\|?*'
"""What Windows takes in no name."""
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}
TIFF = (b"II*\0", b"MM\0*")
SIGNATURES: dict[str, bytes | tuple[bytes, ...]] = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".tif": TIFF,
    ".tiff": TIFF,
}
"""What a file of this ending begins with."""
PARTS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
"""Where the parts of an Office document lie in its archive (ISO/IEC 29500-2)."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_NAME = 255


@dataclass(frozen=True)
class KeptFile:
    """A file that `take` has written already, under the name that its sender gave it; `size` in bytes."""

    name: str
    sha256: str
    size: int


class Named(Protocol):
    """What is known of a kept file wherever it is told of; `size` in bytes."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...


class StoredFile(Model):
    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    """In bytes."""
    media_type: Mapped[str] = mapped_column(String(120))
    stored_at: Mapped[datetime]


def media_type_of(name: str) -> str:
    """By the name's ending. Raises RuleBroken for a kind that is not taken."""
    kind = MEDIA_TYPES.get(Path(name).suffix.lower())
    if kind is None:
        raise RuleBroken(
            N_("A file '%(name)s' is not taken; these kinds are: %(kinds)s."),
            field="files",
            name=name,
            kinds=", ".join(sorted(MEDIA_TYPES)),
        )
    return kind


def plain_name(name: str) -> str:
    """The last part of what may be a path, without what is not seen."""
    last = without_unseen(name).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return without_unseen(last[-LONGEST_NAME:])  # again, for the cut can part a selector from its character


def safe_name(name: str, taken: set[str], but: str = "", most: int = MOST_PATH_BYTES) -> str:
    """A name of a file that Windows, macOS and Linux write alike, in whatever script; other than those in `taken`.

    `but` are characters that it is to lose, too. `taken` holds names in lower case, since two that differ in case alone
    are one file on most systems; the new one is added to it. `most` are its bytes.
    """
    seen = unicodedata.normalize("NFC", without_unseen(name))
    plain = "".join("_" if each in FORBIDDEN + but or unicodedata.category(each)[0] == "C" else each for each in seen)
    stem, dot, ending = plain.strip(" .").rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (ending, "")
    ending = _cut(ending, 12)
    stem = _cut(stem, most - 16).strip(" .") or "_"
    if stem.split(".")[0].strip().lower() in RESERVED:
        stem = "_" + stem
    for number in range(1, len(taken) + 2):
        found = stem + (f" ({number})" if number > 1 else "") + ending
        if found.casefold() not in taken:
            break
    taken.add(found.casefold())
    return found


def _cut(text: str, most: int) -> str:
    """The beginning of the text that takes at most so many bytes in UTF-8, no character cut through."""
    return text.encode()[:most].decode(errors="ignore").rstrip(" .")


def take(root: Path, name: str, stream: BinaryIO, *, limit: int) -> KeptFile:
    """Keeps what somebody sent. Raises RuleBroken for its kind, its content or its size, as below."""
    name = plain_name(name)
    media_type_of(name)
    check_content(name, stream)
    return KeptFile(name, *keep(root, stream, limit=limit))


def check_content(name: str, stream: BinaryIO) -> None:
    """Raises RuleBroken where the bytes are not what the name says; leaves the stream at its beginning."""
    kind, head = Path(name).suffix.lower(), stream.read(CHUNK)
    stream.seek(0)
    if head and not _is_of_kind(kind, head, stream):
        message = N_("What is inside '%(name)s' is not a %(kind)s file. Save it as one, or give it the ending it has.")
        raise RuleBroken(message, field="files", name=name, kind=kind.removeprefix("."))
    stream.seek(0)


def _is_of_kind(kind: str, head: bytes, stream: BinaryIO) -> bool:
    if kind in SIGNATURES:
        return head.startswith(SIGNATURES[kind])
    if kind in PARTS or kind == ".odt":
        return _is_archive_of(kind, stream)
    return b"\0" not in head or head.startswith(UTF16)


def _is_archive_of(kind: str, stream: BinaryIO) -> bool:
    """Looks at the archive's table of contents; nothing but an OpenDocument's `mimetype` is unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            if kind == ".odt":
                with archive.open("mimetype") as said:
                    return said.read(200).decode("ascii", "replace").strip() == MEDIA_TYPES[kind]
            return any(part.startswith(PARTS[kind]) for part in archive.namelist())
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError):
        return False


def keep(root: Path, stream: BinaryIO, *, limit: int) -> tuple[str, int]:
    """Writes the stream below `root` before the transaction begins; returns its SHA-256 and size in bytes.

    Raises RuleBroken when it is empty or larger than `limit` bytes; then nothing is left behind.
    """
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as target:
        temporary = Path(target.name)
        try:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise RuleBroken(
                        N_("The file is larger than %(limit)s MB; a smaller one would be taken."),
                        field="files",
                        limit=limit // (1024 * 1024),
                    )
                digest.update(chunk)
                target.write(chunk)
            if size == 0:
                raise RuleBroken(N_("The file is empty; choose it again."), field="files")
        except BaseException:
            temporary.unlink()
            raise
    destination = path(root, digest.hexdigest())
    destination.parent.mkdir(exist_ok=True)
    temporary.replace(destination)
    return digest.hexdigest(), size


def path(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def stated(file: Named) -> dict[str, str | int]:
    """The file as the ledger states one. Raises RuleBroken for a kind that is not taken."""
    return {"name": file.name, "type": media_type_of(file.name), "size": file.size, "sha256": file.sha256}


def enter_named(file: Named, *, now: datetime) -> StoredFile:
    """Enters a file of the kind that its name says, as `enter` does. Raises RuleBroken for one that is not taken."""
    return enter(file.sha256, file.size, media_type_of(file.name), now=now)


def enter(sha256: str, size: int, media_type: str, *, now: datetime) -> StoredFile:
    """Enters a kept file into the running transaction; the same bytes are entered once."""
    stored = db.session.get(StoredFile, sha256)
    if stored is None:
        stored = StoredFile(sha256=sha256, size=size, media_type=media_type, stored_at=now)
        db.session.add(stored)
        db.session.flush()
    return stored


def unused(*, before: datetime | None = None) -> list[str]:
    """Hashes of bytes to which no row of any table refers; with `before`, of those stored before this instant."""
    stored = StoredFile.stored_at < before if before else true()
    named = StoredFile.__table__.c.sha256
    refer = [
        ~exists().where(column == StoredFile.sha256)
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.column is named for key in column.foreign_keys)
    ]
    return list(db.session.scalars(select(StoredFile.sha256).where(stored, *refer)))


def forget(sha256: str) -> bool:
    """Forgets bytes to which nothing refers, and whether there were any. Whoever commits calls `erase` then."""
    stored = db.session.scalar(select(StoredFile).where(StoredFile.sha256 == sha256).with_for_update())
    if stored is not None:
        db.session.delete(stored)
        db.session.flush()
    return stored is not None


def erase(root: Path, sha256: str) -> None:
    """Deletes forgotten bytes from the disk, unless somebody sent the same ones meanwhile."""
    if db.session.get(StoredFile, sha256) is None:
        path(root, sha256).unlink(missing_ok=True)


def strays(root: Path, moment: datetime) -> list[Path]:
    """What lies on the disk since before this instant and was never entered: sent with a form that was given up."""
    found = [file for file in root.glob("??/*") if file.stat().st_mtime < moment.timestamp()]
    entered = set(db.session.scalars(select(StoredFile.sha256)))
    return [file for file in found if file.name not in entered]
