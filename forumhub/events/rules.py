"""Pure decisions about events and series."""

KINDS = ("high_level_meeting", "forum", "seminar", "training", "working_group")

TENTATIVE = "tentative"
CONFIRMED = "confirmed"
POSTPONED = "postponed"
HELD = "held"
CANCELLED = "cancelled"
STATES = (TENTATIVE, CONFIRMED, POSTPONED, HELD, CANCELLED)

STANDINGS = ("invited", "applied", "waiting", "confirmed", "declined", "withdrawn")
