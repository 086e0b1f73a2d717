"""What an organizer types to announce something."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import escape
from wtforms import Form, FormField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forumhub.errors import RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.forms.fields import NewRow, by_language, plain, texts
from forumhub.events.models import Event
from forumhub.markdown import read_bounded
from forumhub.phrases import in_language
from forumhub.registration.announcing import rules
from forumhub.registration.queries import GUESTS
from forumhub.registration.views.room import STATE_WORDS
from forumhub.web import LANGUAGE_LABELS, language, say


class _Texts(Form):  # type: ignore[misc]
    """One long text for each language."""


for _code, _label in LANGUAGE_LABELS.items():
    setattr(_Texts, _code, TextAreaField(_label, filters=[plain], validators=[Length(max=rules.LONGEST_TEXT)]))


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    ulid = NewRow()
    party = SelectField(_l("Of which party"))
    state = SelectField(_l("Who stands how"))
    markup = RadioField(
        _l("How it is written"),
        choices=[(rules.MARKDOWN, _l("Markdown: headings, lists, links")), (rules.PLAIN, _l("plain text, as typed"))],
        default=rules.MARKDOWN,
        validators=[InputRequired()],
    )
    subjects = by_language(_l("Subject"), most=rules.LONGEST_SUBJECT)
    texts = FormField(_Texts, label=_l("Text"))

    def __init__(self, event: Event, *, by_hand: bool = False, **values: Any) -> None:
        """`by_hand`: people were ticked one by one, so neither party nor state is asked."""
        super().__init__(**values)
        if by_hand:
            del self.party, self.state
            return
        parties = [(party.code, in_language(party.names, language())) for party in event.parties]
        self.party.choices = [("", _("every party, and guests")), *parties, (GUESTS, _("guests"))]
        everybody = ("", _("all who are expected: not those who declined or withdrew"))
        self.state.choices = [everybody, *STATE_WORDS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        try:
            rules.check_said(texts(self.subjects), texts(self.texts))
        except RuleBroken as error:
            self._put_beside(error)
            return False
        return valid

    def _put_beside(self, error: RuleBroken) -> None:
        """Beside the field of its language, where it names one."""
        of_languages = {field.name: field for form in (self.subjects.form, self.texts.form) for field in form}
        if field := of_languages.get(error.field):
            field.errors = [*field.errors, say(error)]
        else:
            put_beside(self, error)

    def said(self) -> dict[str, Any]:
        """As `announce` takes it. Raises RuleBroken for a text that cannot be rendered."""
        written = texts(self.texts)
        pages = {code: page_of(text, self.markup.data) for code, text in written.items()}
        return {"markup": self.markup.data, "subjects": texts(self.subjects), "texts": written, "pages": pages}


def page_of(text: str, markup: str) -> str:
    """The text as sanitised HTML."""
    if markup == rules.MARKDOWN:
        return read_bounded(text).html
    return "\n".join(
        f"<p>{str(escape(part)).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n") if part.strip()
    )
