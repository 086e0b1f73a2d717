"""The page that shows what an edit of a series does, before it is saved."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forumhub.events.models import Event
from forumhub.events.queries import get_series
from forumhub.events.series.outlook import Outlook
from forumhub.web import current_reader

MOST_STAYING = 50


def outlook_page(ulid: str, start: Event | None, outlook: Outlook) -> ResponseReturnValue:
    """All that was typed is carried along; where another outcome had been shown before, it says so."""
    series, again = get_series(ulid, current_reader(), to_organize=True), "seen" in request.form
    page = render_template(
        "events/series_check.html", series=series, start=start, outlook=outlook, again=again, most=MOST_STAYING
    )
    return page, 409 if again else 200
