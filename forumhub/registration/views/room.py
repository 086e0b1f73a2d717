"""The room's blueprint, and the words of its states, for its pages and those of later rooms."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties import policy
from forumhub.parties.policy import Reader
from forumhub.registration import rules
from forumhub.registration.checkin.codes import code_of
from forumhub.registration.checkin.drawing import qr_svg
from forumhub.registration.selecting import UNANSWERED
from forumhub.web import LANGUAGE_LABELS

blueprint = Blueprint("registration", __name__)
blueprint.add_app_template_filter(code_of, "checkin_code")
blueprint.add_app_template_filter(qr_svg, "checkin_qr")

STATE_WORDS = {
    rules.INVITED: _l("Invited"),
    rules.APPLIED: _l("Applied"),
    rules.CONFIRMED: _l("Confirmed"),
    rules.WAITING: _l("Waiting"),
    rules.DECLINED: _l("Declined"),
    rules.WITHDRAWN: _l("Withdrawn"),
    rules.ATTENDED: _l("Attended"),
    rules.ABSENT: _l("Absent"),
}
FUNCTION_WORDS = {
    rules.HEAD: _l("Head of delegation"),
    rules.DEPUTY: _l("Deputy head"),
    rules.MEMBER: _l("Member"),
    rules.OBSERVER: _l("Observer"),
}
WAY_WORDS = {
    rules.NOMINATED: _l("Nominated by the party"),
    rules.BY_INVITATION: _l("Invited in person"),
    rules.BY_APPLICATION: _l("Applied"),
    rules.IMPORTED: _l("From a list"),
}
INTENTION_WORDS = {
    rules.ACCEPTED: _l("Intends to come"),
    rules.TENTATIVE: _l("May come"),
    rules.DECLINED: _l("Intends not to come"),
    UNANSWERED: _l("Has not answered"),
}


@blueprint.app_context_processor
def words() -> dict[str, object]:
    return {
        "registration_states": STATE_WORDS,
        "registration_functions": FUNCTION_WORDS,
        "registration_ways": WAY_WORDS,
        "registration_intentions": INTENTION_WORDS,
        "language_names": LANGUAGE_LABELS,
    }


def listed_event(ulid: str, reader: Reader) -> Event:
    """The event, for whom its list is: its organizers, and the secretaries of its parties. Raises NotFound."""
    event = get_event(ulid, reader)
    if not reader.parties_as(policy.ORGANIZER, policy.SECRETARY) & event.party_ids:
        raise NotFound
    return event
