"""What the secretariats are told: one message to all parties together at each step, with the ledger's head."""

from collections.abc import Iterable
from datetime import datetime

from forumhub import ledger
from forumhub.events.models import Event, Register
from forumhub.followup.models import Item
from forumhub.mail.actions import post_together
from forumhub.mail.rules import on_the_wire
from forumhub.minutes.models import Circulation
from forumhub.minutes.rules import SILENCE
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party


def tell_secretariats(template: str, circulation: Circulation, *, now: datetime, **more: object) -> str:
    """`template`: which of templates/mail; all get the same snapshot, and so the same head.

    Returns the id of the message.
    """
    document, event = circulation.document, circulation.document.event
    snapshot = {
        "kind": document.kind,
        "document": document.ulid,
        "version": circulation.version,
        "register": event.register.code,
        "titles": event.titles,
        "manifest": circulation.manifest_sha256,
        "head": ledger.head(event.register_id),
        "told": [party.secretariat_email for party in event.parties],
        "addresses": {party.code: on_the_wire(party.secretariat_email) for party in event.parties},
        "silence": circulation.waits_in_silence,
        "deadline": circulation.deadline.isoformat() if circulation.deadline else None,
        "timezone": event.timezone,
        **more,
    }
    return post_together(template, map(secretariat, event.parties), snapshot, now=now)


def let_out(words: str, circulation: Circulation) -> str:
    """What a party said of the text, as mails may carry it: nothing, unless its meeting lets out words."""
    return words if circulation.document.event.tells_outcomes else ""


def tell_agreed(circulation: Circulation, elsewhere: Iterable[Item], *, now: datetime) -> None:
    """That the text is agreed, with the heads of other registers whose chains say what it made of items `elsewhere`.

    The head of a register is for the parties to its items: where these are not all of the meeting, they are told
    apart from the others.
    """
    event = circulation.document.event
    silent = [given.party.names for given in circulation.approvals if given.way == SILENCE]
    grown: dict[Register, list[Item]] = {}
    for item in elsewhere:
        grown.setdefault(item.register, []).append(item)
    apart = {register: items for register, items in grown.items() if _parties_of(items) != set(event.parties)}
    heads = {register.code: ledger.head(register.id) for register in grown if register not in apart}
    tell_secretariats("agreed", circulation, now=now, silent=silent, heads=heads)
    for register, items in apart.items():
        _tell_of_register(circulation, register, items, now)


def _parties_of(items: Iterable[Item]) -> set[Party]:
    return {party for item in items for party in item.event.parties}


def _tell_of_register(circulation: Circulation, register: Register, items: list[Item], now: datetime) -> None:
    parties = sorted(_parties_of(items), key=lambda party: party.code)
    snapshot = {
        "document": circulation.document.ulid,
        "titles": circulation.document.event.titles,
        "register": register.code,
        "items": [item.reference for item in items],
        "head": ledger.head(register.id),
        "told": [party.secretariat_email for party in parties],
    }
    post_together("register_grown", map(secretariat, parties), snapshot, now=now)


def tell_followed_later(event: Event, *, now: datetime) -> None:
    """That the register's chain says what was agreed before of the event's minutes, and not followed then."""
    snapshot = {
        "event": event.ulid,
        "register": event.register.code,
        "titles": event.titles,
        "head": ledger.head(event.register_id),
        "told": [party.secretariat_email for party in event.parties],
    }
    post_together("followed_later", map(secretariat, event.parties), snapshot, now=now)


def tell_of_choice(event: Event, party: Party, days: int | None, *, now: datetime) -> None:
    """That a party chose silence for the event's register; `days` is None where it took its choice back."""
    snapshot = {
        "event": event.ulid,
        "register": event.register.code,
        "titles": event.titles,
        "by_names": party.names,
        "days": days,
        "head": ledger.head(event.register_id),
        "told": [each.secretariat_email for each in event.parties],
    }
    post_together("silence_choice", map(secretariat, event.parties), snapshot, now=now)


def tell_of_grant(event: Event, party: Party, person: str, approves: bool, *, now: datetime) -> None:
    """That a party named this person to approve at the event, or names them no more; pages of it name them, too."""
    snapshot = {
        "event": event.ulid,
        "register": event.register.code,
        "titles": event.titles,
        "by_names": party.names,
        "person": person,
        "approves": approves,
        "head": ledger.head(event.register_id),
        "told": [each.secretariat_email for each in event.parties],
    }
    post_together("grant", map(secretariat, event.parties), snapshot, now=now)
