"""The registers as a list and as a file; what the address says is what is shown."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.agreements.queries import agreements_of
from forumhub.errors import N_
from forumhub.followup import queries, rules
from forumhub.followup.forms import as_taken
from forumhub.followup.models import Item
from forumhub.followup.register import SORTS, Filters
from forumhub.followup.views.blueprint import blueprint, today
from forumhub.followup.wording import KIND_WORDS
from forumhub.parties.policy import Reader
from forumhub.spreadsheet import as_csv
from forumhub.web import SIGNED_IN, current_reader, language, right

TABS = (
    ("", N_("All"), "all"),
    ("unfinished", N_("Unfinished"), "unfinished"),
    ("overdue", N_("Overdue"), "overdue"),
    (rules.REPORTED, N_("Reported done"), rules.REPORTED),
    (rules.CLOSED, N_("Closed"), rules.CLOSED),
    (rules.PROVISIONAL, N_("Provisional"), rules.PROVISIONAL),
)
"""(state in the address, word, name of its count)"""
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


@blueprint.get("/follow-up")
@right(SIGNED_IN)
def register() -> str:
    reader, filters = current_reader(), filters_asked()
    page = request.args.get("page", 1, type=int)
    return render_template(
        "followup/register.html",
        page=queries.register_page(reader, filters, today=today(), page=page),
        filters=filters,
        tabs=TABS,
        offered=_offered(reader),
        today=today(),
    )


def _offered(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """By filter, the values that would find something, each with its word."""
    owners = queries.owners_seen(reader)
    parties, agreements = dict.fromkeys(party for _code, party in owners), agreements_of(reader)
    return {
        "kind": [(kind, _(word)) for kind, word in KIND_WORDS.items()],
        "party": [(code, code) for code in parties],
        "organ": [(code, code) for code, _party in owners],
        "agreement": [(agreement.code, agreement.code) for agreement in agreements],
        "register": [(code, code) for code in queries.register_codes(reader)],
    }


def filters_asked() -> Filters:
    """What the address says; a value that does not exist filters nothing."""
    defaults = asdict(Filters())
    asked = {name: as_taken(request.args.get(name, default))[:200] for name, default in defaults.items()}
    filters = Filters(**asked)
    states = (*rules.STATES, "unfinished", "overdue")
    return replace(
        filters,
        kind=filters.kind if filters.kind in (*rules.KINDS, "all") else Filters.kind,
        state=filters.state if filters.state in states else "",
        sort=filters.sort if filters.sort in SORTS else Filters.sort,
    )


@blueprint.get("/follow-up.csv")
@right(SIGNED_IN)
def register_csv() -> ResponseReturnValue:
    """The same items, on one page; what begins like a formula is kept from being one."""
    items = queries.all_of_register(current_reader(), filters_asked(), today=today())
    rows = [[_(column) for column in COLUMNS], *(_row(item) for item in items)]
    answer = Response(as_csv(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=follow-up.csv"
    return answer


def _row(item: Item) -> Iterable[str]:
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
