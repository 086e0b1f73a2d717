"""Pages of series; importing it attaches them all to the blueprint."""

from forumhub.events.series.views import dates, editing, hosting, planning, showing  # noqa: F401
