"""A file between its upload and the word to go ahead: kept for a day, and named by a token that nobody else can use."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from itsdangerous import BadSignature, URLSafeTimedSerializer

from forumhub import files
from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.interchange.rules import MOST_BYTES

KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Upload:
    """What was uploaded for an event, by whom; `zone` is whose clock the file keeps, empty where it says itself."""

    event: str
    person_id: int | None
    sha256: str
    name: str
    zone: str


def keep(root: Path, name: str, stream: BinaryIO, *, limit: int, now: float) -> tuple[str, str]:
    """The SHA-256 of the file and its plain name; files that were kept before for longer than a day go.

    `now` in seconds since 1970. Raises RuleBroken for what is empty or too large.
    """
    _forget_old(root, now)
    try:
        sha256, _size = files.keep(root, stream, limit=min(limit, MOST_BYTES))
    except RuleBroken as error:
        error.field = "file"
        raise
    return sha256, files.plain_name(name)


def _forget_old(root: Path, now: float) -> None:
    for path in root.glob("*/*"):
        with suppress(FileNotFoundError):  # somebody else's upload swept it away in the same moment
            if path.stat().st_mtime < now - KEPT_SECONDS:
                path.unlink()


def sign(upload: Upload, secret: str) -> str:
    said = [upload.event, upload.person_id, upload.sha256, upload.name, upload.zone]
    return URLSafeTimedSerializer(secret, salt="programme-import").dumps(said)


def find_upload(token: str, secret: str, *, event: str, person_id: int | None) -> Upload | None:
    """None for a token that is forged, older than a day, or of another event or person."""
    try:
        said = URLSafeTimedSerializer(secret, salt="programme-import").loads(token, max_age=KEPT_SECONDS)
    except BadSignature:
        return None
    upload = Upload(*said)
    return upload if (upload.event, upload.person_id) == (event, person_id) else None


def content_of(root: Path, upload: Upload) -> bytes:
    """Raises RuleBroken where the file is gone."""
    path = files.path(root, upload.sha256)
    if not path.exists():
        raise RuleBroken(N_("The file is kept for a day only; choose it again."), field="file")
    return path.read_bytes()
