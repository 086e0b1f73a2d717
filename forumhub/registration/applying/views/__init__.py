"""Pages of open application."""

from forumhub.registration.applying.views import asking, confirming  # noqa: F401 - their routes
