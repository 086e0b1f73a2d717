"""Input on named officers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from forumhub.errors import ForumhubError
from forumhub.parties.models import Person
from forumhub.web import say


class OfficerForm(FlaskForm):  # type: ignore[misc]
    """People by ULID; the empty choice takes the name away."""

    person = SelectField(_l("Officer"), description=_l("Who does the work and is reminded of it."))

    def __init__(self, people: list[Person], nobody: str, chosen: str = "") -> None:
        super().__init__(data={"person": chosen})
        self.person.choices = [("", nobody), *((person.ulid, person.name) for person in people)]

    def show(self, error: ForumhubError) -> None:
        self.person.errors = [*self.person.errors, say(error)]
