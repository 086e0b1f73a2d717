"""Pages of programmes; importing it attaches them all to the events' blueprint."""

from forumhub.events.programme.interchange import views as _interchange  # noqa: F401
from forumhub.events.programme.views import board, editing, halls, placing, sessions, showing  # noqa: F401
