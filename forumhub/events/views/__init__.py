"""Pages of the events room; importing it attaches them all to the blueprint."""

from forumhub.events.calendar import views as _calendar  # noqa: F401
from forumhub.events.copying import views as _copying  # noqa: F401
from forumhub.events.heads import views as _heads  # noqa: F401
from forumhub.events.papers import views as _papers  # noqa: F401
from forumhub.events.polls import views as _polls  # noqa: F401
from forumhub.events.programme import views as _programme  # noqa: F401
from forumhub.events.series import views as _series  # noqa: F401
from forumhub.events.slots import views as _slots  # noqa: F401
from forumhub.events.venues import views as _venues  # noqa: F401
from forumhub.events.views import changing, editing, listing, rule_words  # noqa: F401
from forumhub.events.views.room import blueprint

__all__ = ["blueprint"]
