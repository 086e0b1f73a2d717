"""Pure decisions about registrations and places."""

INVITED = "invited"
APPLIED = "applied"
CONFIRMED = "confirmed"
WAITING = "waiting"
DECLINED = "declined"
WITHDRAWN = "withdrawn"
STATES = (INVITED, APPLIED, CONFIRMED, WAITING, DECLINED, WITHDRAWN)

HOLDS_PLACE = frozenset({APPLIED, CONFIRMED})
