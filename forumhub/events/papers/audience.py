"""A party's papers stay with the readers that it chose: no other party lets more of them in by changing the event."""

from forumhub.events.consequences.rules import Facts
from forumhub.events.models import Event
from forumhub.events.papers import rules
from forumhub.events.papers.queries import others_shared
from forumhub.parties.policy import ORGANIZER, PUBLIC, Reader


def check_audience(event: Event, before: Facts, by: Reader) -> None:
    """`before` is the event's snapshot. Raises RuleBroken where papers of parties for which `by` does not organize
    would be seen by a further party, or by the public.
    """
    own = by.parties_as(ORGANIZER)
    if event.party_ids - before["party_ids"]:
        papers = others_shared(event.id, rules.ALL_PARTIES, own)
        rules.check_audience([paper.symbol for paper in papers], added=True)
    if event.access == PUBLIC != before["access"]:
        papers = others_shared(event.id, rules.EVERYONE, own)
        rules.check_audience([paper.symbol for paper in papers], added=False)
