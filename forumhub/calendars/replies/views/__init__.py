"""Received mail, and the page by which who declined gives their place back."""

from forumhub.calendars.replies.views import listing, withdrawing  # noqa: F401
