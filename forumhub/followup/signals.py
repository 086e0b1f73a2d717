"""What followup tells later rooms, in the same transaction."""

from blinker import Namespace

item_changed = Namespace().signal("item-changed")
"""Sent with the Item whenever its state changes; `before` is the state that it had, None where it was entered."""
