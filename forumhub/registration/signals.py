"""What registration tells later rooms; they listen in the same transaction."""

from blinker import Namespace

_signals = Namespace()

registration_changed = _signals.signal("registration-changed")
"""registration; before: its state before, None where it is new."""

event_described = _signals.signal("event-described")
"""event; a listener returns its description in plain words, as calendars are told it."""
