"""Pages of delegations; importing it attaches them to the room's blueprint."""

from forumhub.registration.delegations.views import deciding, listing, nominating, submitting  # noqa: F401
