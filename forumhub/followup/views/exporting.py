"""The registers as a file: the items that the list would show, under the same filters."""

from collections.abc import Iterable
from datetime import date

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.errors import N_
from forumhub.followup import queries
from forumhub.followup.acceptance.queries import implementations
from forumhub.followup.acceptance.wording import ACCEPTANCE_WORDS, IMPLEMENTATION_WORDS
from forumhub.followup.models import Item, ItemClause
from forumhub.followup.officers.models import ItemOfficer
from forumhub.followup.officers.queries import officers_seen
from forumhub.followup.views.blueprint import blueprint, new_date, today
from forumhub.followup.views.listing import filters_asked
from forumhub.followup.wording import KIND_WORDS, status
from forumhub.parties.policy import Reader
from forumhub.spreadsheet import as_csv, as_xlsx
from forumhub.web import SIGNED_IN, current_reader, language, right

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    N_("Reference"),
    N_("Kind"),
    N_("Text"),
    N_("Owners"),
    N_("With"),
    N_("Due"),
    N_("Due first"),
    N_("State"),
    N_("Under"),
    N_("Meeting"),
    N_("Acceptance"),
    N_("Implementation"),
)
OFFICER = N_("Officer")


@blueprint.get("/follow-up.csv")
@right(SIGNED_IN)
def register_csv() -> ResponseReturnValue:
    return _attached(as_csv(_rows()), "text/csv", "follow-up.csv")


@blueprint.get("/follow-up.xlsx")
@right(SIGNED_IN)
def register_xlsx() -> ResponseReturnValue:
    return _attached(as_xlsx("follow-up", _rows()), XLSX_TYPE, "follow-up.xlsx")


def _attached(content: str | bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _rows() -> list[Iterable[str | date]]:
    reader = current_reader()
    items = queries.all_of_register(reader, filters_asked(), today=today())
    heading, *rows = rows_of(items, reader)
    officers = officers_seen(items, reader)
    named = ((*row, _names(officers[item.id])) for row, item in zip(rows, items, strict=True))
    return [[*heading, _(OFFICER)], *named]


def rows_of(items: list[Item], reader: Reader) -> list[Iterable[str | date]]:
    """A heading, and a row for each item, without what one party keeps to itself."""
    carried = implementations(items, queries.visible_to(reader))
    return [[_(column) for column in COLUMNS], *((*_row(item), *_more(item, carried)) for item in items)]


def _more(item: Item, carried: dict[int, str]) -> tuple[str, str]:
    """A recommendation's acceptance and implementation."""
    if item.kind != "RECOMMENDATION":
        return "", ""
    return _(ACCEPTANCE_WORDS[item.acceptance][0]), _(IMPLEMENTATION_WORDS[carried[item.id]][0])


def _names(officers: list[ItemOfficer]) -> str:
    """Whom the reader's own parties named."""
    return ", ".join(officer.person.name for officer in officers)


def _row(item: Item) -> Iterable[str | date]:
    """As a person's spreadsheet: days are days, and kinds and states in the reader's words."""
    return (
        item.reference,
        _(KIND_WORDS[item.kind]),
        item.words(language()),
        ", ".join(owner.code for owner in item.owners if not owner.helps),
        ", ".join(owner.code for owner in item.owners if owner.helps),
        item.due_on or (new_date(item.due) if item.due else ""),
        item.original_due_on or "",
        _(status(item.kind, item.state, item.due_on, today())[0]),
        ", ".join(_clause(clause) for clause in item.clauses),
        item.event.local_start.date(),
    )


def _clause(clause: ItemClause) -> str:
    return str(_("%(code)s art. %(number)s", code=clause.agreement_code, number=clause.number))
