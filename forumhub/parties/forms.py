"""Input of the parties room."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forumhub.mail.rules import one_line
from forumhub.parties import policy
from forumhub.parties.accounts.forms import zones
from forumhub.parties.models import Party, Person
from forumhub.web import LANGUAGE_LABELS

ROLE_LABELS = {
    policy.ADMINISTRATOR: _l("Administrator: grants and ends roles"),
    policy.ORGANIZER: _l("Organizer: plans meetings and invites"),
    policy.SECRETARY: _l("Secretary: writes and circulates minutes, follows up"),
    policy.HEAD: _l("Head of delegation: leads, and approves where named for a meeting"),
    policy.DELEGATE: _l("Delegate: takes part"),
    policy.OBSERVER: _l("Observer: reads what the parties share"),
}


class NamedForm(FlaskForm):  # type: ignore[misc]
    """A code, and a name in each language."""

    code = StringField(_l("Code"), validators=[InputRequired(), Length(max=32)])
    name_en = StringField(_l("Name in English"), validators=[InputRequired(), Length(max=200)])
    name_zh = StringField(_l("Name in Chinese"), validators=[Length(max=200)])
    name_ru = StringField(_l("Name in Russian"), validators=[Length(max=200)])

    def names(self) -> dict[str, str]:
        """By language, without those left empty."""
        given = {"en": self.name_en.data, "zh": self.name_zh.data, "ru": self.name_ru.data}
        return {language: one_line(name) for language, name in given.items() if name and one_line(name)}


class OrganForm(NamedForm):
    """A ministry or service."""


class PartyForm(NamedForm):
    city = StringField(_l("Capital, in English"), validators=[InputRequired(), Length(max=100)])
    city_zh = StringField(_l("Capital, in Chinese"), validators=[Length(max=100)])
    city_ru = StringField(_l("Capital, in Russian"), validators=[Length(max=100)])
    timezone = SelectField(_l("Time zone of the capital"), validators=[InputRequired()], default="UTC")
    language = SelectField(_l("Language of mails to the secretariat"), validators=[InputRequired()])
    secretariat_email = StringField(
        _l("E-mail of the secretariat"),
        validators=[InputRequired(), Length(max=254)],
        description=_l("Is told of every grant, circulation and approval."),
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.timezone.choices = [(zone, zone.replace("_", " ")) for zone in zones()]
        self.language.choices = [(code, LANGUAGE_LABELS[code]) for code in current_app.config["LANGUAGES"]]

    def cities(self) -> dict[str, str]:
        given = {"en": self.city.data, "zh": self.city_zh.data, "ru": self.city_ru.data}
        return {language: one_line(name) for language, name in given.items() if name and one_line(name)}


class PersonForm(FlaskForm):  # type: ignore[misc]
    name = StringField(_l("Name, in Latin letters"), validators=[InputRequired(), Length(max=200)])
    own_name = StringField(_l("Name in its own script"), validators=[Length(max=200)])
    title = StringField(_l("Function"), validators=[Length(max=200)], description=_l("Such as: Deputy Minister."))
    email = StringField(_l("E-mail address"), validators=[Length(max=254)], description=_l("Needed for an account."))
    organ = SelectField(_l("Organ"))

    def offer(self, party: Party) -> None:
        self.organ.choices = [("", "–"), *((organ.code, organ.code) for organ in party.organs)]


class RoleForm(FlaskForm):  # type: ignore[misc]
    person = SelectField(_l("Person"), validators=[InputRequired()])
    role = RadioField(_l("Role"), choices=list(ROLE_LABELS.items()), validators=[InputRequired()])
    from_date = DateField(_l("From"), validators=[InputRequired()])
    until_date = DateField(_l("Until"), validators=[Optional()], description=_l("That day included. Empty: no end."))

    def offer(self, people: list[Person]) -> None:
        self.person.choices = [(person.ulid, _label(person)) for person in people]


def _label(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.own_name, person.title) if part)


class EndForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _l("Reason"), validators=[InputRequired(), Length(max=1000)], description=_l("The person reads it in the mail.")
    )


class NewAccountForm(FlaskForm):  # type: ignore[misc]
    email = StringField(_l("E-mail address"), validators=[InputRequired(), Length(max=254)])
    name = StringField(
        _l("Name, in Latin letters"),
        validators=[InputRequired(), Length(max=200)],
        description=_l("Kept as it is where the person is known already."),
    )
    party = SelectField(_l("Party"))
    administrator = BooleanField(
        _l("First administrator of the party"), description=_l("Only where the party has none; they grant all else.")
    )
    operator = BooleanField(_l("Operator of this installation"), description=_l("Reads no content."))

    def offer(self, parties: list[Party]) -> None:
        self.party.choices = [("", "–"), *((party.code, party.code) for party in parties)]
