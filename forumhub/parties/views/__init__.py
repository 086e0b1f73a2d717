"""Pages of the parties room."""

from forumhub.parties.views import accounts, parties, people  # noqa: F401 - their routes
from forumhub.parties.views.pages import blueprint

__all__ = ["blueprint"]
