"""What parties type about papers, and the files that they send."""

from typing import Any, BinaryIO, cast

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from forumhub import files
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import NewRow, TitledForm, by_language, plain, texts
from forumhub.events.papers.models import Paper
from forumhub.events.papers.rules import ALL_PARTIES, EVERYONE, OWN_PARTY
from forumhub.events.papers.values import PaperValues
from forumhub.events.papers.words import KINDS
from forumhub.files import KeptFile
from forumhub.web import LANGUAGE_LABELS, say

NEW_VERSION = "version"
TRANSLATIONS = "translations"


def one_file_a_language() -> FormField:
    fields = {code: FileField(name) for code, name in LANGUAGE_LABELS.items()}
    return FormField(type("FileByLanguage", (Form,), fields), label=_l("Files"))


def kept(field: FormField) -> dict[str, KeptFile] | None:
    """Writes what was sent to its place, by language, before the transaction; None where a file is not taken."""
    root, limit = current_app.config["INSTANCE"] / "files", current_app.config["MAX_UPLOAD_BYTES"]
    taken: dict[str, KeptFile] = {}
    for each in field.form:
        upload = each.data
        if isinstance(upload, FileStorage) and upload.filename:
            try:
                taken[each.short_name] = files.take(root, upload.filename, cast(BinaryIO, upload.stream), limit=limit)
            except RuleBroken as error:
                each.errors = [*each.errors, say(error)]
    return None if field.errors else taken


class PaperForm(TitledForm):
    """What is said of a paper; a new one has its kind, its party and its files, too."""

    ulid = NewRow()
    party = RadioField(_l("For"), validators=[InputRequired()])
    kind = SelectField(
        _l("Kind"), choices=list(KINDS.items()), validators=[InputRequired()], description=_l("It never changes.")
    )
    titles = by_language(_l("Title"), most=250)
    item = StringField(
        _l("Agenda item"),
        filters=[plain],
        validators=[Length(max=120)],
        description=_l("Its number or its words, such as 4 b. Empty: the event as a whole."),
    )
    files = one_file_a_language()
    shared_with = RadioField(
        _l("Who may see it"),
        choices=[
            (OWN_PARTY, _l("Our own party only: a draft without a number")),
            (ALL_PARTIES, _l("All parties of the event")),
            (EVERYONE, _l("Everyone who sees the event")),
        ],
        default=OWN_PARTY,
        validators=[InputRequired()],
        description=_l("Others see the version that is the last one when you share it, and those after it."),
    )
    lock_version = HiddenField(default="1")

    @classmethod
    def blank(cls, parties: dict[str, str]) -> "PaperForm":
        """For a new paper of one of these parties, names by code; who submits for one is not asked for which."""
        form = cls(party=next(iter(parties)))
        form.party.choices = list(parties.items())
        return form

    @classmethod
    def of(cls, paper: Paper, *, as_sent: bool = False) -> "PaperForm":
        """Of what can change, as it stands or as it was sent."""
        names = ("titles", "item", "shared_with", "lock_version")
        stands: dict[str, Any] = {name: getattr(paper, name) for name in names}
        form = cls() if as_sent else cls(formdata=None, **stands)
        del form.ulid, form.party, form.kind, form.files
        return form

    def values(self) -> PaperValues:
        return PaperValues(titles=texts(self.titles), item=self.item.data, shared_with=self.shared_with.data)


class VersionForm(FlaskForm):  # type: ignore[misc]
    what = RadioField(
        _l("What it is"),
        choices=[(NEW_VERSION, _l("A new version")), (TRANSLATIONS, _l("Further languages of the version there is"))],
        default=NEW_VERSION,
        validators=[InputRequired()],
    )
    files = one_file_a_language()
    note = StringField(
        _l("What is new"),
        filters=[plain],
        validators=[Length(max=500)],
        description=_l("Those who read the version before will look here."),
    )
