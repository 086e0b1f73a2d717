"""Writes of the parties room: parties, organs, people, accounts; roles are in `granting`, sessions in `credentials`."""

import secrets
from datetime import datetime

from forumhub import audit
from forumhub.database import db
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.mail.rules import one_line
from forumhub.parties import policy, queries, rules
from forumhub.parties.granting import end_role, grant_role, require_unquarantined
from forumhub.parties.models import Account, Organ, Party, Person
from forumhub.parties.policy import Reader

__all__ = [
    "add_account",
    "add_organ",
    "add_party",
    "add_person",
    "edit_person",
    "end_role",
    "grant_role",
    "require_unquarantined",
]


def add_party(
    *,
    code: str,
    names: dict[str, str],
    secretariat_email: str,
    timezone: str,
    city: dict[str, str],
    language: str = "en",
    by: Reader,
    now: datetime,
) -> Party:
    """`names` and `city` by language. Raises NotAllowed, RuleBroken, Conflict where the code is taken."""
    _require_operator(by)
    rules.check_party_code(code)
    rules.check_timezone(timezone)
    email = rules.check_email(secretariat_email, "secretariat_email")
    _check_names(names)
    if queries.find_party(code):
        raise Conflict(N_("There is a party with the code %(code)s already."), code=code)
    party = Party(
        code=code, names=names, secretariat_email=email, timezone=timezone, city=city or names, language=language
    )
    db.session.add(party)
    db.session.flush()
    audit.record("parties.add_party", code, by=by.person_id, parties=[party.id], now=now)
    return party


def add_organ(party: Party, *, code: str, names: dict[str, str], by: Reader, now: datetime) -> Organ:
    """Raises NotAllowed, RuleBroken, Conflict where the code is taken."""
    _require_operator(by)
    rules.check_organ_code(code, party.code)
    _check_names(names)
    if queries.find_organ(code):
        raise Conflict(N_("There is an organ with the code %(code)s already."), code=code)
    organ = Organ(party=party, code=code, names=names)
    db.session.add(organ)
    db.session.flush()
    audit.record("parties.add_organ", code, by=by.person_id, parties=[party.id], now=now)
    return organ


def add_person(
    *,
    name: str,
    email: str | None,
    party: Party | None,
    organ: Organ | None = None,
    own_name: str = "",
    title: str = "",
    language: str | None = None,
    timezone: str | None = None,
    by: Reader,
    now: datetime,
) -> Person:
    """Language and time zone are the party's where they are not given.

    Raises NotAllowed, RuleBroken for a bad name, address or organ, Conflict where somebody has the address.
    """
    if not policy.may_enter_people(by, party.id if party else None):
        raise NotAllowed(N_("People are entered by those who invite them, or by the party's administrator."))
    address = rules.check_email(email) if email else None
    if address and queries.find_person_by_email(address):
        raise Conflict(N_("Somebody with this e-mail address is known already; each person has their own."))
    if organ and (party is None or organ.party_id != party.id):
        raise RuleBroken(N_("The organ belongs to another party."), "organ")
    person = Person(
        name=rules.check_name(name),
        own_name=one_line(own_name),
        title=one_line(title),
        email=address,
        party=party,
        organ=organ,
        language=language or (party.language if party else "en"),
        timezone=timezone or (party.timezone if party else "UTC"),
    )
    rules.check_timezone(person.timezone)
    db.session.add(person)
    db.session.flush()
    parties = [party.id] if party else []
    audit.record("parties.add_person", person.ulid, by=by.person_id, parties=parties, now=now, label=person.name)
    return person


def enter_oneself(*, name: str, own_name: str, email: str, language: str, timezone: str, now: datetime) -> Person:
    """By somebody who has shown that the address is theirs. For whom they come is not for them to say: no party.

    Raises RuleBroken for a bad name, address or time zone.
    """
    rules.check_timezone(timezone)
    person = Person(name=rules.check_name(name), own_name=one_line(own_name), email=rules.check_email(email))
    person.language, person.timezone = language, timezone
    db.session.add(person)
    db.session.flush()
    audit.record("parties.add_person", person.ulid, by=person.id, parties=[], now=now, label=person.name)
    return person


def edit_person(person: Person, *, language: str, timezone: str, by: Reader) -> Person:
    """One's own language and clock. Raises NotAllowed, RuleBroken."""
    if by.person_id != person.id:
        raise NotAllowed(N_("Everybody chooses their own language and time zone."))
    rules.check_timezone(timezone)
    person.language, person.timezone = language, timezone
    db.session.flush()
    return person


def add_account(
    person: Person, password_hash: str | None, *, operator: bool = False, by: Reader, now: datetime
) -> Account:
    """`password_hash` is made before the transaction; None: a link to choose one is mailed by the caller.

    Raises NotAllowed, RuleBroken where the person has no address, Conflict where they have an account.
    """
    _require_operator(by)
    if not person.email:
        raise RuleBroken(N_("An account needs an e-mail address."), "email")
    if person.account or queries.find_account(person.email):
        raise Conflict(N_("%(name)s has an account already."), name=person.name)
    account = Account(
        person=person,
        email=person.email,
        password=password_hash,
        operator=operator,
        fs_uniquifier=secrets.token_hex(32),
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    parties = [person.party_id] if person.party_id else []
    audit.record("parties.add_account", person.ulid, by=by.person_id, parties=parties, now=now, label=person.name)
    return account


def _require_operator(by: Reader) -> None:
    if not policy.may_keep_installation(by):
        raise NotAllowed(N_("Parties, organs and accounts are made by the operator of the installation."))


def _check_names(names: dict[str, str]) -> None:
    if not any(name.strip() for name in names.values()):
        raise RuleBroken(N_("A name in one language at least would be right."), "name_en")
