"""Pages of comments on a draft's paragraphs and of other wordings proposed for them."""

from forumhub.minutes.proposals.views import listing, making  # noqa: F401 - their routes
