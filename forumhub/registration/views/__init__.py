"""Pages of the registration room."""

from forumhub.registration.views import answering, applying, deciding, inviting, listing  # noqa: F401 - their routes
from forumhub.registration.views.room import blueprint

__all__ = ["blueprint"]
