"""Planning a series ahead by a button."""

from datetime import UTC, date, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.database import writing
from forumhub.events import actions
from forumhub.events.models import Series
from forumhub.events.queries import get_series
from forumhub.events.series.forms import HorizonForm
from forumhub.events.series.rules import horizon
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right


def horizon_of(row: Series, now: datetime) -> date:
    """Until which day the series is planned by its setting, or is planned already."""
    return max(horizon(now.astimezone(UTC).date(), row.months_ahead), row.planned_until or date.min)


@blueprint.post("/series/<ulid>/plan")
@right(ORGANIZER)
def series_plan(ulid: str) -> ResponseReturnValue:
    reader, now, form = current_reader(), clock.now(), HorizonForm()
    get_series(ulid, reader, to_organize=True)
    if not form.validate():
        flash(_("Until which day? Give it as 2028-12-31."), "error")
        return redirect(url_for("events.series", ulid=ulid))
    with writing():
        row = get_series(ulid, reader, to_organize=True)
        planned = actions.plan_series(row, form.until.data, by=reader, now=now.astimezone(UTC))
    say_planned(len(planned))
    return redirect(url_for("events.series", ulid=ulid))


def say_planned(count: int) -> None:
    flash(ngettext("%(num)s meeting was planned.", "%(num)s meetings were planned.", count), "success")
