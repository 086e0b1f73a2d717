"""Links as their owner sees them: who reads one, and whether it is still in use. Plain values."""

import re
from datetime import datetime, timedelta

MOST_SUBSCRIPTIONS = 50
LONGEST_CLIENT = 40
BROWSER = "browser"
"""Read by hand, not by a calendar."""

UNUSED, IDLE = "unused", "idle"
_UNUSED_AFTER, _IDLE_AFTER = timedelta(days=7), timedelta(days=30)
_BETWEEN_USES = timedelta(hours=1)

_CLIENTS = (  # in this order: Outlook for Mac names Apple's system, too
    ("Thunderbird", "thunderbird|lightning"),
    ("Google", "google"),
    ("Outlook", "microsoft|outlook|exchange"),
    ("Apple Calendar", "dataaccessd|calendaragent|remindd|ical/"),
)
_NOT_SHOWN = re.compile(r"[^\w .+()-]+")


def client_of(agent: str) -> str:
    """The program that a User-Agent (RFC 9110, 10.1.5) names, as people call it; else its product, 40 characters."""
    for name, pattern in _CLIENTS:
        if re.search(pattern, agent, re.IGNORECASE):
            return name
    if agent.startswith("Mozilla/"):
        return BROWSER
    product = agent.partition("/")[0]
    return " ".join(_NOT_SHOWN.sub(" ", product).split())[:LONGEST_CLIENT].rstrip()


def attention(made_at: datetime, last_used_at: datetime | None, now: datetime) -> str:
    """UNUSED where nobody came for a week since it was made, IDLE where nobody came for 30 days, else ''."""
    if last_used_at is None:
        return UNUSED if now - made_at >= _UNUSED_AFTER else ""
    return IDLE if now - last_used_at >= _IDLE_AFTER else ""


def counts_before(used_at: datetime) -> datetime:
    """A use at this time is written down only over one that is no later than the time returned: one an hour."""
    return used_at - _BETWEEN_USES
