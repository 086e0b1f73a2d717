"""What organizers type about series."""

from forumhub.events.series.forms.hosting import HostForm, SkipForm, SkippedForm
from forumhub.events.series.forms.rule import RuleForm
from forumhub.events.series.forms.series import HorizonForm, SeriesForm

__all__ = ["HorizonForm", "HostForm", "RuleForm", "SeriesForm", "SkipForm", "SkippedForm"]
