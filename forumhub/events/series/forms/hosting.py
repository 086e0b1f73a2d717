"""Short forms about one meeting of a series: skipping it, another host for it."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired

from forumhub.events.forms import ReasonForm
from forumhub.events.models import Event
from forumhub.phrases import day, in_language
from forumhub.web import language


class SkipForm(ReasonForm):
    shift = BooleanField(
        _l("The host who is skipped has the next meeting, and each later turn moves on by one"),
    )


class HostForm(FlaskForm):  # type: ignore[misc]
    other = SelectField(_l("Who hosts it"), default="")

    def __init__(self, meetings: Iterable[Event]) -> None:
        """`meetings` are those with which the host can be swapped."""
        super().__init__()
        passed = ("", _("The next in the rotation, and each later turn moves on by one"))
        self.other.choices = [passed, *((event.ulid, _swap(event)) for event in meetings)]


class SkippedForm(FlaskForm):  # type: ignore[misc]
    day = DateField(validators=[InputRequired()])


def _swap(event: Event) -> str:
    host = in_language(event.host.names, language()) if event.host else _("none, or online")
    return str(_("Swapped with %(day)s: %(host)s", day=day(event.local_start, language()), host=host))
