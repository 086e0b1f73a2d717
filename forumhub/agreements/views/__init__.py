"""Pages of the agreements room: version here; new, edit, propose, take_back, approve and amend beside it."""

from forumhub.agreements.views import reading  # noqa: F401 - its routes
from forumhub.agreements.views.blueprint import blueprint

__all__ = ["blueprint"]
