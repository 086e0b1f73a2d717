"""The programme of an event: its halls, its sessions, and who speaks in them.

What an exchange file of another system says beyond these columns is kept in `foreign` of the row that it belongs to,
so that it goes out again as it came in.
"""

from forumhub.events.programme.models.programme import Programme, ProgrammeHall
from forumhub.events.programme.models.session import ProgrammeSession, Speaker

__all__ = ["Programme", "ProgrammeHall", "ProgrammeSession", "Speaker"]
