"""The seating plan for print: two delegations face each other, more sit in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.phrases import in_language
from forumhub.registration.badges import rules, seating
from forumhub.registration.badges.seating import Place, Seat
from forumhub.registration.badges.views.listing import Group, first_asked, groups_of
from forumhub.registration.models import Registration
from forumhub.registration.views.room import blueprint, listed_event
from forumhub.web import current_reader, language, right

NAME_EM, OWN_EM = 3.0, 2.8
"""Sizes of type in the drawing, in millimetres, as static/print.css sets them."""
LINES = 4
"""On one chair, for both names."""


@dataclass(frozen=True)
class Written:
    """A line of a drawing. `squeezed`: the millimetres into which it is set closer, where it is too long; else None."""

    text: str
    lang: str
    dir: str
    squeezed: float | None


@dataclass(frozen=True)
class Chair:
    """Somebody's seat in the drawing, and the same in words."""

    number: int
    seat: Seat
    registration: Registration
    name: list[Written]
    own_name: list[Written]
    words: str


@dataclass(frozen=True)
class Block:
    """A delegation in the hall: its corner, and those of its people who are drawn."""

    number: int
    seat: Seat
    group: Group
    title: list[Written]
    names: list[Written]
    more: int


@blueprint.get("/events/<ulid>/prints/seating")
@right(ORGANIZER, SECRETARY)
def seating_plan(ulid: str) -> ResponseReturnValue:
    """?first= names the party whose copy it is: it sits nearer to the reader, or first in the rows."""
    reader = current_reader()
    event = listed_event(ulid, reader)
    first = first_asked(event, reader)
    groups = groups_of(event, reader, first)
    faces = len(groups) == 2
    plan = seating.two_sides(*(len(group.people) for group in groups)) if faces else None
    return render_template(
        "registration/badges/seating.html",
        event=event,
        first=first,
        groups=groups,
        plan=plan,
        sides=_sides(groups, plan) if plan else [],
        pages=[] if plan else _pages(groups),
        layout=seating,
    )


def _sides(groups: Sequence[Group], plan: seating.TwoSides) -> list[tuple[Group, list[Chair]]]:
    """Each delegation with its chairs, numbered through from the head of the first."""
    first = _chairs(groups[0], plan.first, 1)
    return [(groups[0], first), (groups[1], _chairs(groups[1], plan.second, 1 + len(first)))]


def _chairs(group: Group, seats: Sequence[Seat], start: int) -> list[Chair]:
    placed = enumerate(zip(seats, group.people, strict=False))
    return [_chair(number, start + number, seat, registration) for number, (seat, registration) in placed]


def _chair(place: int, number: int, seat: Seat, registration: Registration) -> Chair:
    person, across = registration.person, seating.SEAT_WIDTH - 3
    name = written(person.name, person.language, across, NAME_EM, LINES - 1)
    own_name = written(person.own_name, person.language, across, OWN_EM, LINES - len(name))
    return Chair(number, seat, registration, name, own_name, place_words(seating.place_of(place)))


def place_words(place: Place) -> str:
    """'at the table, 2 to the right of the middle'"""
    row = _("at the table") if place.row == 0 else _("row %(row)s behind the table", row=place.row)
    if place.right == 0:
        return str(_("%(row)s, in the middle", row=row))
    if place.right > 0:
        return str(_("%(row)s, %(steps)s to the right of the middle", row=row, steps=place.right))
    return str(_("%(row)s, %(steps)s to the left of the middle", row=row, steps=-place.right))


def written(text: str, spoken: str, across: float, em: float, most: int) -> list[Written]:
    """The text in at most so many lines of so many millimetres; nothing is left out: the last is set closer."""
    if not text:
        return []
    broken = rules.lines(text, across / em)
    kept = [*broken[: most - 1], " ".join(broken[most - 1 :])] if len(broken) > most else broken
    mark = rules.marked(text, spoken)
    return [Written(line, *mark, across if rules.width(line) * em > across else None) for line in kept]


def _pages(groups: Sequence[Group]) -> list[list[Block]]:
    blocks = iter(enumerate(groups, 1))
    return [[_block(*next(blocks), seat) for seat in page] for page in seating.in_rows(len(groups))]


def _block(number: int, group: Group, seat: Seat) -> Block:
    across = seating.BLOCK_WIDTH - 6
    title = in_language(group.party.names, language()) if group.party else _("Guests")
    drawn = group.people[: seating.IN_A_BLOCK]
    names = [line for each in drawn for line in written(each.person.name, each.person.language, across - 4, NAME_EM, 1)]
    return Block(number, seat, group, written(title, "", across - 8, NAME_EM, 2), names, len(group.people) - len(drawn))
