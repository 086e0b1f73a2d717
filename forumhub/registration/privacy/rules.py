"""When personal details have had their time, and what withdrawing a consent does. Pure."""

from datetime import datetime, timedelta

from forumhub.registration.rules import APPLIED, CONFIRMED, INVITED, WAITING

ERASED = "—"
"""Stands for the name of somebody whose details were purged."""

STANDING = frozenset({INVITED, APPLIED, CONFIRMED, WAITING})
"""States of registrations that are withdrawn where a consent that they need is."""

WITHDRAW_ALL = "registration and answers"
ANSWERS_ONLY = "answers"


def kept_until(ends_at: datetime, days: int) -> datetime:
    """When the details of an event's registrations are purged."""
    return ends_at + timedelta(days=days)


def after_withdrawing(state: str, *, required: bool) -> str:
    """What withdrawing a consent takes along. `required`: the registration was taken on condition of it."""
    return WITHDRAW_ALL if required and state in STANDING else ANSWERS_ONLY
