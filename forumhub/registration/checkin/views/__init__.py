"""Pages at the door; importing it attaches them to the registration room's blueprint."""

from forumhub.registration.checkin.views import closing, door, people  # noqa: F401 - their routes
