"""How a benchmark prints what it measured."""

from collections.abc import Iterable, Sequence


def print_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Every column to the right, as wide as the widest that stands in it."""
    lines = [list(columns), *([str(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(value.rjust(width) for value, width in zip(line, widths, strict=True)).rstrip())
