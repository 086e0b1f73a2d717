"""What is entered of a signature, with a part for each party: who signed, and the scan of its copy."""

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO, cast

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, Form, FormField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from forumhub import files
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import Depends, plain
from forumhub.files import KeptFile
from forumhub.minutes.signing.rules import Signer, Signing, check_scans
from forumhub.web import say


class SignerForm(Form):  # type: ignore[misc]
    """Of one party."""

    signer = StringField(_l("Who signed"), filters=[plain], validators=[DataRequired(), Length(max=200)])
    office = StringField(_l("Office"), filters=[plain], validators=[Length(max=300)])
    scan = FileField(
        _l("Scan of this party's copy"),
        validators=[Depends()],
        description=_l("PDF, PNG or JPEG; one side's at least."),
    )


class SignForm(FlaskForm):  # type: ignore[misc]
    """`signers` has a part for each party; `for_parties` makes the class."""

    number = StringField(
        _l("Official number"),
        filters=[plain],
        validators=[DataRequired(), Length(max=60)],
        description=_l("Unique in the register; it never changes."),
    )
    place = StringField(_l("Place of signature"), filters=[plain], validators=[DataRequired(), Length(max=200)])
    signed_on = DateField(_l("Day of signature"), validators=[InputRequired()])

    @classmethod
    def for_parties(cls, codes: Iterable[str]) -> type["SignForm"]:
        parts = type("Signers", (Form,), {code: FormField(SignerForm) for code in codes})
        return type("SignFormOfParties", (cls,), {"signers": FormField(parts)})

    def signing(self) -> Signing:
        day: date = self.signed_on.data
        parts = {part.short_name: part.form for part in self.signers}
        signers = {code: Signer(form.signer.data, form.office.data or "") for code, form in parts.items()}
        return Signing(self.number.data, self.place.data, day, signers)

    def scans(self) -> dict[str, KeptFile] | None:
        """Writes what was sent to its place before the transaction, by party; None where a file is not taken."""
        root, limit = current_app.config["INSTANCE"] / "files", current_app.config["MAX_UPLOAD_BYTES"]
        taken: dict[str, KeptFile] = {}
        for part in self.signers:
            upload, field = part.form.scan.data, part.form.scan
            if isinstance(upload, FileStorage) and upload.filename:
                try:
                    check_scans([part.short_name], {part.short_name: upload.filename})
                    stream = cast(BinaryIO, upload.stream)
                    taken[part.short_name] = files.take(root, upload.filename, stream, limit=limit)
                except RuleBroken as error:
                    field.errors = [*field.errors, say(error)]
        return None if any(part.form.scan.errors for part in self.signers) else taken
