"""Pages of what is printed for an event; importing it attaches them to the room's blueprint."""

from forumhub.registration.badges.views import choosing, listing, seating, sheets  # noqa: F401 - their routes
