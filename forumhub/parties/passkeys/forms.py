"""What the browser sends when a passkey is registered."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from forumhub.parties.passkeys.rules import MOST_NAME
from forumhub.unseen import UNSEEN


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Its name"),
        filters=[lambda text: UNSEEN.sub("", text or "")],
        validators=[InputRequired(), Length(max=MOST_NAME)],
        description=_l("By which you know it, such as 'Blue key' or 'Phone'."),
    )
    credential = HiddenField(validators=[Length(max=20_000)])
