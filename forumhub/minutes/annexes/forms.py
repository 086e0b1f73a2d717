"""What a party sends to go with a text."""

from typing import BinaryIO

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from forumhub import files
from forumhub.errors import RuleBroken
from forumhub.files import KeptFile
from forumhub.minutes.annexes.rules import check_same_for_all


def keep_same_for_all(name: str, stream: BinaryIO) -> KeptFile:
    """Writes what was sent to its place, before the transaction. Raises RuleBroken for what two readers could see
    otherwise, and for what is too large.
    """
    check_same_for_all(name, stream)
    config = current_app.config
    try:
        return files.take(config["INSTANCE"] / "files", name, stream, limit=config["MAX_UPLOAD_BYTES"])
    except RuleBroken as error:
        error.field = "file" if error.field == "files" else error.field  # one file is asked for here
        raise


class AnnexForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l("PDF, PNG, JPEG, or plain text in UTF-8: what shows the same to everybody."),
    )
