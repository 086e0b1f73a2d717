"""The trade's words for what sessions are, and for what is wrong with them."""

from flask_babel import lazy_gettext as _l

from forumhub.errors import N_
from forumhub.events.programme.rules import clashes

SESSION_KINDS = {
    "opening": _l("Opening"),
    "plenary": _l("Plenary"),
    "panel": _l("Panel"),
    "presentation": _l("Presentation"),
    "workshop": _l("Workshop"),
    "break": _l("Break"),
    "ceremony": _l("Ceremony"),
    "side_event": _l("Side event"),
    "closing": _l("Closing"),
    "other": _l("Other session"),
}
SESSION_STATES = {"tentative": _l("Tentative"), "confirmed": _l("Confirmed"), "cancelled": _l("Cancelled")}
PROGRAMME_STATES = {"draft": _l("Draft"), "published": _l("Published")}

SENTENCES = {
    clashes.HALL: N_("%(about)s is taken twice: by “%(one)s”, %(time)s, and by “%(other)s”, %(other_time)s."),
    clashes.PERSON: N_("%(about)s is in two sessions at once: “%(one)s”, %(time)s, and “%(other)s”, %(other_time)s."),
    clashes.NO_HALL: N_("“%(one)s”, %(time)s, has no hall yet."),
    clashes.EVENT: N_("“%(one)s”, %(time)s, is outside of the event, which lasts %(limits)s."),
    clashes.DAY: N_("“%(one)s”, %(time)s, is outside of the day's hours, %(limits)s."),
    clashes.CLOSED: N_("“%(one)s”, %(time)s, is outside of the hours of %(about)s, %(limits)s."),
    clashes.CLOCK: N_("“%(one)s”, %(time)s: clocks go forward past its start or its end, so no clock shows it."),
    clashes.LONG: N_("“%(one)s”, %(time)s, is longer than such a session usually is."),
    clashes.UNSURE: N_("“%(one)s”, %(time)s, is still tentative."),
    clashes.LANGUAGES: N_("“%(one)s” has no title in every language of the event: %(limits)s is missing."),
}
"""Of a clash; its places are filled by `views.wording`."""

BESIDE = {
    clashes.HALL: N_("The hall is also taken by “%(other)s”, %(other_time)s."),
    clashes.PERSON: N_("%(about)s is also in “%(other)s”, %(other_time)s."),
    clashes.NO_HALL: N_("No hall yet."),
    clashes.EVENT: N_("Outside of the event, which lasts %(limits)s."),
    clashes.DAY: N_("Outside of the day's hours, %(limits)s."),
    clashes.CLOSED: N_("Outside of the hall's hours, %(limits)s."),
    clashes.CLOCK: N_("Clocks go forward past its start or its end, so no clock shows it."),
    clashes.LONG: N_("Longer than such a session usually is."),
    clashes.UNSURE: N_("Still tentative."),
    clashes.LANGUAGES: N_("No title in: %(limits)s."),
}
"""The same, beside the session itself."""

BOARD_WORDS = {
    "grid": _l("Timetable: halls from left to right, hours from top to bottom"),
    "no_hall": _l("No hall, or every hall"),
    "now": _l("“{title}” is saved: {time}, {hall}."),
    "clashes": _l("Clashes: {count}"),
    "lost": _l("Not saved: the server could not be reached. Try again, or use the table."),
}
"""What the board's script says; {places} are filled by it."""
