"""The delegate list for print: delegations in the order of precedence."""

from dataclasses import dataclass
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.events.models import Event
from forumhub.events.views.room import asked
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader
from forumhub.registration.badges.queries import named_to, numbers_of_others
from forumhub.registration.models import Registration
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.web import current_reader, right


@dataclass(frozen=True)
class Group:
    """A delegation's people in their order; `party` None: guests."""

    party: Party | None
    people: list[Registration]

    @property
    def code(self) -> str:
        return self.party.code if self.party else ""


@blueprint.get("/events/<ulid>/prints/delegates")
@right(ORGANIZER, SECRETARY)
def delegate_list(ulid: str) -> ResponseReturnValue:
    """?first= names the party whose copy it is, which stands first in it (the alternat)."""
    reader = current_reader()
    event = listed_event(ulid, reader)
    first = first_asked(event, reader)
    return render_template(
        "registration/badges/delegates.html",
        event=event,
        groups=groups_of(event, reader, first),
        others=numbers_of_others(event, reader),
        first=first,
        now=clock.now(),
    )


def groups_of(event: Event, reader: Reader, first: str) -> list[Group]:
    """Delegations in the order of precedence, but for the party whose copy it is. Guests are last."""
    people = groupby(named_to(event, reader), key=lambda registration: registration.party)
    groups = [Group(party, list(of_party)) for party, of_party in people]
    return sorted(groups, key=lambda group: group.code != first) if first else groups


def first_asked(event: Event, reader: Reader) -> str:
    """The code of the party whose copy is asked for; unasked, that of a secretary's own; else none."""
    codes = {party.code: party.id for party in event.parties}
    asked_for = asked("first")["first"]
    if asked_for in codes:
        return asked_for
    own = [code for code, party_id in codes.items() if party_id in reader.parties_as(SECRETARY)]
    return own[0] if len(own) == 1 else ""
