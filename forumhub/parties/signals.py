"""What parties tells later rooms; they listen in the same transaction."""

from blinker import Namespace

_signals = Namespace()

role_ending = _signals.signal("role-ending")
"""Sent before anything is locked, so that a listener locks first what it will write of. person; party."""

office_left = _signals.signal("office-left")
"""person; party; by; now: the person's last role for the party was ended, and none is to begin later."""
