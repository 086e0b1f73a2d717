"""What can be chosen in forms of events and series, and what was chosen, as rows."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectField

from forumhub.agreements.models import Agreement
from forumhub.events.models import Event
from forumhub.events.queries import clauses_to_choose
from forumhub.events.venues.models import Hall, Venue
from forumhub.events.venues.queries import all_venues
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import language


def party_choices() -> list[tuple[str, str]]:
    return [(party.code, in_language(party.names, language())) for party in all_parties()]


def offer_parties(field: Field, empty: str | None = None) -> None:
    """Every party, by code; `empty` is the word for none."""
    field.choices = ([("", empty)] if empty is not None else []) + party_choices()


def offer_clauses(field: SelectField, reader: Reader) -> None:
    """Agreements and their clauses in force, grouped, as 'CODE' and 'CODE#2'; one that was chosen before stays."""
    groups: dict[str, list[tuple[str, str]]] = {"": [("", _("none"))]}
    for agreement, clause in clauses_to_choose(reader):
        choices = groups.setdefault(agreement.code, [(agreement.code, _("%(code)s as a whole", code=agreement.code))])
        if clause is not None:
            title = in_language(clause.titles, language())
            number = _("%(code)s art. %(number)s", code=agreement.code, number=clause.number)
            choices.append((f"{agreement.code}#{clause.number}", f"{number} {title}".strip()))
    if field.object_data and field.object_data not in {value for group in groups.values() for value, _label in group}:
        groups[""].append((field.object_data, field.object_data.replace("#", " art. ")))
    field.choices = groups


def offer_sites(field: SelectField, reader: Reader, current: Event | None = None) -> None:
    """Venues in use and their halls, as 'ULID' and 'ULID/ULID'; what the event has already stays."""
    field.choices = site_choices(offered_sites(reader, [current.site if current else None]))


def offered_sites(reader: Reader, known: Iterable[Venue | None] = ()) -> list[Venue]:
    """Venues in use that the reader may see, and those `known` already."""
    sites = {venue.ulid: venue for venue in all_venues(reader)}
    return list({**sites, **{venue.ulid: venue for venue in known if venue is not None}}.values())


def site_choices(sites: Iterable[Venue]) -> list[tuple[str, str]]:
    choices = [("", _("none of these"))]
    for venue in sites:
        name = f"{in_language(venue.names, language())}, {in_language(venue.city, language())}"
        choices.append((site_value(venue, None), name))
        choices += [(site_value(venue, hall), f"{name}: {in_language(hall.names, language())}") for hall in venue.halls]
    return choices


def site_value(venue: Venue | None, hall: Hall | None) -> str:
    return "/".join(row.ulid for row in (venue, hall) if row is not None)


def chosen_site(value: str, reader: Reader, current: Event | None) -> tuple[Venue | None, Hall | None]:
    """The venue and the hall of one of `offer_sites`' values; none where none was chosen."""
    return site_of(value, offered_sites(reader, [current.site if current else None]))


def site_of(value: str, offered: Iterable[Venue]) -> tuple[Venue | None, Hall | None]:
    venue_ulid, _slash, hall_ulid = value.partition("/")
    venue = next((each for each in offered if each.ulid == venue_ulid), None)
    hall = next((each for each in venue.halls if each.ulid == hall_ulid), None) if venue else None
    return venue, hall


def usual_under(reader: Reader) -> str:
    """The one agreement that the reader organizes for; empty where there are several."""
    codes = {agreement.code for agreement, _clause in clauses_to_choose(reader)}
    return codes.pop() if len(codes) == 1 else ""


def chosen_under(field: Any, reader: Reader, current: Agreement | None) -> tuple[Agreement | None, str]:
    """The agreement and the clause's number; empty where none was chosen."""
    code, _hash, number = (field.data or "").partition("#")
    offered = {agreement.code: agreement for agreement, _clause in clauses_to_choose(reader)}
    if current is not None:
        offered.setdefault(current.code, current)
    return offered.get(code), number


def chosen_parties(codes: list[str]) -> list[Party]:
    return [party for party in all_parties() if party.code in codes]
