"""Pages of schedules in files; importing it attaches them to the room's blueprint."""

from forumhub.events.programme.interchange.views import exporting, importing  # noqa: F401
