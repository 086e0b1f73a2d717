"""The list of date polls, and the words that pages of them share."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from forumhub import clock
from forumhub.events.polls.forms import SHOWN, WORDS
from forumhub.events.polls.queries import secretariat_of, selection
from forumhub.events.views.room import asked, blueprint, page_of
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.web import current_reader, right

STANDINGS = {
    "open": (_l("Open for answers"), ""),
    "closed": (_l("Closed, to be decided"), "wait"),
    "chosen": (_l("Date chosen"), "done"),
    "withdrawn": (_l("Withdrawn"), "off"),
}
"""A poll's standing: its word and the kind of its mark."""


@blueprint.app_context_processor
def poll_words() -> dict[str, object]:
    return {"poll_standings": STANDINGS, "poll_words": WORDS, "poll_shown": SHOWN}


@blueprint.get("/polls")
@right(ORGANIZER, SECRETARY)
def polls() -> ResponseReturnValue:
    reader, decided = current_reader(), asked("when")["when"] == "decided"
    return render_template(
        "events/polls/list.html",
        page=page_of(selection(reader, decided=decided)),
        decided=decided,
        own=secretariat_of(reader),
        may_propose=bool(reader.parties_as(ORGANIZER)),
        now=clock.now(),
    )
