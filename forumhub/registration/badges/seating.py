"""Who sits where, by precedence. Pure: people are numbers of their place in their delegation, from 0, its head."""

from dataclasses import dataclass

A_SIDE = 9
"""Seats of one side of the table; whoever comes after sits behind, row by row."""
MOST_ROWS = 4
"""Of one side, so that the drawing keeps its A4."""
SEAT_WIDTH, SEAT_HEIGHT, GAP = 30.0, 18.0, 1.5
WIDTH, TABLE_HEIGHT = A_SIDE * SEAT_WIDTH, 16.0
"""Of the drawing and of the table, in millimetres."""


@dataclass(frozen=True)
class Place:
    """`row` 0 is at the table; `right` counts to the right of the middle, as who sits there sees it; negative: left."""

    row: int
    right: int


def place_of(number: int) -> Place:
    """The first in the middle, the second to the first one's right, the third to the left, and so on outwards."""
    row, index = divmod(number, A_SIDE)
    steps = (index + 1) // 2
    return Place(row, steps if index % 2 else -steps)


def seated(count: int) -> int:
    """How many of so many have a seat in the drawing."""
    return min(count, A_SIDE * MOST_ROWS)


def rows_of(count: int) -> int:
    return -(-seated(count) // A_SIDE)


@dataclass(frozen=True)
class Seat:
    """Its upper left corner, in millimetres."""

    x: float
    y: float


@dataclass(frozen=True)
class TwoSides:
    """A table between two delegations: the second above it, facing down; the first below, facing up."""

    first: list[Seat]
    second: list[Seat]
    table_y: float
    height: float


def two_sides(first: int, second: int) -> TwoSides:
    """Seats of delegations of so many people; their heads face each other in the middle."""
    pitch, above = SEAT_HEIGHT + GAP, rows_of(second)
    table_y = above * pitch
    below = table_y + TABLE_HEIGHT + GAP

    def seat(place: Place, *, facing_up: bool) -> Seat:
        x = WIDTH / 2 - SEAT_WIDTH / 2 + (place.right if facing_up else -place.right) * SEAT_WIDTH
        return Seat(x, below + place.row * pitch if facing_up else table_y - (place.row + 1) * pitch)

    return TwoSides(
        [seat(place_of(number), facing_up=True) for number in range(seated(first))],
        [seat(place_of(number), facing_up=False) for number in range(seated(second))],
        table_y,
        below + rows_of(first) * pitch,
    )


COLUMNS, ROWS = 5, 4
BLOCK_WIDTH, BLOCK_HEIGHT = WIDTH / COLUMNS, 42.0
"""Of one delegation in the hall, in millimetres."""
IN_A_BLOCK = 4
"""People of a delegation who are drawn; the others are in the list."""


def in_rows(count: int) -> list[list[Seat]]:
    """For so many delegations, a page after another, the corner of each one's block: from the left, row by row."""
    a_page = COLUMNS * ROWS
    corners = [
        Seat((number % COLUMNS) * BLOCK_WIDTH, (number % a_page // COLUMNS) * BLOCK_HEIGHT) for number in range(count)
    ]
    return [corners[start : start + a_page] for start in range(0, count, a_page)]
