"""Roles: granted and ended by the party's own administrator, and told to the party and to the person."""

from datetime import date, datetime

from sqlalchemy import select

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.mail.rules import one_line
from forumhub.parties import policy, queries, rules
from forumhub.parties.addressing import secretariat
from forumhub.parties.models import Grant, Party, Person
from forumhub.parties.policy import Reader
from forumhub.parties.signals import office_left, role_ending


def require_unquarantined(reader: Reader) -> None:
    """Raises NotAllowed within the 72 hours after a reset of the reader's password or second factor."""
    if not policy.may_commit_party(reader):
        raise NotAllowed(
            N_(
                "The password or the second factor of your account was reset lately, so it cannot act for a party yet. "
                "Your account's page says from when it can; until then somebody else with the role may act."
            )
        )


def grant_role(
    person: Person,
    party: Party,
    role: str,
    from_date: date,
    until_date: date | None,
    *,
    by: Reader,
    now: datetime,
) -> Grant:
    """Both days included, by the party's calendar. Mails the secretariat and the person.

    Raises NotAllowed, and RuleBroken for a term that has passed, a role held already or a person of another party.
    """
    party = locked(Party, party.id)
    require_unquarantined(by)
    if not policy.may_grant(by, party.id, role, has_administrator=queries.has_administrator(party.id, now)):
        raise NotAllowed(N_("Roles are granted by the party's own administrator."))
    rules.check_role(role)
    rules.check_term(from_date, until_date, queries.today_of(party, now))
    _check_home(person, party)
    _check_not_held(person, party, role, (from_date, until_date))
    grant = Grant(person=person, party=party, role=role, from_date=from_date, until_date=until_date)
    grant.granted_by_id, grant.granted_at = by.person_id, now
    db.session.add(grant)
    db.session.flush()
    _tell("role_granted", "parties.grant_role", grant, by, now)
    return grant


def end_role(grant: Grant, reason: str, *, by: Reader, now: datetime) -> Grant:
    """Ends it now. Raises Conflict where it was ended before, RuleBroken where it is the last administrator's."""
    role_ending.send(person=grant.person, party=grant.party)
    party = locked(Party, grant.party_id)
    grant = locked(Grant, grant.id)
    require_unquarantined(by)
    if not policy.may_administer(by, party.id):
        raise NotAllowed(N_("Roles are ended by the party's own administrator."))
    if grant.ended_at:
        raise Conflict(N_("This role was ended already."))
    reason = one_line(reason)
    if not reason:
        raise RuleBroken(N_("The reason is missing; a few words that the person may read would be right."), "reason")
    grant.ended_at, grant.ended_by_id, grant.reason = now, by.person_id, reason
    db.session.flush()
    if grant.role == policy.ADMINISTRATOR and not queries.has_administrator(party.id, now):
        raise RuleBroken(N_("The party would be left without an administrator; grant the role to somebody else first."))
    _tell("role_ended", "parties.end_role", grant, by, now)
    if not queries.has_office(grant.person_id, party, now):
        office_left.send(person=grant.person, party=party, by=by, now=now)
    return grant


def _check_home(person: Person, party: Party) -> None:
    if person.party_id != party.id:
        raise RuleBroken(
            N_("%(name)s does not belong to this party; somebody of %(party)s would be right."),
            "person",
            name=person.name,
            party=party.code,
        )


def _check_not_held(person: Person, party: Party, role: str, term: tuple[date, date | None]) -> None:
    held = select(Grant).where(
        Grant.person_id == person.id, Grant.party_id == party.id, Grant.role == role, Grant.ended_at.is_(None)
    )
    if any(rules.terms_overlap(term, (grant.from_date, grant.until_date)) for grant in db.session.scalars(held)):
        raise RuleBroken(
            N_("%(name)s holds this role already on some of these days; other days would be right."),
            "role",
            name=person.name,
        )


def _tell(template: str, act: str, grant: Grant, by: Reader, now: datetime) -> None:
    person, party = grant.person, grant.party
    snapshot = {
        "person": person.name,
        "party": {"code": party.code, "names": party.names},
        "role": grant.role,
        "from_date": grant.from_date.isoformat(),
        "until_date": grant.until_date.isoformat() if grant.until_date else "",
        "reason": grant.reason or "",
        "by": by.name,
        "at": now.isoformat(),
    }
    recipients = [secretariat(party)]
    if person.email:
        recipients.append(Recipient(person.email, person.name, person.language, person.timezone))
    post_to_each(template, recipients, snapshot, now=now)
    audit.record(act, grant.ulid, by=by.person_id, parties=[party.id], now=now, label=person.name, role=grant.role)
