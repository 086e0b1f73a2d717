"""The blueprint of the followup room, and the words that its pages share."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint

from forumhub import clock
from forumhub.followup import wording
from forumhub.followup.models import Item

blueprint = Blueprint("followup", __name__)


def today() -> date:
    """The day in UTC, by which an action is overdue or not."""
    return clock.now().date()


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """Marked words for templates: `followup_words.status(item)` gives a msgid and a kind of the `status` macro."""
    day = today()
    status: Callable[[Item], tuple[str, str]] = lambda item: wording.status(item.kind, item.state, item.due_on, day)  # noqa: E731
    return {"followup_words": {"status": status, "kinds": wording.KIND_WORDS, "acts": wording.ACT_WORDS}}
