"""Mails about papers: the secretariats of the event's other parties are told of what they may see."""

from datetime import datetime

from forumhub.events.papers.models import Paper
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.parties.models import Party


def told_of(paper_party_id: int, parties: list[Party]) -> list[Party]:
    """Whose secretariat is told: the event's other parties'."""
    return [party for party in parties if party.id != paper_party_id and party.secretariat_email]


def tell_parties(paper: Paper, news: str, *, now: datetime) -> None:
    """`news`: shared, revised, translated, withdrawn or restored. One mail to each secretariat."""
    recipients = [
        Recipient(
            party.secretariat_email, party.names.get(party.language) or party.code, party.language, party.timezone
        )
        for party in told_of(paper.party_id, paper.event.parties)
    ]
    post_to_each("paper", recipients, _snapshot(paper, news), now=now)


def _snapshot(paper: Paper, news: str) -> dict[str, object]:
    return {
        "news": news,
        "event": paper.event.ulid,
        "event_titles": paper.event.titles,
        "paper": paper.ulid,
        "symbol": paper.symbol,
        "titles": paper.titles,
        "party": paper.party.names,
        "item": paper.item,
        "version": paper.latest,
        "languages": paper.languages,
    }
