"""How acceptance and implementation are called: marked words, and kinds of the `status` macro. Pure."""

from forumhub.errors import N_
from forumhub.followup.acceptance.rules import (
    ACCEPTED,
    IMPLEMENTED,
    NOT_BEGUN,
    PARTLY,
    REJECTED,
    UNDER_WAY,
    WAITING,
)

ACCEPTANCE_WORDS = {
    WAITING: (N_("Not answered by all"), "wait"),
    ACCEPTED: (N_("Accepted"), "done"),
    PARTLY: (N_("Accepted in part"), ""),
    REJECTED: (N_("Rejected"), "late"),
}
IMPLEMENTATION_WORDS = {
    NOT_BEGUN: (N_("Not begun"), "off"),
    UNDER_WAY: (N_("Under way"), ""),
    IMPLEMENTED: (N_("Implemented"), "done"),
}
