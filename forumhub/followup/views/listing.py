"""The registers as a list; what the address says is what is shown."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from forumhub.agreements.queries import agreements_of
from forumhub.errors import N_
from forumhub.events.queries import all_series
from forumhub.followup import queries, rules
from forumhub.followup.acceptance.queries import implementations
from forumhub.followup.acceptance.rules import ACCEPTANCES, IMPLEMENTATIONS
from forumhub.followup.acceptance.wording import ACCEPTANCE_WORDS, IMPLEMENTATION_WORDS
from forumhub.followup.forms import as_taken
from forumhub.followup.officers.queries import officers_seen
from forumhub.followup.register import DUES, SORTS, Filters
from forumhub.followup.saved.queries import kept_filters
from forumhub.followup.views.blueprint import blueprint, today
from forumhub.followup.wording import KIND_WORDS
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
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


def tabs_of(kind: str, state: str, counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Only actions are reported on and overdue: of another kind, the states that any of it has."""
    every = kind in ("ACTION", "all")
    return [tab for tab in TABS if every or tab[0] in ("", state) or (_is_state(tab[0]) and counts.get(tab[2]))]


def _is_state(name: str) -> bool:
    return name in rules.STATES


@blueprint.get("/follow-up")
@right(SIGNED_IN)
def register() -> str:
    reader, filters = current_reader(), filters_asked()
    page = queries.register_page(reader, filters, today=today(), page=request.args.get("page", 1, type=int))
    return render_template(
        "followup/register.html",
        page=page,
        officers=officers_seen(page.items, reader),
        implemented=implementations(page.items, queries.visible_to(reader)),
        kept=kept_filters(reader),
        filters=filters,
        tabs=tabs_of(filters.kind, filters.state, page.counts),
        offered=_offered(reader),
        today=today(),
    )


def _offered(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """By filter, the values that would find something, each with its word."""
    owners = queries.owners_seen(reader)
    titles = {series.register.code: in_language(series.titles, language()) for series in all_series(reader)}
    parties, agreements = dict.fromkeys(party for _code, party in owners), agreements_of(reader)
    return {
        "due": [("overdue", _("overdue")), ("soon", _("in the next 30 days"))],
        "kind": [(kind, _(word)) for kind, word in KIND_WORDS.items()],
        "party": [(code, code) for code in parties],
        "organ": [(code, code) for code, _party in owners],
        "agreement": [(agreement.code, agreement.code) for agreement in agreements],
        "register": [(code, _named(code, titles)) for code in queries.register_codes(reader)],
        "acceptance": [(value, _(word)) for value, (word, _kind) in ACCEPTANCE_WORDS.items()],
        "implementation": [(value, _(word)) for value, (word, _kind) in IMPLEMENTATION_WORDS.items()],
    }


def _named(code: str, titles: dict[str, str]) -> str:
    """A register by its code, and by the title of the series whose it is."""
    return f"{code} · {titles[code]}" if titles.get(code) else code


def filters_asked() -> Filters:
    """What the address says; a value that does not exist filters nothing."""
    defaults = asdict(Filters())
    asked = {name: as_taken(request.args.get(name, default))[:200] for name, default in defaults.items()}
    filters = _of_recommendations(Filters(**asked))
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


def _of_recommendations(filters: Filters) -> Filters:
    """Acceptance and implementation are recommendations' alone, so that who asks for one means these."""
    filters = replace(
        filters,
        acceptance=filters.acceptance if filters.acceptance in ACCEPTANCES else "",
        implementation=filters.implementation if filters.implementation in IMPLEMENTATIONS else "",
    )
    return replace(filters, kind="RECOMMENDATION") if filters.acceptance or filters.implementation else filters


def _day(text: str) -> str:
    """The ISO day that was asked for; empty where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
