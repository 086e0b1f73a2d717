"""What organizers type about series."""

from forumhub.events.series.forms.rule import RuleForm
from forumhub.events.series.forms.series import HorizonForm, SeriesForm

__all__ = ["HorizonForm", "RuleForm", "SeriesForm"]
