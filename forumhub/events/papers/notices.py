"""Mails about papers: the secretariats of the event's other parties are told of what they may see."""

from datetime import datetime

from forumhub.events.papers.models import Paper
from forumhub.mail.actions import post_to_each
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party


def told_of(paper_party_id: int, parties: list[Party]) -> list[Party]:
    """Whose secretariat is told: the event's other parties'."""
    return [party for party in parties if party.id != paper_party_id and party.secretariat_email]


def tell_parties(paper: Paper, news: str, *, now: datetime) -> None:
    """`news`: shared, revised, translated, withdrawn or restored. One mail to each secretariat."""
    recipients = [secretariat(party) for party in told_of(paper.party_id, paper.event.parties)]
    post_to_each("paper", recipients, _snapshot(paper, news), now=now)


def _snapshot(paper: Paper, news: str) -> dict[str, object]:
    """Its titles and its item are words of its meeting: without them where they stay in the house."""
    event = paper.event
    more = event.tells_more if paper.is_open else event.tells_outcomes
    return {
        "news": news,
        "event": event.ulid,
        "event_titles": event.titles,
        "paper": paper.ulid,
        "symbol": paper.symbol,
        "titles": paper.titles if more else {},
        "party": paper.party.names,
        "item": paper.item if more else "",
        "version": paper.latest,
        "languages": paper.languages,
    }
