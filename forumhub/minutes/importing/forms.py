"""Input to the import: the old text, and what a secretary takes of what was found in it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forumhub.errors import N_, RuleBroken
from forumhub.markdown import decode
from forumhub.markdown.limits import MAX_BYTES
from forumhub.minutes.importing.composing import Choice
from forumhub.minutes.importing.finding import MOST_TEXT, Report
from forumhub.minutes.texts import as_typed
from forumhub.minutes.working import language_of_letters
from forumhub.web import LANGUAGE_LABELS

NAME = "minutes.txt"
BY_LETTERS = "letters"


class ImportForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_l("File"), description=_l("Plain Markdown or plain text, at most 256 KB."))
    text = TextAreaField(_l("Or the text itself"), validators=[Optional()])
    title = StringField(
        _l("Title"),
        validators=[Optional(), Length(max=300)],
        description=_l("Left empty, it is made of the event's name."),
    )
    working_language = SelectField(_l("Language of the text"), validators=[InputRequired()])
    sharing = RadioField(
        _l("Who sees the draft"),
        choices=[
            ("own", _l("Our side first; it is shared with one step later")),
            ("all", _l("The secretaries, organizers and heads of every party at once")),
        ],
        default="own",
        validators=[InputRequired()],
    )
    name = StringField(validators=[Optional(), Length(max=200)])

    def __init__(self, languages: Iterable[str], **values: object) -> None:
        super().__init__(**values)
        self.languages = list(languages)
        named = [(code, LANGUAGE_LABELS[code]) for code in self.languages]
        self.working_language.choices = [(BY_LETTERS, _l("As its letters say")), *named]

    def take_file(self) -> None:
        """Puts the file's text into the field for it, and guesses its language where that is asked.

        Raises RuleBroken for one that is too large, or no text.
        """
        if self.file.data and self.file.data.filename:
            raw = self.file.data.stream.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                limit = MAX_BYTES // 1024
                message = N_("The text is larger than %(limit)s KB; annexes can be files of their own.")
                raise RuleBroken(message, field="file", limit=limit)
            self.text.data, self.name.data = decode(raw), self.file.data.filename
        self.text.data = as_typed(self.text.data or "")
        if not self.text.data.strip():
            raise RuleBroken(N_("Choose a file, or paste the text."), field="text")
        if self.working_language.data == BY_LETTERS:
            self.working_language.data = language_of_letters(self.text.data, self.languages)


def choices_of(form: MultiDict[str, str], report: Report) -> list[Choice]:
    """What is taken: nothing at first; `all` and `none` name a kind whose boxes are ticked or emptied."""
    chosen = []
    for number, found in enumerate(report.found):
        line = " ".join(form.get(f"line-{number}", found.proposed).split())[:MOST_TEXT]
        taken = (f"take-{number}" in form or form.get("all") == found.kind) and form.get("none") != found.kind
        chosen.append(Choice(found, taken and bool(line), line))
    return chosen
