"""The list as a file. It is sent by POST, since each export is written down."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import Select, func, select
from sqlalchemy.orm import lazyload
from wtforms import RadioField
from wtforms.validators import InputRequired

from forumhub import clock
from forumhub.database import db, writing
from forumhub.events.forms.fields import MultiCheckboxField
from forumhub.events.models import Event
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.registration.lists import exporting
from forumhub.registration.models import Registration
from forumhub.registration.selecting import selection
from forumhub.registration.views.filtering import filters_asked, filters_of, sort_asked
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.web import current_reader, language, right

WORDS = {
    "party": _l("Party, by its code"),
    "party_name": _l("Party, by its name"),
    "name": _l("Name"),
    "own_name": _l("Name in own script"),
    "honorific": _l("Form of address"),
    "title": _l("Title"),
    "affiliation": _l("Organisation"),
    "email": _l("E-mail"),
    "function": _l("Function in the delegation"),
    "precedence": _l("Order in the delegation"),
    "language": _l("Language"),
    "state": _l("State"),
    "intention": _l("What their calendar answered"),
    "intention_note": _l("What they wrote with it"),
    "intended_at": _l("When their calendar answered"),
    "way": _l("How they came to be registered"),
    "asked_at": _l("Asked for a place"),
    "changed_at": _l("Changed last"),
    "ulid": _l("Number of the registration"),
}
MEDIA_TYPES = {
    exporting.CSV: "text/csv; charset=utf-8",
    exporting.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportForm(FlaskForm):  # type: ignore[misc]
    columns = MultiCheckboxField(
        _l("Columns"),
        choices=[(name, WORDS[name]) for name in exporting.COLUMNS],
        default=list(exporting.USUAL),
        validators=[InputRequired(_l("Choose one column at least."))],
    )
    kind = RadioField(
        _l("Kind of file"),
        choices=[(exporting.XLSX, _l("XLSX, for Excel, WPS and LibreOffice")), (exporting.CSV, _l("CSV, in UTF-8"))],
        default=exporting.XLSX,
        validators=[InputRequired()],
    )


@blueprint.get("/events/<ulid>/registrations/export")
@right(ORGANIZER, SECRETARY)
def export(ulid: str) -> ResponseReturnValue:
    """With the filters and the order of the list, in the address."""
    usual = {"columns": list(exporting.USUAL), "kind": exporting.XLSX}
    return _page(ulid, ExportForm(formdata=None, data=usual))


def _page(ulid: str, form: ExportForm) -> str:
    event = listed_event(ulid, current_reader())
    counted = select(func.count()).select_from(
        _chosen(event).order_by(None).with_only_columns(Registration.id).subquery()
    )
    number, filtered = db.session.scalar(counted), any(filters_asked().values())
    return render_template("registration/lists/export.html", event=event, form=form, number=number, filtered=filtered)


def _chosen(event: Event) -> Select[Registration]:
    reader = current_reader()
    return selection(event, reader, sort=sort_asked(), **filters_of(filters_asked(), reader))


@blueprint.post("/events/<ulid>/registrations/export")
@right(ORGANIZER, SECRETARY)
def export_file(ulid: str) -> ResponseReturnValue:
    form, reader = ExportForm(), current_reader()
    if not form.validate():
        return _page(ulid, form), 422
    with writing():
        event = listed_event(ulid, reader)
        found = list(db.session.scalars(_chosen(event).options(lazyload(Registration.event))))
        exporting.record_export(event, len(found), form.columns.data, by=reader, now=clock.now())
        rows = list(exporting.rows_of(found, form.columns.data, language()))
    return _file(rows, form.kind.data, ulid)


def _file(rows: list[tuple[str, ...]], kind: str, ulid: str) -> Response:
    answer = Response(exporting.as_file(rows, kind), content_type=MEDIA_TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"delegates-{ulid}.{kind}")
    return answer
