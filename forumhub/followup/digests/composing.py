"""What a party's digest says, read when it is sent: what was closed or moved meanwhile is left out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from forumhub import clock
from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Register
from forumhub.followup.digests import queries
from forumhub.followup.digests.actions import TEMPLATE
from forumhub.followup.digests.contents import Awaited, Contents, contents_for
from forumhub.followup.digests.models import DigestMail
from forumhub.followup.models import Item
from forumhub.followup.officers.queries import officers_of
from forumhub.followup.reminding.composing import line
from forumhub.followup.reminding.queries import MOST_LINES
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import ways_out
from forumhub.mail.worker import sharing
from forumhub.parties.models import Party

Line = dict[str, Any]


def read_digest(mail: OutboxMail) -> dict[str, Any]:
    """What the mail's templates name besides the snapshot.

    Raises RuleBroken where there is nothing left to say, or the party wants no more of it: then it is not sent.
    """
    party, now = db.session.get_one(DigestMail, mail.snapshot["digest"]).party, clock.now()
    wish = queries.find_wish(party.id)
    if wish and wish.stopped_at:
        raise RuleBroken(N_("Its recipient is not reminded any more."))
    today = now.date()  # as the registers have it, by UTC
    contents = contents_for(party, today)
    if not contents:
        raise RuleBroken(N_("Nothing that it reminds of is to be done any more."))
    return {
        "party": party.names,
        "party_code": party.code,
        "registers": _registers(party, contents, today),
        "counts": (len(contents.awaited), contents.late.count, contents.soon.count),
        "more": contents.more,
    }


def _registers(party: Party, contents: Contents, today: date) -> list[dict[str, Any]]:
    """Each register with its lists, by code."""
    awaited = contents.awaited[:MOST_LINES]
    kinds = {"overdue": contents.late.items, "soon": contents.soon.items, "reported": contents.reported.items}
    items = [*(each.item for each in awaited), *(item for its in kinds.values() for item in its)]
    officers = _officers(party, items)
    registers = {item.register_id: item.register for item in items}
    titles = queries.titles_of(party.id, registers)
    return [
        {
            "code": register.code,
            "titles": titles.get(register.id, {}),
            "awaited": [_asked(each, today, officers) for each in awaited if each.item.register_id == register.id],
            **{kind: _lines(its, register, today, officers) for kind, its in kinds.items()},
        }
        for register in sorted(registers.values(), key=lambda register: register.code)
    ]


def _officers(party: Party, items: Iterable[Item]) -> dict[int, str]:
    """By item, whom this party named to do it; whom another party named is that party's secret."""
    named = officers_of({item.id for item in items})
    return {item_id: person.name for (item_id, of), person in named.items() if of == party.id}


def _lines(items: Iterable[Item], register: Register, today: date, officers: Mapping[int, str]) -> list[Line]:
    return [_line(item, today, officers) for item in items if item.register_id == register.id]


def _line(item: Item, today: date, officers: Mapping[int, str]) -> Line:
    return {**line(item, today), "officer": officers.get(item.id, "")}


def _asked(asked: Awaited, today: date, officers: Mapping[int, str]) -> Line:
    said = {"what": asked.what, "by": [party.names for party in asked.by]}
    return {**_line(asked.item, today, officers), **said, "new_due": asked.due and asked.due.isoformat()}


sharing[TEMPLATE] = read_digest
ways_out[TEMPLATE] = "followup.leave_digest"
