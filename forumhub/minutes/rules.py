"""Pure decisions about agendas and minutes."""

AGENDA = "agenda"
MINUTES = "minutes"
KINDS = (AGENDA, MINUTES)

PARTY_DRAFT = "party_draft"
SHARED_DRAFT = "shared_draft"
CIRCULATED = "circulated"
AGREED = "agreed"
STATES = (PARTY_DRAFT, SHARED_DRAFT, CIRCULATED, AGREED)

LEGAL_STATUSES = ("record", "agreed_minutes", "joint_statement", "binding")
WAYS = ("totp", "password", "in_the_room", "by_note", "ad_referendum")
