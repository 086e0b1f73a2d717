"""What registration tells later rooms; they listen in the same transaction."""

from blinker import Namespace

registration_changed = Namespace().signal("registration-changed")
"""registration; before: its state before, None where it is new."""
