"""An account for somebody who may be known already: what the operator's page and `forumhub user add` share."""

from datetime import datetime

from forumhub.errors import N_, RuleBroken
from forumhub.parties import actions, policy, queries, rules
from forumhub.parties.models import Account, Person
from forumhub.parties.policy import Reader


def enter_account(
    *,
    email: str,
    name: str,
    party_code: str,
    password_hash: str | None,
    operator: bool,
    administrator: bool,
    by: Reader,
    now: datetime,
) -> Account:
    """The person is made where they are not known; `administrator` names the party's first.

    Raises RuleBroken for an unknown party or a known person of another one, and what the actions raise.
    """
    email = rules.check_email(email)
    person = _find_or_add_person(email, name, party_code, by, now)
    account = actions.add_account(person, password_hash, operator=operator, by=by, now=now)
    if administrator:
        _name_first_administrator(person, by, now)
    return account


def _find_or_add_person(email: str, name: str, party_code: str, by: Reader, now: datetime) -> Person:
    party = queries.find_party(party_code) if party_code else None
    if party_code and party is None:
        raise RuleBroken(N_("There is no party %(code)s; make it first."), "party", code=party_code)
    person = queries.find_person_by_email(email)
    if person and person.party_id != (party.id if party else None):
        raise RuleBroken(N_("The person with this address belongs elsewhere; their own party would be right."), "party")
    return person or actions.add_person(name=name, email=email, party=party, by=by, now=now)


def _name_first_administrator(person: Person, by: Reader, now: datetime) -> None:
    if person.party is None:
        raise RuleBroken(N_("An administrator belongs to a party; choose it."), "party")
    today = queries.today_of(person.party, now)
    actions.grant_role(person, person.party, policy.ADMINISTRATOR, today, None, by=by, now=now)
