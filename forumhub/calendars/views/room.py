"""The blueprint, and what it tells the room of the app that it is part of."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from forumhub.calendars.addresses import LINKS
from forumhub.calendars.subscribing.folding import FOLDER
from forumhub.calendars.subscribing.noting import PollNotes
from forumhub.mail.worker import link_maker

POLLS = "forumhub.polls"

blueprint = Blueprint("calendars", __name__)


@blueprint.record
def know_addresses(state: BlueprintSetupState) -> None:
    state.app.extensions[LINKS] = link_maker(state.app)  # type: ignore[arg-type, attr-defined]


@blueprint.record
def note_polls(state: BlueprintSetupState) -> None:
    state.app.extensions[POLLS] = PollNotes(state.app.config["INSTANCE"] / FOLDER)  # type: ignore[attr-defined]
