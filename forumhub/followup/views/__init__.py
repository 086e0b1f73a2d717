"""Pages of the followup room."""

from forumhub.followup.views import agreeing, answering, exporting, listing, reporting, showing  # noqa: F401 - their routes
from forumhub.followup.views.blueprint import blueprint

__all__ = ["blueprint"]
