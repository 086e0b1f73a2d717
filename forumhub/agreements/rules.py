"""Pure decisions about agreements and their versions."""

DRAFT = "draft"
PROPOSED = "proposed"
IN_FORCE = "in_force"
SUPERSEDED = "superseded"
STATES = (DRAFT, PROPOSED, IN_FORCE, SUPERSEDED)
