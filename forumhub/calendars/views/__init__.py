"""Pages and feeds of the calendars room; importing it attaches them all to the blueprint."""

from forumhub.calendars.dav import views as _dav  # noqa: F401
from forumhub.calendars.importing import views as _importing  # noqa: F401
from forumhub.calendars.keys import views as _keys  # noqa: F401
from forumhub.calendars.replies import views as _replies  # noqa: F401
from forumhub.calendars.subscribing import views as _subscribing  # noqa: F401
from forumhub.calendars.views import feeds, files, inviting  # noqa: F401
from forumhub.calendars.views.room import blueprint

__all__ = ["blueprint"]
