"""Reads of choices and of what waits for its deadline. Who may see an event as one of its parties sees its choices."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import or_, select

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import queries as events
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.queries import approving_heads, approving_parties, current_circulation
from forumhub.minutes.rules import AGREED, SILENCE
from forumhub.minutes.silence.models import SilenceBreak, SilenceChoice
from forumhub.minutes.silence.rules import NEAR, Counted, settles_at
from forumhub.minutes.statements.models import AttachedStatement
from forumhub.parties.models import Party
from forumhub.parties.policy import SECRETARY, Reader


def get_event(ulid: str, reader: Reader) -> Event:
    """Of whose parties the reader's is one. Raises NotFound."""
    event = events.get_event(ulid, reader)
    if not reader.party_ids & event.party_ids:
        raise NotFound
    return event


def choices_of(event: Event) -> dict[str, SilenceChoice]:
    """What the event's parties chose for its register, by the party's code."""
    own = SilenceChoice.register_id == event.register_id, SilenceChoice.party_id.in_(event.party_ids)
    return {choice.party.code: choice for choice in db.session.scalars(select(SilenceChoice).where(*own))}


def counting_choices(event: Event, now: datetime) -> dict[str, SilenceChoice]:
    """Of these, the ones that one of the party's approvers at this very event made or confirmed, who is in office
    today: who was named for another meeting alone, or left, binds the party for none of this one's texts.
    """
    named = {(head.party_id, head.person_id) for head in approving_heads(event, now)}
    return {code: each for code, each in choices_of(event).items() if (each.party_id, each.person_id) in named}


def may_be_silent(document: Document) -> bool:
    """Whether silence may settle it: what belongs to a settled text only where that was agreed by silence, and is not
    signed.
    """
    if document.of is None:
        return True
    settled = current_circulation(document.of)
    ways = {given.way for given in settled.approvals} if settled else set()
    return document.of.state == AGREED and SILENCE in ways


def find_choice(register_id: int, party_id: int) -> SilenceChoice | None:
    return db.session.get(SilenceChoice, (register_id, party_id))


def find_break(circulation_id: int) -> SilenceBreak | None:
    return db.session.scalar(select(SilenceBreak).where(SilenceBreak.circulation_id == circulation_id))


def silent_of(circulation: Circulation) -> list[Counted]:
    """Each party that has not spoken on a version under silence, and from when on its silence counts."""
    spoken = {given.party.code for given in circulation.approvals if not given.provisional}
    sent, reserved = _sent_to(circulation), _reserving(circulation.id)
    return [
        Counted(**each, sent=sent.get(each["party"]), reserved=each["party"] in reserved)
        for each in circulation.prior_choices
        if each["party"] not in spoken
    ]


def _sent_to(circulation: Circulation) -> dict[str, datetime]:
    """When the message of its circulation was sent to each party's secretariat, by the party's code."""
    mails = list(db.session.scalars(select(OutboxMail).where(OutboxMail.message_id == circulation.message_id)))
    at = {mail.recipient: mail.sent_at for mail in mails if mail.sent_at}
    addresses: dict[str, str] = mails[0].snapshot["addresses"] if mails else {}
    return {code: at[address] for code, address in addresses.items() if address in at}


def _reserving(circulation_id: int) -> set[str]:
    """Codes of the parties whose statement stands beside the version."""
    own = AttachedStatement.circulation_id == circulation_id, AttachedStatement.withdrawn_at.is_(None)
    return set(db.session.scalars(select(Party.code).join(AttachedStatement).where(*own)))


def silence_until(circulation: Circulation) -> datetime | None:
    """When silence settles the version; None where it does not, or not yet: a party must be told of it first."""
    if not circulation.waits_in_silence or circulation.deadline is None:
        return None
    return settles_at(circulation.deadline, silent_of(circulation))


@dataclass(frozen=True)
class Standing:
    """Names of the parties whose silence does not count (yet), and when silence settles the version, if it does."""

    unsent: list[dict[str, str]]
    reserved: list[dict[str, str]]
    until: datetime | None


def standing_of(circulation: Circulation) -> Standing:
    """Of a version that waits in silence."""
    silent, names = silent_of(circulation), {party.code: party.names for party in circulation.document.event.parties}
    return Standing(
        unsent=[names[each.party] for each in silent if each.sent is None],
        reserved=[names[each.party] for each in silent if each.reserved],
        until=settles_at(circulation.deadline, silent) if circulation.deadline else None,
    )


def told_of_silence(circulation: Circulation) -> dict[str, object]:
    """The same for a message to the secretariats, as plain JSON; empty where silence settles nothing."""
    if not circulation.waits_in_silence:
        return {}
    standing = standing_of(circulation)
    return asdict(standing) | {"until": standing.until.isoformat() if standing.until else None}


def with_deadline_near(now: datetime) -> list[int]:
    """Documents of which a version waits whose deadline has passed or comes soon: for the worker alone.

    One that silence may settle later than at its deadline is looked at until that has happened.
    """
    open_ones = Circulation.agreed_at.is_(None), Circulation.voided_at.is_(None)
    silent = (Circulation.procedure == SILENCE) & Circulation.silence_broken_at.is_(None)
    passed = (Circulation.deadline < now) & (Circulation.told_at.is_(None) | silent)
    coming = Circulation.warned_at.is_(None) & Circulation.told_at.is_(None) & (Circulation.deadline <= now + NEAR)
    statement = select(Circulation.document_id).where(*open_ones, or_(passed, coming))
    return list(db.session.scalars(statement.order_by(Circulation.deadline, Circulation.id)))


def parties_to_speak_for(event: Event, reader: Reader) -> list[Party]:
    """For which parties the reader may break silence: as who approves there, or as a secretary."""
    ids = {party.id for party in approving_parties(event.id, reader)} | reader.parties_as(SECRETARY)
    return [party for party in event.parties if party.id in ids]
