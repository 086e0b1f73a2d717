"""A calendar's file, and how it is to be imported."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from forumhub import clock
from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import settle
from forumhub.calendars.importing.forms import UploadForm
from forumhub.calendars.importing.lines import MOST_BYTES, check_size
from forumhub.calendars.importing.planning import plan_import
from forumhub.calendars.importing.queries import find_upload
from forumhub.calendars.importing.views.reporting import languages
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.web import current_reader, right


@blueprint.get("/calendar/import")
@right(ORGANIZER)
def import_calendar() -> ResponseReturnValue:
    reader = current_reader()
    own = reader.parties_as(ORGANIZER)
    party = next((each.code for each in all_parties() if each.id in own), "")
    form = UploadForm(reader, clock.now().date(), formdata=None, party=party)
    return _page(form)


@blueprint.post("/calendar/import")
@right(ORGANIZER)
def upload_calendar() -> ResponseReturnValue:
    """Reads the whole of it before it is kept: what is refused is refused here, beside its field."""
    form = UploadForm(current_reader(), clock.now().date())
    ulid = _kept(form) if form.validate() else None
    if ulid is None:
        return _page(form), 422
    return redirect(url_for("calendars.import_report", ulid=ulid))


def _page(form: UploadForm) -> str:
    return render_template("calendars/import.html", form=form, last=find_upload(current_reader()))


def _kept(form: UploadForm) -> str | None:
    reader, now, choices = current_reader(), clock.now(), form.choices_made()
    try:
        data = _read(form.file.data)
        plan_import(data, settle(choices, reader).reading(languages()))
        body = actions.packed(data)
        with writing():
            party = settle(choices, reader).party
            name = form.file.data.filename or "calendar.ics"
            return actions.keep_upload(name, body, choices, party.id, by=reader, now=now).ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None


def _read(upload: FileStorage) -> bytes:
    """Raises RuleBroken for what is too large, before it is read."""
    data = upload.stream.read(MOST_BYTES + 1)
    check_size(len(data))
    return data
