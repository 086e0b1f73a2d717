"""The blueprint of the desk's pages, and what their templates call things."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from forumhub import clock
from forumhub.desk import wording
from forumhub.followup.wording import KIND_WORDS, status
from forumhub.parties.policy import Reader
from forumhub.web import LANGUAGE_LABELS, speak

blueprint = Blueprint("desk", __name__)


@blueprint.context_processor
def _words() -> dict[str, object]:
    """How items are called in the desk's pages; late ones by the day in UTC, as the registers have it."""
    today = clock.now().date()
    return {
        "item_kinds": KIND_WORDS,
        "item_words": lambda item: status(item.kind, item.state, item.due_on, today),
    }


@blueprint.app_template_filter("act_words")
def _act_words(act: str) -> str:
    """What an audit entry says, for every room's histories."""
    return wording.sentence(act)


def speak_as_asked() -> None:
    """`?lang=` chooses the language of a page that is given to others; one that there is not changes nothing."""
    if (asked := request.args.get("lang", "")) in LANGUAGE_LABELS:
        speak(asked)


def today_of(reader: Reader, now: datetime) -> date:
    """The reader's own calendar day, for meetings. Items are late by the day in UTC, for every reader alike."""
    return now.astimezone(ZoneInfo(reader.timezone)).date()
