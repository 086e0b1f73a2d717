"""Input to the minutes room: what a new document is, texts as they are typed, terms, approvals, objections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forumhub import files
from forumhub.events.forms.fields import Depends, plain
from forumhub.minutes.rules import (
    AD_REFERENDUM,
    AGENDA,
    BY_EVERY_PARTY,
    BY_NOTE,
    IN_THE_ROOM,
    MINUTES,
    MOST_NOTE,
    MOST_NUMBER,
    ON_PAPER,
    PASSKEY,
    SILENCE,
    Grounds,
    Scan,
    check_scan,
)
from forumhub.minutes.texts import as_typed
from forumhub.web import LANGUAGE_LABELS

HERE = "here"
"""Approved on this page; how the reader proved who they are says which way that was."""

LEGAL_STATUS_LABELS = {
    "record": _l("A record of what was said"),
    "agreed_minutes": _l("Agreed minutes"),
    "joint_statement": _l("A joint statement"),
    "binding": _l("Binding between the parties"),
}


class NewDocumentForm(FlaskForm):  # type: ignore[misc]
    kind = RadioField(
        _l("What it is"),
        choices=[(AGENDA, _l("Agenda")), (MINUTES, _l("Minutes"))],
        validators=[InputRequired()],
    )
    title = StringField(
        _l("Title"),
        validators=[Optional(), Length(max=300)],
        description=_l("Left empty, it is made of the event's name."),
    )
    working_language = SelectField(
        _l("Working language"),
        validators=[InputRequired()],
        description=_l("In which it is written first; other languages are added in the editor."),
    )
    sharing = RadioField(
        _l("Who sees the draft"),
        choices=[
            ("own", _l("Our side first; it is shared with one step later")),
            ("all", _l("The secretaries, organizers and heads of every party at once")),
        ],
        default="own",
        validators=[InputRequired()],
    )

    def __init__(self, languages: Iterable[str], **values: object) -> None:
        super().__init__(**values)
        self.working_language.choices = [(code, LANGUAGE_LABELS[code]) for code in languages]


PREVAILS = {
    "en": _l("The English text prevails"),
    "zh": _l("The Chinese text prevails"),
    "ru": _l("The Russian text prevails"),
}


class CirculateForm(FlaskForm):  # type: ignore[misc]
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    annexes = HiddenField()
    """Which the reader saw, as `annexes.queries.fingerprint` puts it."""
    legal_status = SelectField(
        _l("What the text is"), choices=list(LEGAL_STATUS_LABELS.items()), validators=[InputRequired()]
    )
    prevailing_language = SelectField(
        _l("If the languages differ"), description=_l("Each is equally authentic unless one is to prevail.")
    )
    procedure = RadioField(
        _l("How it is agreed"),
        choices=[
            (BY_EVERY_PARTY, _l("Every party approves it")),
            (SILENCE, _l("By silence: at the end of the day below, unless a party speaks before")),
        ],
        default=BY_EVERY_PARTY,
        validators=[InputRequired()],
    )
    deadline = DateField(
        _l("Answer by"),
        validators=[Optional()],
        description=_l(
            "The end of that day at the meeting's place. Both sides are told when it comes and when it has passed;"
            " nothing lapses by itself, and the ordinary meeting has none."
        ),
    )

    def __init__(self, languages: Iterable[str], *, silence: bool, **values: Any) -> None:
        """`silence`: whether every party chose that procedure beforehand."""
        super().__init__(**values)
        if not silence:
            del self.procedure
        prevail = [(code, PREVAILS[code]) for code in languages]
        self.prevailing_language.choices = [("", _l("All are equally authentic")), *prevail]


class PartyForm(FlaskForm):  # type: ignore[misc]
    """For which party the reader acts: one as a rule, named in a hidden field then."""

    party = SelectField(_l("For"), validators=[InputRequired()])

    def __init__(self, parties: Mapping[str, str], **values: object) -> None:
        super().__init__(**values)
        self.party.choices = list(parties.items())


class ApproveForm(PartyForm):
    """`scans`: names by hash of what other parties attached to this version; one page is often signed by all."""

    manifest = HiddenField(validators=[InputRequired()])
    head = HiddenField(filters=[plain], validators=[InputRequired()])
    way = RadioField(
        _l("How the party approves"),
        choices=[
            (IN_THE_ROOM, _l("Signed on paper, in the room")),
            (PASSKEY, _l("Here, signed with my passkey")),
            (HERE, _l("Here, by me")),
            (BY_NOTE, _l("By a note")),
            (AD_REFERENDUM, _l("Ad referendum, to be confirmed later")),
        ],
        default=IN_THE_ROOM,
        validators=[InputRequired()],
    )
    code = StringField(
        _l("Code"),
        validators=[Optional(), Depends(), Length(max=20)],
        description=_l("From your phone, now: it confirms this approval, and counts once."),
    )
    credential = HiddenField(validators=[Length(max=20_000)])
    same_scan = SelectField(_l("The signed page"), default="")
    scan = FileField(_l("Scan"), validators=[Depends()])
    number = StringField(
        _l("Number of the note"), filters=[plain], validators=[Optional(), Depends(), Length(max=MOST_NUMBER)]
    )
    dated = DateField(_l("Date of the note"), validators=[Optional(), Depends()])
    note = StringField(
        _l("Remark"),
        filters=[plain],
        validators=[Optional(), Length(max=MOST_NOTE)],
        description=_l("Where and by whom, if it helps; every party reads it."),
    )

    def __init__(
        self,
        parties: Mapping[str, str],
        scans: Mapping[str, str],
        *,
        asks_code: bool,
        has_passkey: bool,
        **values: Any,
    ) -> None:
        super().__init__(parties, **values)
        self.same_scan.choices = [("", _l("The file below")), *((sha256, name) for sha256, name in scans.items())]
        if not scans:
            del self.same_scan
        if not has_passkey:
            self.way.choices = [choice for choice in self.way.choices if choice[0] != PASSKEY]
        if not asks_code:
            del self.code

    def grounds(self, attached: Mapping[str, Scan], root: Path, limit: int) -> Grounds:
        """Keeps the scan that was sent, else takes the one that is attached already. Raises RuleBroken for its kind,
        content or size. What belongs to another way than the chosen one is left out.
        """
        way = self.way.data
        words = {"note": self.note.data or ""}
        if way == BY_NOTE:
            words["number"] = self.number.data or ""
        dated = self.dated.data if way == BY_NOTE else None
        return Grounds(**words, dated=dated, scan=self._scan(attached, root, limit) if way in ON_PAPER else None)

    def _scan(self, attached: Mapping[str, Scan], root: Path, limit: int) -> Scan | None:
        upload = self.scan.data
        if not (isinstance(upload, FileStorage) and upload.filename):
            return attached.get(self.same_scan.data) if "same_scan" in self else None
        check_scan(files.plain_name(upload.filename))
        kept = files.take(root, upload.filename, cast(BinaryIO, upload.stream), limit=limit)
        return Scan(kept.name, kept.sha256, kept.size)


class AboutVersionForm(PartyForm):
    """What a party says of the version that the reader saw: it is never taken for another."""

    manifest = HiddenField(filters=[plain], validators=[InputRequired()])


class ObjectForm(AboutVersionForm):
    text = TextAreaField(
        _l("What is objected to, and what would be right"),
        filters=[plain],
        validators=[InputRequired(), Length(max=MOST_NOTE)],
        description=_l("Every party reads it. The new wording itself belongs in the draft."),
    )


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose the Markdown file, such as HLM-minutes-r3-en.md."))],
        description=_l("A text that was downloaded here and edited off line, saved as UTF-8."),
    )
    base = IntegerField(
        _l("Edited on revision"),
        validators=[Optional(), NumberRange(min=0, max=999_999_999)],
        description=_l("Left empty, the file's name says it: r3 in HLM-minutes-r3-en.md."),
    )
    language = SelectField(_l("Language of the file"), validators=[Optional()])

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.language.choices = [("", _l("As the file's name says")), *LANGUAGE_LABELS.items()]


@dataclass(frozen=True)
class TypedTexts:
    """What the editor's form holds: a text for each language shown, and the revision on which they were typed."""

    base: int
    sources: dict[str, str]

    @classmethod
    def of(cls, values: Mapping[str, str], languages: Iterable[str]) -> "TypedTexts":
        """A base that is no number counts as 0: then the save is stale, and nothing is overwritten."""
        base = values.get("base", "")
        typed = {code: values[f"text-{code}"] for code in languages if f"text-{code}" in values}
        number = int(base) if base.isascii() and base.isdecimal() and len(base) < 10 else 0
        return cls(number, {code: as_typed(text) for code, text in typed.items()})
