"""The page that shows what an edit of a series does, before it is saved."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forumhub.events.models import Event
from forumhub.events.queries import get_series
from forumhub.events.series.outlook import Outlook
from forumhub.events.series.queries import visible_ulids
from forumhub.web import current_reader

MOST_STAYING = 50


def outlook_page(ulid: str, start: Event | None, outlook: Outlook) -> ResponseReturnValue:
    """All that was typed is carried along; where another outcome had been shown before, it says so.

    Meetings that the reader may not see are counted, and not shown.
    """
    reader, again = current_reader(), "seen" in request.form
    series = get_series(ulid, reader, to_organize=True)
    visible = visible_ulids(series.id, reader)
    page = render_template(
        "events/series_check.html",
        series=series,
        start=start,
        outlook=outlook,
        changed=[each for each in outlook.changed if each.ulid in visible],
        stays=[each for each in outlook.stays if each.ulid in visible],
        again=again,
        most=MOST_STAYING,
    )
    return page, 409 if again else 200
