"""The next dates of a rule as one types it: a piece of a page that htmx asks for, and that each answer may hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forumhub.errors import RuleBroken
from forumhub.events.recurrence import next_occurrences
from forumhub.events.series.forms import RuleForm
from forumhub.events.series.forms.turns import MOST_TURNS
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import language, right, say

MOST_DATES = 10
FARTHEST = timedelta(days=366 * 60)


@dataclass(frozen=True)
class Dates:
    """Starts by the host's clock, each with its host's name; or `wrong`, why there are none. Of `all_day`, days."""

    first: datetime | None = None
    rule: str = ""
    dates: list[tuple[datetime, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    all_day: bool = False


@blueprint.get("/series/dates")
@right(ORGANIZER)
def series_dates() -> ResponseReturnValue:
    return render_template("events/_dates.html", preview=dates_typed(request.args))


def dates_typed(typed: Any) -> Dates:
    """Of what was typed into the fields of a rule, a werkzeug MultiDict of them."""
    form = RuleForm(typed)
    if form.local_start.data and not form.validate():
        return Dates(wrong=[f"{field.label.text}: {error}" for field in form for error in field.errors])
    codes = [typed.get(f"rotation-{number}-party", "") for number in range(MOST_TURNS)]
    return dates_of(form, codes)


def dates_of(form: RuleForm, host_codes: Iterable[str]) -> Dates:
    """Of a form without errors; the hosts are codes of parties in the order of their turns."""
    first = form.local_start.data
    if not first:
        return Dates()
    try:
        rule = form.chosen_rule()
        starts = next_occurrences(rule, first, MOST_DATES, FARTHEST) if rule else [first]
    except RuleBroken as error:
        return Dates(wrong=[say(error)])
    hosts = _names(host_codes)
    dates = [(start, hosts[index % len(hosts)]) for index, start in enumerate(starts)]
    return Dates(first, rule, dates, all_day=form.all_day.data)


def _names(codes: Iterable[str]) -> list[str]:
    """One empty name where nobody is chosen yet."""
    names = {party.code: in_language(party.names, language()) for party in all_parties()}
    return [names[code] for code in codes if code in names] or [""]
