"""What programs ask below /dav/, and the page of passwords for devices."""

from forumhub.calendars.dav.views import devices, serving

__all__ = ["devices", "serving"]
