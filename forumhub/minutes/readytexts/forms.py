"""What secretaries type of a ready text."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from forumhub.minutes.texts import as_typed


class OwnTextForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Name"), validators=[InputRequired()], filters=[lambda text: as_typed(text or "").replace("\n", " ")]
    )
    source = TextAreaField(_l("Text, in Markdown"), validators=[InputRequired()])
    seen = HiddenField()

    @property
    def typed(self) -> str:
        return as_typed(self.source.data or "")

    @property
    def version(self) -> int:
        """Which version was changed; none of ours where it is no number."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
