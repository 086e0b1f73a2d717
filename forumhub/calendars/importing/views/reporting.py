"""What an import would do: it is reckoned at each look, against what is here now."""

from itertools import islice
from math import ceil
from typing import NamedTuple

from flask import Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import Choices, settle
from forumhub.calendars.importing.forms import ChoicesForm
from forumhub.calendars.importing.models import UploadedCalendar
from forumhub.calendars.importing.planning import plan_import
from forumhub.calendars.importing.queries import get_upload
from forumhub.calendars.importing.reporting import WORDS, Judged, Report, report_on
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.events.views.room import PER_PAGE, page_number
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say

MOST_AT_ONCE = 500
"""Meetings that one press of the button imports; the next press goes on with the rest."""
MOST_REMARKS = 500


def languages() -> tuple[str, ...]:
    return tuple(current_app.config["LANGUAGES"])


@blueprint.get("/calendar/import/<ulid>")
@right(ORGANIZER)
def import_report(ulid: str) -> ResponseReturnValue:
    upload = get_upload(ulid, current_reader())
    choices = Choices.from_json(upload.choices)
    form = ChoicesForm.of(choices, current_reader(), clock.now().date())
    try:
        report = report_of(upload, choices)
    except RuleBroken as error:
        form.form_errors.append(say(error))
        return _report_page(upload, form, None)
    return _report_page(upload, form, report)


def report_of(upload: UploadedCalendar, choices: Choices) -> Report:
    reader = current_reader()
    settled = settle(choices, reader)
    plan = plan_import(actions.unpacked(upload.body), settled.reading(languages()))
    return report_on(plan, settled, reader, clock.now())


class Page(NamedTuple):
    items: list[Judged]
    page: int
    pages: int
    total: int


def _page_of(judged: list[Judged]) -> Page:
    pages = max(ceil(len(judged) / PER_PAGE), 1)
    page = min(page_number(), pages)
    return Page(list(islice(judged, (page - 1) * PER_PAGE, page * PER_PAGE)), page, pages, len(judged))


def _report_page(upload: UploadedCalendar, form: ChoicesForm, report: Report | None) -> str:
    return render_template(
        "calendars/import_report.html",
        upload=upload,
        form=form,
        report=report,
        page=_page_of(report.judged) if report else None,
        words={word: _(text) for word, text in WORDS.items()},
        most=MOST_AT_ONCE,
        most_remarks=MOST_REMARKS,
        say=say,
    )


@blueprint.post("/calendar/import/<ulid>")
@right(ORGANIZER)
def read_again(ulid: str) -> ResponseReturnValue:
    """With other choices, such as a zone for times without one."""
    reader = current_reader()
    upload = get_upload(ulid, reader)
    form = ChoicesForm(reader, clock.now().date())
    if form.validate():
        choices = form.choices_made()
        try:
            report_of(upload, choices)
            with writing():
                actions.choose_again(get_upload(ulid, reader), choices, settle(choices, reader).party.id)
            return redirect(url_for("calendars.import_report", ulid=ulid))
        except RuleBroken as error:
            put_beside(form, error)
    return _report_page(get_upload(ulid, reader), form, None), 422


@blueprint.get("/calendar/import/<ulid>/report.txt")
@right(ORGANIZER)
def import_report_text(ulid: str) -> ResponseReturnValue:
    """All that is said of the file, a line for each remark, to keep or to send to who made it."""
    upload = get_upload(ulid, current_reader())
    plan = report_of(upload, Choices.from_json(upload.choices)).plan
    remarks = sorted([*plan.refused, *plan.notes], key=lambda remark: remark.number)
    lines = [f"{each.number}\t{each.kind}\t{say(each.reason)}\n" for each in remarks]
    answer = Response("".join(lines), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=report.txt"
    return answer
