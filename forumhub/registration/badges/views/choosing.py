"""What can be printed for an event, and for whom."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.events.forms.fields import plain
from forumhub.events.models import Event
from forumhub.events.views.room import asked, page_of
from forumhub.parties import policy
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader
from forumhub.phrases import in_language
from forumhub.registration.badges.queries import COMES, selection
from forumhub.registration.badges.rules import marked
from forumhub.registration.counting import tallies
from forumhub.registration.queries import GUESTS
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.web import current_reader, language, right

MOST_CHOSEN = 500


@blueprint.app_context_processor
def marks() -> dict[str, object]:
    return {"marked": marked}


@dataclass(frozen=True)
class Choice:
    """A party to choose, and how many of it come."""

    code: str
    name: str
    number: int


@blueprint.get("/events/<ulid>/prints")
@right(ORGANIZER, SECRETARY)
def prints(ulid: str) -> ResponseReturnValue:
    reader, filters = current_reader(), asked("party", "search")
    event = listed_event(ulid, reader)
    return render_template(
        "registration/badges/choose.html",
        event=event,
        page=page_of(selection(event, reader, **filters)),
        filters=filters,
        choices=choices_of(event, reader),
        may_organize=policy.may_organize(reader, event.party_ids),
    )


def choices_of(event: Event, reader: Reader) -> list[Choice]:
    """The parties of those who come, as the reader sees them, in the order of codes; guests last."""
    numbers: dict[str, int] = {}
    names = {GUESTS: _("Guests")}
    for tally in tallies(event, reader):
        code = tally.party.code if tally.party else GUESTS
        if tally.party:
            names[code] = in_language(tally.party.names, language())
        if tally.state in COMES:
            numbers[code] = numbers.get(code, 0) + tally.number
    return [Choice(code, names[code], number) for code, number in numbers.items()]


def chosen() -> list[str]:
    """The ULIDs that were ticked; none: everybody whom the filters let through."""
    return [plain(ulid) for ulid in request.args.getlist("person")[:MOST_CHOSEN]]
