"""The registers as a list; what the address says is what is shown."""

from dataclasses import asdict, replace
from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from forumhub.agreements.queries import agreements_of
from forumhub.errors import N_
from forumhub.followup import queries, rules
from forumhub.followup.forms import as_taken
from forumhub.followup.register import DUES, SORTS, Filters
from forumhub.followup.views.blueprint import blueprint, today
from forumhub.followup.wording import KIND_WORDS
from forumhub.parties.policy import Reader
from forumhub.web import SIGNED_IN, current_reader, right

TABS = (
    ("", N_("All"), "all"),
    ("unfinished", N_("Unfinished"), "unfinished"),
    ("overdue", N_("Overdue"), "overdue"),
    (rules.REPORTED, N_("Reported done"), rules.REPORTED),
    (rules.CLOSED, N_("Closed"), rules.CLOSED),
    (rules.PROVISIONAL, N_("Provisional"), rules.PROVISIONAL),
)
"""(state in the address, word, name of its count)"""


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
        "due": [("overdue", _("overdue")), ("soon", _("in the next 30 days"))],
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
        due=filters.due if filters.due in DUES else "",
        due_from=_day(filters.due_from),
        due_until=_day(filters.due_until),
        sort=filters.sort if filters.sort in SORTS else Filters.sort,
    )


def _day(text: str) -> str:
    """The ISO day that was asked for; empty where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
