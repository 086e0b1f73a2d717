"""What organizers type of an agenda template."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField


class OutlineForm(FlaskForm):  # type: ignore[misc]
    source = TextAreaField(
        _l("Template, in Markdown"),
    )
    seen = HiddenField()

    @property
    def version(self) -> int:
        """Which version was changed; none of ours where it is no number."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
