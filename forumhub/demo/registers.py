"""What the parties of the demo did with their registers: answers to recommendations, an officer, a date, a filter."""

from datetime import datetime, timedelta

from forumhub.demo.accounts import Cast
from forumhub.demo.records import find
from forumhub.followup.acceptance.actions import answer_recommendation
from forumhub.followup.acceptance.rules import ACCEPTED, PARTLY
from forumhub.followup.agreeing import propose_due
from forumhub.followup.officers.actions import name_officer
from forumhub.followup.register import Filters
from forumhub.followup.saved.actions import keep_filter
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.parties.queries import people_of

PART = "The list is renewed each quarter; a month is too short for the entries to be checked."


def keep_all(cast: Cast, now: datetime) -> None:
    china, belarus = cast.reader("CN", SECRETARY), cast.reader("BY", SECRETARY)
    at = now - timedelta(days=4)
    answer_recommendation(find(cast, "FORUM/R-1"), cast.party("BY"), PARTLY, words=PART, by=belarus, now=at)
    answer_recommendation(find(cast, "FORUM/R-2"), cast.party("CN"), ACCEPTED, by=china, now=at)
    day = (now + timedelta(days=75)).date()
    propose_due(find(cast, "FORUM/A-2"), cast.party("CN"), day, words="The rest is being checked.", by=china, now=at)
    officer = people_of(cast.party("BY").id)[0]
    name_officer(find(cast, "FORUM/A-3"), cast.party("BY"), officer, by=cast.reader("BY", ORGANIZER), now=at)
    keep_filter("Overdue, ours", Filters(state="overdue", party="BY"), cast.party("BY"), by=belarus)
