"""Pages of date polls; importing it attaches them to the events room's blueprint."""

from forumhub.events.polls.views import answering, choosing, keeping, listing, proposing

__all__ = ["answering", "choosing", "keeping", "listing", "proposing"]
