"""The report of implementation: what a period brought under each clause, to be printed or taken as a table."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.agreements import queries as agreements
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.desk.implementation import queries
from forumhub.desk.implementation.forms import PeriodForm, period_form
from forumhub.desk.implementation.rules import Entry, Findings, Period, require_period
from forumhub.desk.implementation.tables import Section, rows_of
from forumhub.desk.views.room import blueprint, speak_as_asked
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.followup.wording import status
from forumhub.parties.policy import Reader
from forumhub.phrases import day as day_words
from forumhub.phrases import in_language
from forumhub.spreadsheet import as_csv
from forumhub.web import SIGNED_IN, current_reader, language, right


@dataclass(frozen=True)
class Whole:
    """The report: its sections in the order of the text, and what is said of its limits."""

    period: Period
    version: AgreementVersion | None
    sections: list[Section]
    cautions: list[str]


@blueprint.get("/agreements/<code>/report")
@right(SIGNED_IN)
def implementation(code: str) -> ResponseReturnValue:
    agreement, form = _asked(code)
    report = _report(agreement, form, current_reader())
    page = render_template(
        "desk/implementation/show.html",
        agreement=agreement,
        form=form,
        report=report,
        now=clock.now(),
        state_of=_state,
        title=_title(report.version if report else None, agreement),
    )
    return page, 200 if report else 422


@blueprint.get("/agreements/<code>/report.csv")
@right(SIGNED_IN)
def implementation_csv(code: str) -> ResponseReturnValue:
    agreement, form = _asked(code)
    report = _report(agreement, form, current_reader())
    if report is None:
        raise RuleBroken(next(str(error) for field in form for error in field.errors))
    answer = Response(as_csv(rows_of(report.sections, _state, language())), mimetype="text/csv")
    name = f"{agreement.code}-{report.period.first}-{report.period.last}-{language()}.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _asked(code: str) -> tuple[Agreement, PeriodForm]:
    agreement = agreements.get_agreement(code, current_reader())
    speak_as_asked()
    return agreement, period_form(clock.now().date())


def _report(agreement: Agreement, form: PeriodForm, reader: Reader) -> Whole | None:
    """None where the period cannot be: the form says why."""
    if not form.validate():
        return None
    try:
        period = require_period(form.since.data, form.until.data, clock.now().date())
    except RuleBroken as error:
        put_beside(form, error)
        return None
    sections = _sections(agreement, reader, period)
    version = agreements.version_in_force(agreement.id, period.last)
    return Whole(period, version, sections, _cautions(agreement, reader, period, sections))


def _sections(agreement: Agreement, reader: Reader, period: Period) -> list[Section]:
    findings = queries.findings_by_clause(agreement.id, reader, period)
    meetings = queries.meetings_held(agreement.id, reader, period)
    titles = {clause.number: clause.titles for clause in queries.clauses_then(agreement.id, period)}
    other = sorted({number for number, its in findings.items() if not its.is_empty} | set(meetings) - {""})
    numbers = [*titles, *(number for number in other if number not in titles), *([""] if "" in meetings else [])]
    return [
        Section(
            number,
            in_language(titles.get(number, {}), language()),
            meetings.get(number, []),
            findings.get(number, Findings()),
        )
        for number in numbers
    ]


def _cautions(agreement: Agreement, reader: Reader, period: Period, sections: list[Section]) -> list[str]:
    """What a reader of the report should know that its numbers do not say."""
    first = queries.first_agreed(agreement.id, reader)
    unmarked = queries.count_unmarked(agreement.id, reader, period)
    silent = sum(1 for section in sections for held in section.meetings if held.agreed_at is None)
    said: list[Any] = []
    if first is None or first > period.begins:
        day = day_words(first.date(), language()) if first else "–"
        said.append(_("The first item in the registers was agreed on %(day)s; before that they know nothing.", day=day))
    if silent:
        said.append(
            _("Meetings held of which no minutes agreed by the period's end can be read here: %(count)s.", count=silent)
        )
    if unmarked:
        said.append(_("Meetings whose day passed and that nobody marked as held: %(count)s.", count=unmarked))
    unknown = {entry.reference for section in sections for entry in section.findings.unknown}
    if unknown:
        references = ", ".join(sorted(unknown))
        said.append(_("The history does not tell how these stood, or when they were due: %(items)s.", items=references))
    return [str(each) for each in said]


def _state(entry: Entry) -> str:
    """At the period's end, in words."""
    if entry.standing is None or not entry.explained:
        return str(_("not known"))
    return str(_(status(entry.filed.kind, entry.standing.state, None, clock.now().date())[0]))


def _title(version: AgreementVersion | None, agreement: Agreement) -> str:
    return in_language(version.titles, language()) if version else agreement.code
