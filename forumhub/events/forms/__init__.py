"""What organizers type about events."""

from forumhub.events.forms.event import EventForm
from forumhub.events.forms.fields import differences, put_beside
from forumhub.events.forms.states import DateForm, HeadForm, PostponeForm, ReasonForm

__all__ = ["DateForm", "EventForm", "HeadForm", "PostponeForm", "ReasonForm", "differences", "put_beside"]
