"""Pages of the minutes room."""

from forumhub.minutes.agendas import views as _agendas  # noqa: F401
from forumhub.minutes.views import approving, circulating, documents, editor, merging, revising, uploading  # noqa: F401 - their routes
from forumhub.minutes.views.blueprint import blueprint

__all__ = ["blueprint"]
