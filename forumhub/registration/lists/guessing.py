"""What a list seems to mean, before anybody has chosen. Pure."""

from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.columns import guess_columns, guess_heading
from forumhub.registration.lists.parties import PartyNames
from forumhub.registration.lists.reading.cells import Table


def guessed(table: Table, names: PartyNames, heading: int | None = None) -> Choices:
    """What the columns seem to mean; `heading` as it was chosen, or guessed where it is None."""
    place = guess_heading(table.records) if heading is None else heading
    headings = table.records[place - 1].cells if place else ()
    columns = guess_columns(headings, table.records[place:], table.width, names.names_some)
    return Choices(columns=columns, heading=place)
