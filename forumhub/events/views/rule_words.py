"""A series' rule in the reader's words."""

from collections.abc import Callable

import flask_babel
from babel.dates import get_day_names, get_month_names
from flask_babel import get_locale

from forumhub.events.views.room import blueprint

_: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@blueprint.app_template_filter("rule_words")
def rule_words(rrule: str) -> str:
    """'every year, November, the last Friday of the month'; dates by hand for an empty rule."""
    if not rrule:
        return _("dates set by hand")
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    words = [frequency(parts["FREQ"], int(parts.get("INTERVAL", "1")))]
    words += [month_name(int(number)) for number in listed(parts, "BYMONTH")]
    words += [_("day %(number)s of the month", number=number) for number in listed(parts, "BYMONTHDAY")]
    words += [weekday(text) for text in listed(parts, "BYDAY")]
    if "COUNT" in parts:
        words.append(ngettext("%(num)s meeting in all", "%(num)s meetings in all", int(parts["COUNT"])))
    if "UNTIL" in parts:
        until = parts["UNTIL"]
        words.append(_("until %(day)s", day=f"{until[:4]}-{until[4:6]}-{until[6:8]}"))
    return ", ".join(words)


def listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def frequency(name: str, interval: int) -> str:
    if name == "YEARLY":
        return ngettext("every year", "every %(num)s years", interval)
    if name == "MONTHLY":
        return ngettext("every month", "every %(num)s months", interval)
    return ngettext("every week", "every %(num)s weeks", interval)


def month_name(number: int) -> str:
    return str(get_month_names("wide", "stand-alone", get_locale())[number])


def weekday(text: str) -> str:
    """'2WE', '-1FR' or 'MO'."""
    number, day = text[:-2].lstrip("+"), WEEKDAYS.index(text[-2:])
    name = str(get_day_names("wide", "stand-alone", get_locale())[day])
    if not number:
        return name
    if number == "-1":
        return _("the last %(weekday)s of the month", weekday=name)
    return _("%(weekday)s no. %(number)s of the month", weekday=name, number=number)
