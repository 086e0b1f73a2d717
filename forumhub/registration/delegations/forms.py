"""What a party types about the people on its list, and what an organizer writes who returns it."""

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forumhub.events.forms.fields import MultiCheckboxField, NewRow, number_in, plain
from forumhub.parties.models import Person
from forumhub.registration import rules as registration
from forumhub.registration.delegations.models import Nominee
from forumhub.registration.delegations.values import Typed
from forumhub.registration.views.room import FUNCTION_WORDS

STORED = ("name", "own_name", "email", "function", "honorific", "title", "affiliation", "lock_version")


class NomineeForm(FlaskForm):  # type: ignore[misc]
    """Somebody on the list."""

    ulid = NewRow()
    name = StringField(_l("Name"), filters=[plain], validators=[InputRequired(), Length(max=200)])
    own_name = StringField(
        _l("Name in their own script"), filters=[plain], validators=[Length(max=200)], description=_l("Such as 王芳.")
    )
    function = SelectField(
        _l("Function"),
        choices=list(FUNCTION_WORDS.items()),
        default=registration.MEMBER,
        validators=[InputRequired()],
    )
    honorific = StringField(
        _l("Honorific"), filters=[plain], validators=[Length(max=60)], description=_l("Such as H.E. or Dr.")
    )
    title = StringField(_l("Official title"), filters=[plain], validators=[Length(max=300)])
    affiliation = StringField(_l("Ministry or organisation"), filters=[plain], validators=[Length(max=300)])
    email = StringField(
        _l("E-mail"),
        filters=[plain],
        validators=[Length(max=254)],
        description=_l("Their own, for the confirmation. Without one, their secretariat tells them."),
    )
    lock_version = HiddenField(default="1")

    @classmethod
    def of(cls, nominee: Nominee, *, as_sent: bool = False) -> "NomineeForm":
        """Of what can change, as it stands or as it was sent: a known person keeps name and address."""
        stands: dict[str, Any] = {name: getattr(nominee, name) for name in STORED}
        form = cls() if as_sent else cls(formdata=None, **stands)
        del form.ulid
        if nominee.person is not None:
            del form.name, form.own_name, form.email
        return form

    def typed(self) -> Typed:
        """Empty where the form does not ask."""
        said = {name: self[name].data if name in self else "" for name in Typed.__annotations__}
        return cast(Typed, said)


class KnownForm(FlaskForm):  # type: ignore[misc]
    """Whom of the party's people to put on the list."""

    people = MultiCheckboxField(_l("People of your party"))

    @classmethod
    def of(cls, people: list[Person]) -> "KnownForm":
        form = cls()
        form.people.choices = [(person.ulid, person.name) for person in people]
        return form


class SeenForm(FlaskForm):  # type: ignore[misc]
    """Agreeing to what a page showed: the list as it was, and how many of it would wait."""

    lock_version = HiddenField()
    waiting = HiddenField()

    @property
    def version(self) -> int:
        return number_in(self.lock_version.data, 0)

    @property
    def waiting_seen(self) -> int:
        return number_in(self.waiting.data, 0)


class ReturnForm(SeenForm):
    words = TextAreaField(
        _l("What should be amended"),
        filters=[plain],
        validators=[InputRequired(), Length(max=2000)],
        description=_l("The party's secretariat reads it, in the mail and above its list."),
    )
