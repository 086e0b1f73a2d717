"""What the agreements room tells later rooms, in the same transaction."""

from blinker import Signal

version_changed = Signal()
"""Sent with the AgreementVersion; `change` is 'drafted', 'saved', 'proposed', 'taken back', 'approved', 'in force'."""
