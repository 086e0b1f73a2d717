"""Writes of a party's digest: the mail of a week, and what the party wishes."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import String, cast, delete, literal, update

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.followup.digests import queries
from forumhub.followup.digests.contents import contents_for
from forumhub.followup.digests.models import MONDAY, DigestMail, DigestOff, DigestWish
from forumhub.followup.reminding.rules import digest_day, their_day
from forumhub.mail.actions import post
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader, may_keep_mailbox
from forumhub.registration.queries import token_sha256

TEMPLATE = "party_digest"


def digest_due(party: Party, now: datetime) -> date | None:
    """The day whose digest is due now and has something to say.

    None out of the party's hours, after it was sent, and where it is stopped.
    """
    wish, today = queries.find_wish(party.id), their_day(now, party.timezone)
    if today is None or (wish and wish.stopped_at):
        return None
    day = digest_day(today, wish.weekday if wish else MONDAY, queries.days_sent(party.id))
    return day if day and contents_for(party, now.date()) else None


def write_digest(party_id: int, *, now: datetime) -> DigestMail | None:
    """Writes the party's digest of the week to its secretariat, if one is due; None where none is.

    The party's row is locked, so that of two workers the second finds what the first has written.
    """
    party = locked(Party, party_id)
    day = digest_due(party, now)
    if day is None:
        return None
    token = secrets.token_urlsafe(24)
    mail = DigestMail(party_id=party.id, digest_on=day, token_sha256=token_sha256(token), written_at=now)
    db.session.add(mail)
    db.session.flush()
    to = secretariat(party)
    post(
        TEMPLATE,
        to_email=to.email,
        to_name=to.name,
        language=to.language,
        timezone=to.timezone,
        snapshot={"digest": mail.id},
        secret=token,
        now=now,
    )
    return mail


def tune_digest(party: Party, weekday: int, off: Collection[int], *, by: Reader, now: datetime) -> None:
    """`off` are row ids of registers; those that the reader does not see stay as they were.

    Raises NotAllowed for who is neither secretary nor administrator of the party, RuleBroken.
    """
    _require_keeper(party, by)
    if weekday not in range(7):
        raise RuleBroken(N_("Choose a day of the week."), field="weekday")
    _wish_of(party.id).weekday = weekday
    seen = {register.id for register, _titles in queries.registers_of(party, by)}
    db.session.execute(delete(DigestOff).where(DigestOff.party_id == party.id, DigestOff.register_id.in_(seen)))
    db.session.add_all(DigestOff(party_id=party.id, register_id=id) for id in set(off) & seen)
    _enter("followup.tune_digest", party, by, now)


def stop_digest(party: Party, *, by: Reader | None, now: datetime) -> None:
    """None is sent from now on; once more changes nothing. `by` is None for who reads the mailbox and has no account.

    Raises NotAllowed as `tune_digest` does.
    """
    _require_keeper(party, by)
    wish = _wish_of(party.id)
    if wish.stopped_at is None:
        wish.stopped_at = now
        _enter("followup.stop_digest", party, by, now)


def resume_digest(party: Party, *, by: Reader | None, now: datetime) -> None:
    """As `stop_digest`. Where an account does it, the links of the mails before stop nothing any more."""
    _require_keeper(party, by)
    wish = _wish_of(party.id)
    if wish.stopped_at is not None:
        wish.stopped_at = None
        if by:
            _end_links(party.id)
        _enter("followup.resume_digest", party, by, now)


def _end_links(party_id: int) -> None:
    ended = literal("ended-") + cast(DigestMail.id, String)
    db.session.execute(update(DigestMail).where(DigestMail.party_id == party_id).values(token_sha256=ended))


def _require_keeper(party: Party, by: Reader | None) -> None:
    if by and not may_keep_mailbox(by, party.id):
        raise NotAllowed(N_("The party's secretaries and administrators choose what its mailbox is sent."))


def _wish_of(party_id: int) -> DigestWish:
    """The party's, made where there is none."""
    locked(Party, party_id)
    wish = queries.find_wish(party_id)
    if wish is None:
        wish = DigestWish(party_id=party_id, weekday=MONDAY)
        db.session.add(wish)
    return wish


def _enter(act: str, party: Party, by: Reader | None, now: datetime) -> None:
    """On record for the party: its secretariat's mail is the affair of all of its people, and of nobody else."""
    audit.record(act, party.code, by=by.person_id if by else None, parties={party.id}, now=now)
    db.session.flush()
