"""Importing a calendar by page: the file, then what would happen, then it happens."""

from forumhub.calendars.importing.views import applying, reporting, uploading  # noqa: F401
