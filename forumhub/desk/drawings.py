"""What the desk draws: an event's life as a row of stages."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from forumhub.events.models import Event
from forumhub.events.rules import CANCELLED, HELD, POSTPONED
from forumhub.minutes.models import Document
from forumhub.minutes.rules import CIRCULATED, MINUTES, SETTLED

Stage = tuple[str, str, str]


def stages_of(event: Event, documents: Sequence[Document], now: datetime) -> list[Stage]:
    """Planned, confirmed, held, minutes circulated, minutes agreed; or that it was cancelled or postponed."""
    if event.state in (CANCELLED, POSTPONED):
        word = _("Cancelled") if event.state == CANCELLED else _("Postponed")
        return [(_("Planned"), "", "past"), (word, event.state_reason, "now")]
    states = {document.state for document in documents if document.kind == MINUTES}
    reached = _reached(event, states, now)
    steps = [
        (_("Planned"), ""),
        (_("Confirmed"), _places(event)),
        (_("Held"), ""),
        (_("Minutes circulated"), ""),
        (_("Minutes agreed"), ""),
    ]
    return [(label, note, _place(index, reached)) for index, (label, note) in enumerate(steps)]


def _reached(event: Event, minutes_states: set[str], now: datetime) -> int:
    """The index of the stage that the event has reached."""
    if minutes_states.intersection(SETTLED):
        return 4
    if CIRCULATED in minutes_states:
        return 3
    if event.state == HELD:
        return 2
    return 1 if event.state == "confirmed" else 0


def _place(index: int, reached: int) -> str:
    if index < reached:
        return "past"
    return "now" if index == reached else "next"


def _places(event: Event) -> str:
    if event.capacity is None or (event.state == HELD and not event.places_taken):
        return _("%(taken)s registered", taken=event.places_taken) if event.places_taken else ""
    return str(_("%(taken)s of %(capacity)s places taken", taken=event.places_taken, capacity=event.capacity))
