"""The chart of an event's registrations with its table: a row for each party, and one for all of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration import rules
from forumhub.registration.counting import Tally, parties_shown, tallies
from forumhub.registration.queries import GUESTS
from forumhub.registration.quotas.queries import Share, limits, places_taken
from forumhub.svg import Bar, stacked_bar
from forumhub.web import language

DRAWN = {
    rules.ATTENDED: "came",
    rules.CONFIRMED: "done",
    rules.APPLIED: "open",
    rules.ABSENT: "late",
    rules.WAITING: "wait",
    rules.INVITED: "asked",
}
"""The states that a bar shows, in this order, and how each is drawn."""
ALWAYS = (rules.INVITED, rules.APPLIED, rules.CONFIRMED, rules.WAITING)
"""The states that have a column though nobody is in them."""


@dataclass
class Line:
    """One row; `by_state` holds a number for each state. Places: of heads, deputies and members, then of observers."""

    code: str
    name: str
    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(rules.STATES, 0))
    taken: int = 0
    quota: int | None = None
    observers_taken: int = 0
    observers: int | None = None

    @property
    def drawn(self) -> int:
        """How many its bar shows."""
        return sum(self.by_state[state] for state in DRAWN)

    @property
    def limit(self) -> int | None:
        """The places that it has in all, as the mark on its bar shows them."""
        return None if self.quota is None else self.quota + (self.observers or self.observers_taken)

    def bar(self, longest: int) -> Bar:
        return stacked_bar([(kind, self.by_state[state]) for state, kind in DRAWN.items()], longest, self.limit)


@dataclass(frozen=True)
class Figures:
    lines: list[Line]
    together: Line

    @property
    def longest(self) -> int:
        """The number that fills the width of a party's bar."""
        return max((max(line.drawn, line.limit or 0) for line in self.lines), default=0)

    @property
    def states(self) -> list[str]:
        return [state for state in rules.STATES if state in ALWAYS or self.together.by_state[state]]

    @property
    def drawn(self) -> dict[str, str]:
        return {state: kind for state, kind in DRAWN.items() if state in self.states}

    @property
    def has_quotas(self) -> bool:
        return any(line.limit is not None for line in (*self.lines, self.together))


def figures_of(event: Event, reader: Reader) -> Figures:
    """Of those whom the reader may see. A constant number of queries."""
    lines = lines_of(parties_shown(event, reader), tallies(event, reader))
    taken, most = places_taken(event.id), limits(event.id)
    for party in event.parties:
        if line := lines.get(party.code):
            delegates, observers = Share(party.id, False), Share(party.id, True)
            line.taken, line.quota = taken[delegates], most.get(delegates)
            line.observers_taken, line.observers = taken[observers], most.get(observers)
    return Figures(list(lines.values()), _together(event, list(lines.values())))


def lines_of(parties: Sequence[Party], counted: Iterable[Tally]) -> dict[str, Line]:
    """By party's code: these parties, then all others who are counted; guests, under GUESTS, are the last."""
    lines = {party.code: _line(party) for party in parties}
    for tally in counted:
        code = tally.party.code if tally.party else GUESTS
        line = lines.setdefault(code, _line(tally.party))
        line.by_state[tally.state] = tally.number
        line.taken += tally.number if tally.state in rules.HOLDS_PLACE else 0
    return lines


def _line(party: Party | None) -> Line:
    return Line(party.code, in_language(party.names, language())) if party else Line(GUESTS, _("Guests"))


def _together(event: Event, lines: Sequence[Line]) -> Line:
    """The limit of all is the event's capacity, of which observers take their part."""
    sums = {state: sum(line.by_state[state] for line in lines) for state in rules.STATES}
    return Line("", _("Together"), sums, event.places_taken, event.capacity)
