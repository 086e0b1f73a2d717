"""The calendar as its address asks for it, so that a page beside it leads back to the same."""

from typing import Any

from forumhub.events.calendar.rules import FACETS
from forumhub.events.views.room import asked

NAMES = ("view", "on", "clock", *FACETS)


def here() -> dict[str, Any]:
    return {name: value for name, value in asked(*NAMES).items() if value}
