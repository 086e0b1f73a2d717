"""Pages of privacy; importing it attaches them to the room's blueprint."""

from forumhub.registration.privacy.views import consenting, reading, words  # noqa: F401 - their routes
