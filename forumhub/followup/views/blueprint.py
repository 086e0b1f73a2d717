"""The blueprint of the followup room, and the words that its pages share."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint
from flask_babel import gettext as _

from forumhub import clock, phrases
from forumhub.followup import wording
from forumhub.followup.acceptance.wording import ACCEPTANCE_WORDS, IMPLEMENTATION_WORDS
from forumhub.followup.models import Item
from forumhub.web import language

blueprint = Blueprint("followup", __name__)


def today() -> date:
    """The day in UTC, by which an action is overdue or not."""
    return clock.now().date()


@blueprint.app_template_filter("new_date")
def new_date(due: str) -> str:
    """A due date as a report keeps it: a day, 'ongoing' or 'next meeting'."""
    said = {"ongoing": _("ongoing"), "next meeting": _("next meeting")}
    return said.get(due) or phrases.day(date.fromisoformat(due), language())


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """Marked words for templates: `followup_words.status(item)` gives a msgid and a kind of the `status` macro."""
    day = today()
    status: Callable[[Item], tuple[str, str]] = lambda item: wording.status(item.kind, item.state, item.due_on, day)  # noqa: E731
    answers, carried = ACCEPTANCE_WORDS, IMPLEMENTATION_WORDS
    marked = {"kinds": wording.KIND_WORDS, "acts": wording.ACT_WORDS, "acceptance": answers, "implementation": carried}
    return {"followup_words": {"status": status, **marked}}
