"""Words of lists: what is to become of a line, what became of it, and whom a delegate may be."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forumhub.errors import RuleBroken
from forumhub.registration.lists import rules
from forumhub.registration.lists.choices import SAME
from forumhub.registration.lists.judging import Row
from forumhub.registration.lists.models import DelegateListLine
from forumhub.registration.lists.rules import Candidate
from forumhub.web import say

VERDICT_WORDS = {
    rules.NEW: _l("new"),
    rules.KNOWN: _l("known, to be registered"),
    rules.HERE: _l("registered already"),
    rules.DOUBTFUL: _l("to be decided"),
    rules.LEFT_OUT: _l("left out"),
}
OUTCOME_WORDS = {
    rules.PENDING: _l("still to come"),
    rules.ENTERED: _l("entered"),
    rules.WAITING: _l("entered, on the waiting list"),
    rules.HERE: _l("registered already"),
    rules.REPEATED: _l("repeats another line"),
    rules.DOUBTFUL: _l("not decided"),
    rules.LEFT_OUT: _l("left out"),
    rules.REFUSED: _l("not taken"),
}


def reason_of(line: DelegateListLine) -> str:
    return say(RuleBroken(line.reason, **line.said)) if line.reason else ""


def candidates_in_words(row: Row) -> list[tuple[str, str]]:
    """What to choose for each, and its words. Nobody is named whom the reader may not know of."""
    return [(f"{SAME}:{each.person.ulid}", _in_words(each)) for each in row.judged.candidates]


def twin_in_words(first: int) -> list[tuple[str, str]]:
    return [(SAME, _("the same person as in line %(line)s, with this post too", line=first))]


def _in_words(candidate: Candidate) -> str:
    person = candidate.person
    if not person.visible:
        return str(_("the person with this address, who is known under another name"))
    name = f"{person.name} · {person.own_name}" if person.own_name else person.name
    more = person.email or _("no address")
    return str(_("the same as %(name)s (%(party)s, %(more)s)", name=name, party=person.party, more=more))
