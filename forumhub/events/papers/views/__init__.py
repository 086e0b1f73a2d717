"""Pages of papers; importing it attaches them to the room's blueprint."""

from forumhub.events.papers.views import reading, submitting  # noqa: F401
