"""Where an event is moved to."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Optional

from forumhub.events.forms.fields import wall_clock


class MoveForm(FlaskForm):  # type: ignore[misc]
    local_start = wall_clock(_l("New start"), InputRequired(), description=_l("By the clock at its place."))
    local_end = wall_clock(_l("New end"), Optional(), description=_l("Empty: it lasts as long as before."))
