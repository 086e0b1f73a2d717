"""The hosts' turns as rows of a form, which buttons add, remove and reorder without JavaScript."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField
from wtforms.validators import Length

from forumhub.events.forms.choices import site_of, site_value
from forumhub.events.forms.fields import plain
from forumhub.events.models import HostTurn
from forumhub.events.venues.models import Venue
from forumhub.parties.models import Party
from forumhub.phrases import in_language
from forumhub.web import language

MOST_TURNS = 24
Row = dict[str, Any]


class TurnForm(Form):  # type: ignore[misc]
    party = SelectField(_l("Host"), default="")
    city = StringField(_l("City"), filters=[plain], validators=[Length(max=120)])
    site = SelectField(_l("Venue"), default="")
    venue = StringField(_l("Another venue"), filters=[plain], validators=[Length(max=300)])
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
    site, venue = site_value(turn.site, turn.hall), "" if turn.site else turn.venue
    return {"party": turn.party.code, "city": city, "site": site, "venue": venue, "timezone": turn.timezone}


def new_turn(form: Any, party: Party, known: list[HostTurn], sites: list[Venue]) -> HostTurn:
    """A turn as typed, at one of these venues; a city that is known by this name keeps its names in other languages."""
    site, hall = site_of(form.site.data or "", sites)
    place = site or party
    typed = form.city.data or in_language(place.city, language())
    names = [place.city, party.city, *(turn.city for turn in known)]
    city = next((each for each in names if typed in each.values()), {language(): typed})
    timezone = form.timezone.data or place.timezone
    return HostTurn(party=party, city=city, site=site, hall=hall, venue=form.venue.data, timezone=timezone)
