"""The hosts' turns as rows of a form, which buttons add, remove and reorder without JavaScript."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField
from wtforms.validators import Length

from forumhub.events.forms.fields import plain
from forumhub.events.models import HostTurn
from forumhub.parties.models import Party
from forumhub.phrases import in_language
from forumhub.web import language

MOST_TURNS = 24
Row = dict[str, Any]


class TurnForm(Form):  # type: ignore[misc]
    party = SelectField(_l("Host"), default="")
    city = StringField(_l("City"), filters=[plain], validators=[Length(max=120)])
    venue = StringField(_l("Venue"), filters=[plain], validators=[Length(max=300)])
    timezone = StringField(_l("Time zone"), filters=[plain], validators=[Length(max=64)])


def arranged(rows: list[Row], order: str) -> list[Row]:
    """The rows after a button: 'add', 'remove-2', 'up-2' or 'down-2', counted from 0; any other changes nothing."""
    rows, (act, _dash, number) = list(rows), order.partition("-")
    if act == "add" and len(rows) < MOST_TURNS:
        return [*rows, {}]
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else len(rows)
    if at >= len(rows):
        return rows
    if act == "remove":
        return rows[:at] + rows[at + 1 :]
    other = {"up": at - 1, "down": at + 1}.get(act, at)
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def turn_of(turn: HostTurn) -> Row:
    city = in_language(turn.city, language())
    return {"party": turn.party.code, "city": city, "venue": turn.venue, "timezone": turn.timezone}


def new_turn(form: Any, party: Party, known: list[HostTurn]) -> HostTurn:
    """A turn as typed; a city that is known by this name keeps its names in other languages."""
    typed = form.city.data or in_language(party.city, language())
    names = [party.city, *(turn.city for turn in known)]
    city = next((each for each in names if typed in each.values()), {language(): typed})
    return HostTurn(party=party, city=city, venue=form.venue.data, timezone=form.timezone.data or party.timezone)
