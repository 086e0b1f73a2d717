"""Pages of letters; importing it attaches them to the room's blueprint."""

from forumhub.registration.letters.views import making, templates  # noqa: F401 - their routes
