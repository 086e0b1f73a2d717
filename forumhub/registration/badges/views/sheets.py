"""Badges as sheets of eight for A4."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.database import db
from forumhub.events.views.room import asked, page_number
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.phrases import in_language
from forumhub.registration.badges import rules
from forumhub.registration.badges.queries import selection
from forumhub.registration.badges.views.choosing import chosen
from forumhub.registration.checkin.codes import code_of
from forumhub.registration.models import Registration
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.web import current_reader, language, right

A_SHEET = 8
A_PART = 50 * A_SHEET
"""Badges of one page of the browser, so that it stays quick; the next part is a link."""
ACROSS, BESIDE_QR = 82.0, 56.0
NAME_HIGH, WITH_OWN_HIGH, OWN_HIGH, PARTY_HIGH = 22.0, 12.5, 8.5, 12.5
"""Room on a badge for names and the party, in millimetres."""
TITLE_SIZE, TITLE_LINES = 8, 2


@dataclass(frozen=True)
class Badge:
    """What stands on a badge; sizes are in points, `own_name` is empty where the name is written as their own."""

    registration: Registration
    name: str
    name_size: int
    own_name: str
    own_size: int
    party: str
    party_size: int
    code: str
    """To be typed where no camera reads the QR code."""


@blueprint.get("/events/<ulid>/prints/badges")
@right(ORGANIZER, SECRETARY)
def badges(ulid: str) -> ResponseReturnValue:
    reader, filters = current_reader(), asked("party", "search")
    event = listed_event(ulid, reader)
    page = db.paginate(
        selection(event, reader, **filters, chosen=chosen()),
        page=page_number(),
        per_page=A_PART,
        max_per_page=A_PART,
        error_out=False,
    )
    made = [badge_of(registration) for registration in page.items]
    title = in_language(event.titles, language())
    return render_template(
        "registration/badges/sheets.html",
        event=event,
        title=rules.shortened(title, ACROSS / (TITLE_SIZE * rules.POINT), TITLE_LINES),
        sheets=[made[start : start + A_SHEET] for start in range(0, len(made), A_SHEET)],
        page=page,
    )


def badge_of(registration: Registration) -> Badge:
    person, party = registration.person, registration.party
    own = person.own_name if person.own_name != person.name else ""
    party_name = in_language(party.names, language()) if party else _("Guest")
    return Badge(
        registration,
        person.name,
        rules.fitting(person.name, ACROSS, WITH_OWN_HIGH if own else NAME_HIGH),
        own,
        rules.fitting(own, ACROSS, OWN_HIGH, [size for size in rules.SIZES if size <= 16]),
        party_name,
        rules.fitting(party_name, BESIDE_QR, PARTY_HIGH, [size for size in rules.SIZES if size <= 14]),
        code_of(registration),
    )
