"""Mails about items: the other side is told of a report, the owners are told of the answer."""

from collections.abc import Iterable
from datetime import datetime

from forumhub.followup.models import Item, Report
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.parties.models import Party


def tell_of_report(item: Item, report: Report, *, now: datetime) -> None:
    """To the secretariats of the meeting's other parties: they close or return it."""
    others = [party for party in item.event.parties if party.id != report.party_id]
    post_to_each("item_reported", _secretariats(others), _snapshot(item, report), now=now)


def tell_of_answer(item: Item, report: Report, *, now: datetime) -> None:
    """To the secretariats of the parties that own it: it was closed, confirmed or returned."""
    owners = [party for party in item.event.parties if party.id in item.owner_ids and party.id != report.party_id]
    post_to_each("item_closed", _secretariats(owners), _snapshot(item, report), now=now)


def _secretariats(parties: Iterable[Party]) -> list[Recipient]:
    return [
        Recipient(
            party.secretariat_email, party.names.get(party.language) or party.code, party.language, party.timezone
        )
        for party in parties
    ]


def _snapshot(item: Item, report: Report) -> dict[str, object]:
    return {
        "register": item.register.code,
        "code": item.code,
        "texts": item.texts or {"en": item.text},
        "act": report.act,
        "party": report.party.names if report.party else {},
        "report": report.text,
        "evidence": report.evidence,
        "files": [file.name for file in report.files],
        "due_on": item.due_on.isoformat() if item.due_on else None,
    }
