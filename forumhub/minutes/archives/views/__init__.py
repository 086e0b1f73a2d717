"""The archive of a series: its page, and its making by the worker, which needs the pages' words."""

from forumhub.minutes.archives.views import pages  # noqa: F401 - its routes
