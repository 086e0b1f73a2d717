"""The room's blueprint, and what its pages and those of later rooms say of events."""

from flask import Blueprint, request

from forumhub.events.forms.fields import plain
from forumhub.events.forms.words import ACCESS, KINDS, STATES

blueprint = Blueprint("events", __name__)


@blueprint.app_context_processor
def words() -> dict[str, object]:
    return {"event_kinds": KINDS, "event_states": STATES, "event_access": ACCESS}


def asked(*names: str) -> dict[str, str]:
    """These parameters of the address, as plain text; empty where they are missing."""
    return {name: plain(request.args.get(name)) for name in names}


def page_number() -> int:
    """?page=, at least 1; whatever is no number is 1."""
    text = request.args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
