"""Writes of a party's list: putting people on it, changing what is said of them, their order, taking them off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from forumhub.database import new_ulid
from forumhub.errors import N_, Conflict, NotFound, RuleBroken
from forumhub.events.models import Event
from forumhub.mail.rules import one_line
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.parties.queries import find_person_by_email
from forumhub.parties.rules import check_email, check_name
from forumhub.registration import rules as registration
from forumhub.registration.delegations import rules
from forumhub.registration.delegations.keeping import AMENDED, enter, to_amend
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.delegations.queries import functions_there, get_nominee
from forumhub.registration.delegations.values import Described, Typed
from forumhub.registration.models import Registration


def put_on_list(
    event: Event, party: Party, *, ulid: str = "", by: Reader, now: datetime, **typed: Unpack[Typed]
) -> Nominee:
    """Somebody who is entered by name. An address that one of the party's own people has means that person.

    Raises NotAllowed unless `by` keeps the party's list, RuleBroken for what cannot be, and after the deadline.
    """
    nomination = to_amend(event, party, by, now)
    name = check_name(typed["name"])
    email = check_email(typed["email"]) if typed["email"] else ""
    known = find_person_by_email(email) if email else None
    person = known if known and known.party_id == party.id else None
    rules.check_once(email, {each.email for each in nomination.listed} - {""}, "email")
    nominee = Nominee(
        ulid=ulid or new_ulid(), typed_name=name, typed_own_name=one_line(typed["own_name"]), typed_email=email
    )
    _add(nomination, nominee, person, typed)
    enter(nomination, AMENDED, by=by, now=now)
    return nominee


def put_known_on_list(event: Event, party: Party, people: Iterable[Person], *, by: Reader, now: datetime) -> int:
    """People of the party: as what they are registered or named at the event already, else as members.

    Who is on the list stays as they are. Returns how many are new.
    """
    nomination = to_amend(event, party, by, now)
    there = {nominee.person_id for nominee in (*nomination.listed, *nomination.leaving)}
    chosen = [person for person in people if person.id not in there]
    functions = functions_there(event.id, party.id, [person.id for person in chosen])
    for person in chosen:
        function = _fitting(nomination, functions.get(person.id, registration.MEMBER))
        described = Described(function=function, honorific="", title=person.title, affiliation="")
        _add(nomination, Nominee(), person, described)
    if chosen:
        enter(nomination, AMENDED, by=by, now=now)
    return len(chosen)


def copy_list(event: Event, party: Party, members: Iterable[Registration], *, by: Reader, now: datetime) -> int:
    """The delegation of an earlier event, as a draft to be edited; only onto an empty list. Returns how many."""
    nomination = to_amend(event, party, by, now)
    if nomination.listed:
        raise RuleBroken(N_("There are people on the list already, so the earlier one is not put on it."))
    for member in members:
        described = Described(
            function=_fitting(nomination, member.function),
            honorific=member.honorific,
            title=member.title or member.person.title,
            affiliation=member.affiliation,
        )
        _add(nomination, Nominee(), member.person, described)
    enter(nomination, AMENDED, by=by, now=now)
    return len(nomination.listed)


def edit_nominee(
    event: Event, party: Party, ulid: str, *, lock_version: int, by: Reader, now: datetime, **typed: Unpack[Typed]
) -> Nominee:
    """Of a person who is known, name and address stay as they are. Raises Conflict for a stale save, NotFound."""
    nomination = to_amend(event, party, by, now)
    nominee = get_nominee(nomination, ulid)
    if nominee.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this entry since you opened it, so yours was not saved."))
    rules.check_function(typed["function"], _head_of(nomination, but=nominee))
    if nominee.person is None:
        nominee.typed_name, nominee.typed_own_name = check_name(typed["name"]), one_line(typed["own_name"])
        nominee.typed_email = check_email(typed["email"]) if typed["email"] else ""
        others = {each.email for each in nomination.listed if each is not nominee} - {""}
        rules.check_once(nominee.typed_email, others, "email")
    _describe(nominee, typed)
    nominee.lock_version += 1
    enter(nomination, AMENDED, by=by, now=now)
    return nominee


def move_nominee(event: Event, party: Party, ulid: str, direction: str, *, by: Reader, now: datetime) -> None:
    """One place up or down in the list's order."""
    nomination = to_amend(event, party, by, now)
    listed = nomination.listed
    if get_nominee(nomination, ulid) not in listed:
        raise NotFound
    order = rules.moved(range(len(listed)), [each.ulid for each in listed].index(ulid), direction)
    for position, place in enumerate(order):
        listed[place].position = position
    enter(nomination, AMENDED, by=by, now=now)


def remove_nominee(event: Event, party: Party, ulid: str, *, by: Reader, now: datetime) -> None:
    """Who is registered stays so until the amended list is accepted; whoever is new is gone from the list."""
    nomination = to_amend(event, party, by, now)
    nominee = get_nominee(nomination, ulid)
    if nominee.registration is None or nominee.ended:
        nomination.nominees.remove(nominee)
    elif rules.can_leave(nominee.registration.state):
        nominee.removed = True
    else:
        raise RuleBroken(N_("It is recorded whether this person came, so they stay on the list."))
    enter(nomination, AMENDED, by=by, now=now)


def restore_nominee(event: Event, party: Party, ulid: str, *, by: Reader, now: datetime) -> None:
    """Somebody who was taken off the list comes after all. Raises RuleBroken where another leads meanwhile."""
    nomination = to_amend(event, party, by, now)
    nominee = get_nominee(nomination, ulid)
    rules.check_function(nominee.function, _head_of(nomination, but=nominee))
    nominee.removed = False
    enter(nomination, AMENDED, by=by, now=now)


def _add(nomination: Nomination, nominee: Nominee, person: Person | None, said: Described) -> None:
    rules.check_length(len(nomination.listed) + 1)
    if person:
        there = {str(each.person_id) for each in (*nomination.listed, *nomination.leaving)}
        rules.check_once(str(person.id), there, "email")
    rules.check_function(said["function"], _head_of(nomination))
    nominee.person, nominee.removed = person, False
    nominee.position = max((each.position for each in nomination.nominees), default=-1) + 1
    nominee.lock_version = 1
    _describe(nominee, said)
    nomination.nominees.append(nominee)


def _describe(nominee: Nominee, said: Described) -> None:
    nominee.function = said["function"]
    for name in ("honorific", "title", "affiliation"):
        setattr(nominee, name, one_line(str(said[name])))  # type: ignore[literal-required]


def _fitting(nomination: Nomination, function: str) -> str:
    """The function; of a second head, that of a deputy."""
    return registration.DEPUTY if function == registration.HEAD and _head_of(nomination) else function


def _head_of(nomination: Nomination, but: Nominee | None = None) -> str:
    """The name of who leads; empty where nobody does."""
    heads = (each for each in nomination.listed if each.function == registration.HEAD and each is not but)
    return next((each.name for each in heads), "")
