"""forumhub keeps agreements between parties alive: meetings, delegates, calendars, agreed texts and their follow-up."""

from forumhub.app import create_app

__all__ = ["create_app"]
