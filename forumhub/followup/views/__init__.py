"""Pages of the followup room."""

from forumhub.followup.acceptance import views as _acceptance  # noqa: F401 - its routes
from forumhub.followup.digests import views as _digests  # noqa: F401 - its routes
from forumhub.followup.officers import views as _officers  # noqa: F401 - its routes
from forumhub.followup.reminding import views as _reminding  # noqa: F401 - its routes
from forumhub.followup.saved import views as _saved  # noqa: F401 - its routes
from forumhub.followup.views import agreeing, answering, exporting, listing, reporting, showing  # noqa: F401 - their routes
from forumhub.followup.views.blueprint import blueprint

__all__ = ["blueprint"]
