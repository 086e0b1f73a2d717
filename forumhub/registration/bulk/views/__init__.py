"""Pages of steps with many registrations; they are the registration room's."""

from forumhub.registration.bulk.views import stepping

__all__ = ["stepping"]
