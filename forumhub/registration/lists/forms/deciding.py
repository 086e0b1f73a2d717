"""What becomes of parties that do not take part, of people in doubt, and of all who are entered."""

import hashlib
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from forumhub.events.models import Event
from forumhub.registration.lists.choices import ANOTHER, ASK, GUEST, SAME, SKIP, Choices
from forumhub.registration.lists.forms.reading import party_choices


class DecisionsForm(FlaskForm):  # type: ignore[misc]
    """`text_…` for each text that names no party of the event and `line_…` for each doubtful line are added."""

    others = SelectField(
        _l("All others"), choices=[(ASK, _l("not taken for now")), (GUEST, _l("guests")), (SKIP, _l("left out"))]
    )
    doubtful = SelectField(
        _l("All others"),
        choices=[
            (ASK, _l("not taken for now")),
            (SAME, _l("the same person, where only one may be meant")),
            (ANOTHER, _l("somebody else, who is new")),
        ],
    )  # fmt: skip

    def chosen(self, before: Choices, unknown: Iterable[str]) -> Choices:
        parties = {text: self[name_of(text)].data for text in unknown}
        lines = [field for field in self if field.name.startswith("line_")]
        decisions = {field.name.removeprefix("line_"): field.data for field in lines}
        return Choices.from_json(
            {
                **before.as_json(),
                "others": self.others.data,
                "doubtful": self.doubtful.data,
                "parties": {**before.parties, **parties},
                "decisions": {**before.decisions, **decisions},
            }
        ).tidied()


def name_of(text: str) -> str:
    """Of the field for a text of the file, whatever signs are in it."""
    return "text_" + hashlib.sha256(text.encode()).hexdigest()[:16]


def decisions_form(
    event: Event, unknown: Iterable[str], doubtful: Mapping[int, list[tuple[str, str]]], choices: Choices | None
) -> DecisionsForm:
    """`doubtful` holds, by line, whom each may be: what is chosen, and its words."""
    usual = [("", _("as all others")), (GUEST, _("guests")), (SKIP, _("left out"))]
    fields: dict[str, SelectField] = {
        name_of(text): SelectField(text, choices=[*usual, *party_choices(event)]) for text in unknown
    }
    for line, candidates in doubtful.items():
        offered = [
            ("", _("as all others")),
            *candidates,
            (ANOTHER, _("somebody else, who is new")),
            (SKIP, _("left out")),
        ]
        fields[f"line_{line}"] = SelectField(_("line %(line)s", line=line), choices=offered)
    form_class = type("DecisionsForm", (DecisionsForm,), fields)
    if choices is None:
        return form_class()  # type: ignore[no-any-return]
    said = {name_of(text): choices.parties.get(text, "") for text in unknown}
    said |= {f"line_{line}": choices.decisions.get(str(line), "") for line in doubtful}
    return form_class(formdata=None, data={**said, "others": choices.others, "doubtful": choices.doubtful})  # type: ignore[no-any-return]


class StartForm(FlaskForm):  # type: ignore[misc]
    confirmed = RadioField(
        _l("Their places are"),
        choices=[("yes", _l("confirmed at once")), ("no", _l("to be confirmed by you later"))],
        default="yes",
        validators=[InputRequired()],
    )
    tell = BooleanField(_l("Tell them by mail"))
