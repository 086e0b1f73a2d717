"""Whom the address of a step names: ?row= for each who was ticked, or ?all=1 and the filters of the list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from forumhub.events.forms.fields import plain
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.bulk.queries import of_filters, of_rows
from forumhub.registration.bulk.rules import Chosen
from forumhub.registration.views.filtering import filters_asked, filters_of

MOST_ROWS = 500
"""A page has fifty rows; what an address holds beyond this is no organizer's."""


@dataclass(frozen=True)
class Choice:
    rows: list[str]
    filters: dict[str, str]

    @property
    def is_made(self) -> bool:
        return bool(self.rows) or request.args.get("all") == "1"

    def of(self, event: Event, reader: Reader) -> list[Chosen]:
        if self.rows:
            return of_rows(event, reader, self.rows)
        return of_filters(event, reader, **filters_of(self.filters, reader))

    @property
    def said(self) -> dict[str, str]:
        """The filters that keep somebody away."""
        return {name: text for name, text in self.filters.items() if text}

    @property
    def list_query(self) -> str:
        """The list as it was when they were chosen, as the query of an address."""
        return urlencode(self.said)


def choice_asked(**instead: str | None) -> Choice:
    """Ticked rows count before the filters, unless all of the selection are meant.

    `instead` are filters that a form says in place of the address.
    """
    everybody = request.args.get("all") == "1"
    rows = [] if everybody else list(dict.fromkeys(map(plain, request.args.getlist("row"))))[:MOST_ROWS]
    return Choice(rows, filters_asked(**instead))
