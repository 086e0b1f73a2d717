"""A list's file. It is read as a whole before it is kept: what is refused is refused here, beside its field."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.files import plain_name
from forumhub.parties import policy
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.registration import rules
from forumhub.registration.lists import actions
from forumhub.registration.lists.forms.reading import UploadForm
from forumhub.registration.lists.guessing import guessed
from forumhub.registration.lists.judging import party_names
from forumhub.registration.lists.parties import PartyNames
from forumhub.registration.lists.queries import lists_of
from forumhub.registration.lists.reading.cells import MOST_BYTES
from forumhub.registration.lists.reading.files import check_size, read_list
from forumhub.registration.lists.storing import packed, packed_table
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


def organized_event(ulid: str, reader: Reader) -> Event:
    """Raises NotFound where the reader does not organize it."""
    event = get_event(ulid, reader)
    if not policy.may_organize(reader, event.party_ids):
        raise NotFound
    return event


@blueprint.get("/events/<ulid>/registrations/import")
@right(ORGANIZER)
def import_list(ulid: str) -> ResponseReturnValue:
    event = organized_event(ulid, current_reader())
    rules.check_open(event.state, event.ends_at, clock.now())
    return _page(event, UploadForm(formdata=None))


def _page(event: Event, form: UploadForm) -> str:
    last = lists_of(event, current_reader())
    return render_template("registration/lists/upload.html", event=event, form=form, last=last)


@blueprint.post("/events/<ulid>/registrations/import")
@right(ORGANIZER)
def upload_list(ulid: str) -> ResponseReturnValue:
    form, reader = UploadForm(), current_reader()
    event = organized_event(ulid, reader)
    kept = _kept(ulid, form, party_names(event)) if form.validate() else None
    if kept is None:
        return _page(organized_event(ulid, reader), form), 422
    return redirect(url_for("registration.list_columns", ulid=kept))


def _kept(ulid: str, form: UploadForm, names: PartyNames) -> str | None:
    reader, now = current_reader(), clock.now()
    try:
        data = _read(form.file.data)
        table = read_list(data)
        choices = guessed(table, names)
        body, cells, name = packed(data), packed_table(table), plain_name(form.file.data.filename or "") or "list"
        with writing():
            event = organized_event(ulid, reader)
            return actions.keep_list(event, name, body, cells, choices, by=reader, now=now).ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None


def _read(upload: FileStorage) -> bytes:
    """Raises RuleBroken for what is too large, before it is read."""
    data = upload.stream.read(MOST_BYTES + 1)
    check_size(len(data))
    return data
