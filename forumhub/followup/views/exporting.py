"""The registers as a file: the items that the list would show, under the same filters."""

from collections.abc import Iterable

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.errors import N_
from forumhub.followup import queries, rules
from forumhub.followup.models import Item
from forumhub.followup.views.blueprint import blueprint, today
from forumhub.followup.views.listing import filters_asked
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
)


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


def _rows() -> list[Iterable[str]]:
    items = queries.all_of_register(current_reader(), filters_asked(), today=today())
    return [[_(column) for column in COLUMNS], *(row_of(item) for item in items)]


def row_of(item: Item) -> Iterable[str]:
    day = item.due_on.isoformat() if item.due_on else item.due
    return (
        item.reference,
        item.kind,
        item.words(language()),
        ", ".join(owner.code for owner in item.owners if not owner.helps),
        ", ".join(owner.code for owner in item.owners if owner.helps),
        day,
        item.original_due_on.isoformat() if item.original_due_on else "",
        "overdue" if rules.is_overdue(item.kind, item.state, item.due_on, today()) else item.state,
        ", ".join(clause.reference for clause in item.clauses),
        item.event.local_start.date().isoformat(),
    )
