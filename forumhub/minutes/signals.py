"""What minutes tell later rooms, in the same transaction."""

from blinker import Namespace

document_agreed = Namespace().signal("document-agreed")
"""Sent with the Document, agenda or minutes, once every party has approved it and what it says has taken effect."""
