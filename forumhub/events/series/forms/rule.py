"""The fields of a rule: how often, by which pattern, until when; or its text."""

from dataclasses import replace
from typing import Any

from babel.dates import get_day_names, get_month_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from forumhub.errors import N_, RuleBroken
from forumhub.events.forms.fields import MultiCheckboxField, all_day_field, plain, wall_clock
from forumhub.events.rrules import WEEKDAYS
from forumhub.events.rules import check_year
from forumhub.events.series.composing import AFTER, DATE, NTH, NTHS, WEEK, WORKING, Choice, compose, decompose

BY_HAND, OWN_RULE = "hand", "own"
REPEATS = {
    "YEARLY": _l("Every so many years"),
    "MONTHLY": _l("Every so many months"),
    "WEEKLY": _l("Every so many weeks"),
    BY_HAND: _l("Dates are set by hand"),
    OWN_RULE: _l("By a rule written as text"),
}
PATTERN_WORDS = {
    DATE: _l("On the date of the first meeting"),
    NTH: _l("On a weekday counted in the month: the second Tuesday"),
    WEEK: _l("On a day of a week of the month: the last week"),
    AFTER: _l("On the first working day after a date"),
}
NTH_WORDS = {1: _l("first"), 2: _l("second"), 3: _l("third"), 4: _l("fourth"), -1: _l("last")}


def rule_text(text: str | None) -> str:
    """As calendars write it, in capitals and without the name of the property."""
    return plain(text).upper().removeprefix("RRULE:").strip().rstrip(";")


def whole(text: str | None) -> int:
    return int(text) if text else 0


class RuleForm(Form):  # type: ignore[misc]
    local_start = wall_clock(
        _l("Starts"), InputRequired(), description=_l("By the host's clock. The rule counts from it.")
    )
    local_end = wall_clock(_l("Ends"), Optional(), description=_l("Empty: eight hours later."))
    all_day = all_day_field()
    repeats = SelectField(_l("Repeats"), choices=list(REPEATS.items()), default="YEARLY", validators=[InputRequired()])
    interval = IntegerField(
        _l("Once in how many"), default=1, validators=[Optional(), NumberRange(1, 99)], description=_l("Empty: 1.")
    )
    pattern = SelectField(_l("Which day"), choices=list(PATTERN_WORDS.items()), default=NTH)
    nth = SelectField(_l("Which one of the month"), coerce=whole, default=0)
    weekday = SelectField(_l("Weekday"), default="")
    month = SelectField(_l("Month"), coerce=whole, default=0)
    after = IntegerField(
        _l("After which day of the month"),
        validators=[Optional(), NumberRange(1, 31)],
        description=_l("Monday to Friday are working days; public holidays are not looked at here."),
    )
    weekdays = MultiCheckboxField(_l("Weekdays"), description=_l("None ticked: that of the first meeting."))
    count = IntegerField(
        _l("Ends after so many meetings"),
        validators=[Optional(), NumberRange(1, 999)],
        description=_l("Empty: no end."),
    )
    until = DateField(_l("Ends on"), validators=[Optional()], description=_l("The last day on which one may begin."))
    rrule = StringField(
        _l("Rule"),
        filters=[rule_text],
        description=_l("As calendars write it: FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR is the last Friday of each November."),
    )

    def __init__(self, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        days = get_day_names("wide", "stand-alone", get_locale())
        months = get_month_names("wide", "stand-alone", get_locale())
        names = [(code, str(days[number])) for number, code in enumerate(WEEKDAYS)]
        same = _("as the first meeting")
        self.weekdays.choices = names
        self.weekday.choices = [("", same), *names, (WORKING, _("working day"))]
        self.nth.choices = [(0, same), *((nth, NTH_WORDS[nth]) for nth in NTHS)]
        self.month.choices = [(0, same), *((number, str(months[number])) for number in range(1, 13))]

    def chosen_rule(self) -> str:
        """As text of RFC 5545, empty where dates are set by hand. Raises RuleBroken where it cannot be."""
        if self.repeats.data == BY_HAND:
            return ""
        if self.repeats.data == OWN_RULE:
            if not self.rrule.data:
                raise RuleBroken(N_("Give the rule here, or choose above how the series repeats."), field="rrule")
            return str(self.rrule.data)
        if self.count.data and self.until.data:
            raise RuleBroken(N_("The series ends after so many meetings or on a day: leave one empty."), field="until")
        check_year(self.local_start.data, "local_start")
        return compose(self._choice(), self.local_start.data)

    def _choice(self) -> Choice:
        choice = Choice(
            often=self.repeats.data, interval=self.interval.data or 1, pattern=self.pattern.data,
            count=self.count.data, until=self.until.data, weekdays=tuple(self.weekdays.data or ()),
        )  # fmt: skip
        if choice.pattern == AFTER:
            return replace(choice, after=self.after.data or 0, month=self.month.data)
        return replace(choice, nth=self.nth.data, weekday=self.weekday.data, month=self.month.data)


def fields_of_rule(rrule: str) -> dict[str, Any]:
    """What stands in the fields for a rule."""
    if not rrule:
        return {"repeats": BY_HAND}
    choice = decompose(rrule)
    if choice is None:
        return {"repeats": OWN_RULE, "rrule": rrule}
    return {
        "repeats": choice.often, "interval": choice.interval, "pattern": choice.pattern, "nth": choice.nth,
        "weekday": choice.weekday, "month": choice.month, "after": choice.after or None, "rrule": rrule,
        "weekdays": list(choice.weekdays), "count": choice.count, "until": choice.until,
    }  # fmt: skip
