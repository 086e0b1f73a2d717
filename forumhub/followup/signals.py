"""What followup tells later rooms, in the same transaction."""

from blinker import Namespace

item_changed = Namespace().signal("item-changed")
"""Sent with the Item whenever its state changes, its day with those of the meetings, or its words with what was agreed
of its minutes later; `before` is the state that it had, None where it was entered."""
