"""Pages of the desk; importing it attaches them all to the blueprint."""

from forumhub.desk.briefing import views as _briefing  # noqa: F401 - its routes
from forumhub.desk.implementation import views as _implementation  # noqa: F401 - its routes
from forumhub.desk.instruments import views as _instruments  # noqa: F401 - its routes
from forumhub.desk.views import showing  # noqa: F401 - its routes
from forumhub.desk.views.room import blueprint

__all__ = ["blueprint"]
