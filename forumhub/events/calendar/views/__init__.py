"""Pages of the calendar; importing it attaches them to the room's blueprint."""

from forumhub.events.calendar.views import moving, showing  # noqa: F401
