"""The blueprint, and what it tells the room of the app that it is part of."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from forumhub.calendars.addresses import use_links
from forumhub.mail.worker import link_maker

blueprint = Blueprint("calendars", __name__)


@blueprint.record
def know_addresses(state: BlueprintSetupState) -> None:
    use_links(link_maker(state.app))  # type: ignore[arg-type]
