"""What organizers type about programmes."""

from forumhub.events.programme.forms.days import DaysForm, HallForm
from forumhub.events.programme.forms.place import PlaceForm
from forumhub.events.programme.forms.session import SessionForm

__all__ = ["DaysForm", "HallForm", "PlaceForm", "SessionForm"]
