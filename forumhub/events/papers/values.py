"""What a party says of its paper."""

from typing import TypedDict


class PaperValues(TypedDict):
    """Columns of Paper by their names."""

    titles: dict[str, str]
    item: str
    shared_with: str
