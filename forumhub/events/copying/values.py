"""What is asked of a copy, between its form and its actions."""

from datetime import datetime
from typing import TypedDict

from forumhub.parties.models import Party


class Asked(TypedDict, total=False):
    """What a copy is asked to be; all else is the source's."""

    titles: dict[str, str]
    parties: list[Party]
    host: Party | None
    local_start: datetime
    local_end: datetime | None
    """None: it lasts as long as the source."""
