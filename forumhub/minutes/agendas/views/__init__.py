"""Pages of what parties put forward for the agenda of an event."""

from forumhub.minutes.agendas.views import listing, putting, taking  # noqa: F401 - their routes
