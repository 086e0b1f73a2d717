"""Pure decisions about items: concerns, recommendations, decisions, actions, statements."""

LETTERS = {"CONCERN": "C", "RECOMMENDATION": "R", "DECISION": "D", "ACTION": "A", "STATEMENT": "S"}
KINDS = tuple(LETTERS)

PROPOSED = "proposed"
PROVISIONAL = "provisional"
OPEN = "open"
IN_PROGRESS = "in_progress"
REPORTED = "reported"
CLOSED = "closed"
BLOCKED = "blocked"
SUPERSEDED = "superseded"
CANCELLED = "cancelled"
WITHDRAWN = "withdrawn"
STATES = (PROPOSED, PROVISIONAL, OPEN, IN_PROGRESS, REPORTED, CLOSED, BLOCKED, SUPERSEDED, CANCELLED, WITHDRAWN)
