"""The trade's words for what events are."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "high_level_meeting": _l("High-level meeting"),
    "forum": _l("Forum"),
    "seminar": _l("Seminar"),
    "training": _l("Training"),
    "working_group": _l("Working group"),
}
STATES = {
    "tentative": _l("Tentative"),
    "confirmed": _l("Confirmed"),
    "postponed": _l("Postponed"),
    "held": _l("Held"),
    "cancelled": _l("Cancelled"),
}
ACCESS = {
    "public": _l("Everyone"),
    "parties": _l("Members of the parties"),
    "delegates": _l("Delegates only"),
}
CALENDAR_DETAILS = {
    "brief": _l("Title, time, city and link"),
    "full": _l("All of it, with actions and agreed minutes"),
}
STEPS = {
    "confirm": _l("Confirm"),
    "date": _l("Set the new date"),
    "hold": _l("Mark as held"),
    "postpone": _l("Postpone"),
    "cancel": _l("Cancel the event"),
    "reinstate": _l("Reinstate the event"),
}
