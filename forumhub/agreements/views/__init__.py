"""Pages of the agreements room."""

from forumhub.agreements.views import deciding, writing  # noqa: F401 - their routes
from forumhub.agreements.views.blueprint import blueprint

__all__ = ["blueprint"]
