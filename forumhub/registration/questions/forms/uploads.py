"""A file as an answer: kept on disk as soon as it is sent, so that an error elsewhere in the form does not lose it."""

import io
import json
import os
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.widgets import FileInput

from forumhub import files
from forumhub.errors import N_, RuleBroken
from forumhub.mail.sealing import SecretLost, seal, unseal
from forumhub.registration.questions.sealing import seal_file
from forumhub.registration.questions.values import SentFile
from forumhub.web import current_reader


class UploadField(Field):  # type: ignore[misc]
    """Its data is what was sent just now or, by `token`, with the form before: SentFile once `take` was called."""

    widget = FileInput()
    data: Any = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        for value in valuelist:
            if isinstance(value, FileStorage):
                if value.filename:
                    self.data = value
            elif self.data is None and isinstance(value, str):
                self.data = self._opened(value)

    def take(self, *, sensitive: bool) -> None:
        """Writes what was sent to its place, a sensitive file encrypted. Raises RuleBroken for what is not taken, and
        for what was kept so long that it was purged.
        """
        if isinstance(self.data, FileStorage):
            upload, self.data = self.data, None
            take = take_sealed if sensitive else take_open
            self.data = take(upload.filename or "", cast(BinaryIO, upload.stream))
        elif self.kept and not _held(self.kept):
            self.data = None
            raise RuleBroken(N_("Choose the file again."))

    @property
    def kept(self) -> SentFile | None:
        return self.data if isinstance(self.data, SentFile) else None

    def token(self) -> str:
        """Stands for the kept file when the form is sent again; sealed, for this reader and this question."""
        return seal(json.dumps([self._purpose, asdict(cast(SentFile, self.kept))]))

    def _opened(self, token: str) -> SentFile | None:
        with suppress(SecretLost, ValueError, UnicodeError):
            purpose, file = json.loads(unseal(token))
            return SentFile(**file) if purpose == self._purpose else None
        return None

    @property
    def _purpose(self) -> str:
        return f"upload {current_reader().person_id} {self.name}"


def take_open(name: str, stream: BinaryIO) -> SentFile:
    kept = files.take(_root(), name, stream, limit=current_app.config["MAX_UPLOAD_BYTES"])
    return SentFile(kept.name, kept.sha256, kept.size)


def take_sealed(name: str, stream: BinaryIO) -> SentFile:
    """Only the encrypted bytes reach the disk."""
    name, limit = files.plain_name(name), current_app.config["MAX_UPLOAD_BYTES"]
    files.media_type_of(name)
    files.check_content(name, stream)
    content = stream.read(limit + 1)
    if not content or len(content) > limit:
        message = N_("The file is empty, or larger than %(limit)s MB; another one would be taken.")
        raise RuleBroken(message, limit=limit // (1024 * 1024))
    sealed, key = seal_file(content)
    sha256, _size = files.keep(_root(), io.BytesIO(sealed), limit=len(sealed))
    return SentFile(name, sha256, len(content), key)


def _held(file: SentFile) -> bool:
    """Whether its bytes are still there; from now on they wait anew, so that no purge takes them meanwhile."""
    try:
        os.utime(files.path(_root(), file.sha256))
    except FileNotFoundError:
        return False
    return True


def _root() -> Any:
    return current_app.config["INSTANCE"] / "files"
