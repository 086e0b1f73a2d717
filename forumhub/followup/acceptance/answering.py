"""For whom a reader may answer a recommendation."""

from forumhub.followup.acceptance import rules
from forumhub.followup.models import Item
from forumhub.followup.rules import UNFINISHED
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader


def answering(item: Item, reader: Reader) -> list[Party]:
    """The reader's parties that may answer it now, whether or not they did before."""
    if item.kind != "RECOMMENDATION" or item.state not in UNFINISHED:
        return []
    asked = rules.answering_of(item.owner_ids, item.event.party_ids) & reader.parties_as(SECRETARY, ORGANIZER, HEAD)
    return [party for party in item.event.parties if party.id in asked]
