"""Pages of files that are made of documents."""

from forumhub.minutes.renditions.views import taking  # noqa: F401 - its routes
