"""The import itself."""

from collections import Counter
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import Choices, settle
from forumhub.calendars.importing.meetings import Meeting
from forumhub.calendars.importing.queries import get_upload
from forumhub.calendars.importing.rules import CALLED_OFF, NEW, UPDATED
from forumhub.calendars.importing.views.reporting import MOST_AT_ONCE, report_of
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.post("/calendar/import/<ulid>/apply")
@right(ORGANIZER)
def apply_import(ulid: str) -> ResponseReturnValue:
    """In batches, each its own transaction; what is left, or was broken off, goes on at the next press."""
    upload = get_upload(ulid, current_reader())
    choices, name = Choices.from_json(upload.choices), upload.name
    to_do = report_of(upload, choices).to_do
    now_to_do, done = to_do[:MOST_AT_ONCE], Counter[str]()
    for first in range(0, len(now_to_do), actions.BATCH):
        done += _take(now_to_do[first : first + actions.BATCH], choices, clock.now())
    if done:
        with writing():
            actions.record_import(name, done, settle(choices, current_reader()), by=current_reader(), now=clock.now())
    _say_done(done, left=len(to_do) - len(now_to_do))
    return redirect(url_for("calendars.import_report", ulid=ulid))


def _take(batch: list[Meeting], choices: Choices, now: datetime) -> Counter[str]:
    reader, html = current_reader(), actions.rendered(batch)
    with writing():
        counts, refused = actions.take(
            batch, html, settle(choices, reader), reason=_(actions.CALLED_OFF_REASON), by=reader, now=now
        )
    for meeting, reason in refused:
        flash(_("Line %(line)s was not taken: %(reason)s", line=meeting.number, reason=say(reason)), "error")
    return counts


def _say_done(done: Counter[str], left: int) -> None:
    words = [
        ngettext("%(num)s meeting was entered.", "%(num)s meetings were entered.", done[NEW]) if done[NEW] else "",
        ngettext("%(num)s was changed.", "%(num)s were changed.", done[UPDATED]) if done[UPDATED] else "",
        ngettext("%(num)s was called off.", "%(num)s were called off.", done[CALLED_OFF]) if done[CALLED_OFF] else "",
    ]
    flash(" ".join(filter(None, words)) or _("Nothing was changed: all of it is here."), "success")
    if left:
        flash(ngettext("%(num)s is left: press again.", "%(num)s are left: press again.", left))
