"""Stored files, addressed by their SHA-256, on disk beside the database. Rooms say who may read one, and its name."""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model, db
from forumhub.errors import N_, RuleBroken

CHUNK = 64 * 1024
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}


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


def enter(sha256: str, size: int, media_type: str, *, now: datetime) -> StoredFile:
    """Enters a kept file into the running transaction; the same bytes are entered once."""
    stored = db.session.get(StoredFile, sha256)
    if stored is None:
        stored = StoredFile(sha256=sha256, size=size, media_type=media_type, stored_at=now)
        db.session.add(stored)
        db.session.flush()
    return stored
