"""The room's blueprint, and what its pages and those of later rooms say of events."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Blueprint, request
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select

from forumhub import clock
from forumhub.database import db
from forumhub.events.forms.fields import WALL_CLOCK, plain
from forumhub.events.forms.words import ACCESS, CALENDAR_DETAILS, KINDS, STATES, STEPS
from forumhub.events.rules import shown_state

blueprint = Blueprint("events", __name__)

PER_PAGE = 50


@blueprint.app_context_processor
def words() -> dict[str, object]:
    return {
        "event_kinds": KINDS,
        "event_states": STATES,
        "shown_state": lambda event: shown_state(event.state, event.ends_at, clock.now()),
        "event_access": ACCESS,
        "calendar_details": CALENDAR_DETAILS,
        "event_steps": STEPS,
    }


def asked(*names: str) -> dict[str, str]:
    """These parameters of the address, as plain text; empty where they are missing."""
    return {name: plain(request.args.get(name)) for name in names}


def wall_clock_asked(name: str) -> datetime | None:
    """The parameter as a wall clock, 2027-03-11T09:00; None where it is missing or is none."""
    for pattern in WALL_CLOCK:
        with suppress(ValueError):
            return datetime.strptime(asked(name)[name], pattern)  # noqa: DTZ007 - a wall clock
    return None


def page_of(statement: Select[Any]) -> Pagination:
    """The page of fifty that the address asks for; past the end it is the last one."""
    page = _page(statement, page_number())
    return page if page.items or not page.pages else _page(statement, page.pages)


def _page(statement: Select[Any], number: int) -> Pagination:
    return db.paginate(statement, page=number, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def page_number() -> int:
    """?page=, at least 1; whatever is no number is 1."""
    text = request.args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
