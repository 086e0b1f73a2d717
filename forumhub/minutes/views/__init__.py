"""Pages of the minutes room."""

from forumhub.minutes.agendas import views as _agendas  # noqa: F401
from forumhub.minutes.views import (  # noqa: F401 - their routes
    annexes,
    approving,
    chain,
    circulating,
    documents,
    editor,
    merging,
    revising,
    signing,
    uploading,
)
from forumhub.minutes.views.blueprint import blueprint

__all__ = ["blueprint"]
