"""A list before, during and after its import: what would happen, how far it is, what became of each line."""

from itertools import islice
from math import ceil
from typing import Any, NamedTuple

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.database import db
from forumhub.events.forms.fields import plain
from forumhub.events.views.room import PER_PAGE, asked, page_number, page_of
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.lists import rules
from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.forms.deciding import DecisionsForm, StartForm, decisions_form, name_of
from forumhub.registration.lists.judging import Report, Row, plan_of, report_on
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.queries import get_list, lines_of, outcomes_of
from forumhub.registration.lists.storing import unpacked_table
from forumhub.registration.lists.views.words import (
    OUTCOME_WORDS,
    VERDICT_WORDS,
    candidates_in_words,
    reason_of,
    twin_in_words,
)
from forumhub.registration.views.room import blueprint
from forumhub.spreadsheet import as_csv
from forumhub.web import current_reader, right, say

MOST_SHOWN = 200
"""Doubtful lines, lines not taken, and parties that do not take part, on one page; the report as CSV has them all."""


class Page(NamedTuple):
    items: list[Any]
    page: int
    pages: int
    total: int


def page_in(rows: list[Any]) -> Page:
    pages = max(ceil(len(rows) / PER_PAGE), 1)
    page = min(page_number(), pages)
    return Page(list(islice(rows, (page - 1) * PER_PAGE, page * PER_PAGE)), page, pages, len(rows))


@blueprint.get("/registrations/lists/<ulid>")
@right(ORGANIZER)
def show_list(ulid: str) -> ResponseReturnValue:
    kept = get_list(ulid, current_reader())
    if kept.state != rules.DRAFT:
        return _imported(kept)
    report = report_of(kept)
    choices = Choices.from_json(kept.choices)
    return dry_run_page(kept, report, form_for(kept, report, choices), StartForm(formdata=None))


def report_of(kept: DelegateList) -> Report:
    choices = Choices.from_json(kept.choices)
    return report_on(plan_of(unpacked_table(kept.cells), choices, kept.event), choices, kept.event, current_reader())


def form_for(kept: DelegateList, report: Report, choices: Choices | None) -> DecisionsForm:
    """For what is in doubt, and for what was decided, so that it can be decided otherwise."""
    offered = {line: twin_in_words(first) for line, first in list(report.plan.twins.items())[:MOST_SHOWN]}
    for row in in_doubt(report):
        offered[row.delegate.number] = offered.get(row.delegate.number, []) + candidates_in_words(row)
    return decisions_form(kept.event, unknown_parties(report), offered, choices)


def unknown_parties(report: Report) -> dict[str, int]:
    """Those that stand in most rows, and in how many: a file whose column holds no parties has one in each row. The
    others are decided together."""
    found = sorted(report.plan.unknown.items(), key=lambda each: (-each[1], each[0]))
    return dict(found[:MOST_SHOWN])


def in_doubt(report: Report) -> list[Row]:
    found = [row for row in report.rows if row.judged.candidates and row.judged.verdict in (rules.DOUBTFUL, rules.NEW)]
    return found[:MOST_SHOWN]


def twins(report: Report) -> list[tuple[int, str, str, int]]:
    """Line, name and title of each that repeats a name, and where that stands first."""
    said = {each.number: (each.name, each.title) for each in report.plan.remarks}
    said |= {each.number: (each.name, each.title) for each in report.plan.delegates}
    return [(line, *said[line], first) for line, first in list(report.plan.twins.items())[:MOST_SHOWN]]


def dry_run_page(kept: DelegateList, report: Report, form: DecisionsForm, start: StartForm) -> str:
    choices = Choices.from_json(kept.choices)
    return render_template(
        "registration/lists/dry_run.html",
        kept=kept,
        event=kept.event,
        report=report,
        form=form,
        start=start,
        choices=choices,
        doubtful=in_doubt(report),
        unknown=unknown_parties(report),
        twins=twins(report),
        undecided=report.undecided,
        page=page_in(list(report.rows)),
        words=VERDICT_WORDS,
        most=MOST_SHOWN,
        name_of=name_of,
        say=say,
    )


def _imported(kept: DelegateList) -> str:
    shown = asked("outcome")["outcome"]
    shown = shown if shown in (*rules.OUTCOMES, "not_taken") else ""
    return render_template(
        "registration/lists/report.html",
        kept=kept,
        event=kept.event,
        counts=outcomes_of(kept.id),
        shown=shown,
        page=page_of(lines_of(kept.id, shown)),
        words=OUTCOME_WORDS,
        reason_of=reason_of,
    )


@blueprint.get("/registrations/lists/<ulid>/progress")
@right(ORGANIZER)
def list_progress(ulid: str) -> ResponseReturnValue:
    """A part of the page, which asks for it anew; once nothing more is done, the whole page is to be loaded again."""
    kept = get_list(ulid, current_reader())
    answer = make_response(render_template("registration/lists/_progress.html", kept=kept, counts=outcomes_of(kept.id)))
    if kept.state != rules.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.get("/registrations/lists/<ulid>/report.csv")
@right(ORGANIZER)
def list_csv(ulid: str) -> ResponseReturnValue:
    """A line for each line of the file: what becomes, or became, of it, and why."""
    kept = get_list(ulid, current_reader())
    lines = _foreseen(report_of(kept)) if kept.state == rules.DRAFT else _written(kept)
    heading = (_("Line"), _("Name"), _("What became of it"), _("Reason"))
    answer = Response(as_csv([heading, *lines]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=report-{kept.ulid}.csv"
    return answer


def _foreseen(report: Report) -> list[tuple[str, ...]]:
    taken = [(row.delegate.number, row.delegate.name, VERDICT_WORDS[row.judged.verdict], "") for row in report.rows]
    left = [(each.number, each.name, OUTCOME_WORDS[each.outcome], say(each.reason)) for each in report.plan.remarks]
    return [(str(number), plain(name), str(word), why) for number, name, word, why in sorted(taken + left)]


def _written(kept: DelegateList) -> list[tuple[str, ...]]:
    found = db.session.scalars(lines_of(kept.id))
    return [(str(each.number), each.name, str(OUTCOME_WORDS[each.outcome]), reason_of(each)) for each in found]
