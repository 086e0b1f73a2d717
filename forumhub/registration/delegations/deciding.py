"""Accepting a submitted list, or returning it with words.

Who decides: the organizers of the host, whose room it is; where nobody hosts, those of the other parties
(`policy.may_give_places`). An event has organizers of every party, and each of them may edit it; but a party that
accepted its own list, and gave itself the places for it, would need nobody's trust. The host may accept its own: what
it gains by that is bounded by its quota and by the capacity, which hold under one lock whoever accepts. Those for whom
there is no place wait, in the order of the list, like everybody else.
"""

from datetime import datetime
from typing import NamedTuple

from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.parties import policy
from forumhub.parties.actions import add_person
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader
from forumhub.registration import notices as told
from forumhub.registration import rules as registration
from forumhub.registration.actions import change_function, confirm_registration, join_delegation
from forumhub.registration.delegations import notices, rules
from forumhub.registration.delegations.heading import keep_head
from forumhub.registration.delegations.keeping import check_seen, record
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.delegations.queries import Candidate, candidates_of
from forumhub.registration.models import Registration
from forumhub.registration.places import Said, close_invitations, leave, promote_waiting, register_person


class Accepted(NamedTuple):
    """How many of the list have a place, and how many wait."""

    confirmed: int
    waiting: int


def accept_list(nomination: Nomination, *, lock_version: int, waiting_seen: int, by: Reader, now: datetime) -> Accepted:
    """Who is new is registered, who was taken off is withdrawn, what was changed of the others holds from now on.

    Those who leave give their places to those who are new on the list, in its order; what is left then goes to who
    waits. `waiting_seen` is how many the organizer saw would wait. Raises NotAllowed unless `by` gives the party its
    places, RuleBroken where the list is not submitted or cannot be accepted so, Conflict where it is another one or
    more of it would wait.
    """
    event = _to_decide(nomination, by)
    check_seen(nomination, lock_version)
    registration.check_open(event.state, event.ends_at, now)
    candidates = candidates_of(nomination)
    _check_delegation(nomination, candidates)
    left = _withdraw(nomination, by, now)
    for each in candidates:
        _follow(nomination, each, by, now)
    for position, each in enumerate(candidates):
        _register(nomination, each, position, by, now)
    promote_waiting(event, now=now)
    keep_head(nomination, left, by=by, now=now)
    done = _outcome(nomination)
    if done.waiting > waiting_seen:
        raise Conflict(N_("Places were taken meanwhile, so that more of the list would wait. Look at it again."))
    _enter(nomination, "accept_list", rules.ACCEPTED, by, now, confirmed=done.confirmed, waiting=done.waiting)
    notices.tell_party(nomination, "accepted", now=now, confirmed=done.confirmed, waiting=done.waiting)
    return done


def return_list(nomination: Nomination, words: str, *, lock_version: int, by: Reader, now: datetime) -> Nomination:
    """Gives it back to its party, which reads the words and may amend it, after the deadline too. Raises as above."""
    _to_decide(nomination, by)
    check_seen(nomination, lock_version)
    words = words.strip()
    rules.check_words(words)
    nomination.words = words
    _enter(nomination, "return_list", rules.RETURNED, by, now)
    notices.tell_party(nomination, "returned", now=now)
    return nomination


def _to_decide(nomination: Nomination, by: Reader) -> Event:
    event = locked(Event, nomination.event_id)
    db.session.refresh(nomination)
    if not policy.may_give_places(by, nomination.party_id, event.host_id, event.party_ids):
        raise NotAllowed(
            N_("Lists are decided on by the host's organizers; where nobody hosts, by those of another party.")
        )
    rules.check_submitted(nomination.state)
    return event


def _check_delegation(nomination: Nomination, candidates: list[Candidate]) -> None:
    """Raises RuleBroken where somebody on the list is another party's, or comes for another one."""
    for each in candidates:
        homes = {each.person.party_id} if each.person else set()
        if each.registration and each.registration.state in registration.REGISTERED:
            homes.add(each.registration.party_id)
        if homes - {None, nomination.party_id}:
            message = N_("%(name)s is known as another party's, or comes for another one: return the list, saying so.")
            raise RuleBroken(message, name=each.nominee.name)


def _withdraw(nomination: Nomination, by: Reader, now: datetime) -> set[int]:
    """Those who were taken off the list give up their places and are told; returns their persons' row ids."""
    leaving = [each.registration for each in nomination.leaving if each.registration]
    for gone in leaving:
        before = gone.state
        registration.check_may_withdraw(before)
        close_invitations(gone, now=now)
        leave(gone, "withdraw", registration.WITHDRAWN, by=by.person_id, now=now)
        told.tell_ended(gone, before, now=now)
    return {gone.person_id for gone in leaving}


def _follow(nomination: Nomination, each: Candidate, by: Reader, now: datetime) -> None:
    """Who is registered gets the function that the list says; a guest counts for the party's places from now on."""
    there, function = each.registration, each.nominee.function
    if there is None or there.state not in registration.REGISTERED:
        return
    if there.party_id is None:
        join_delegation(there, nomination.party, function, by=by, now=now)
    else:
        change_function(there, function, promote=False, by=by, now=now)


def _register(nomination: Nomination, each: Candidate, position: int, by: Reader, now: datetime) -> None:
    """With a place or in the queue; who applied by themselves before is confirmed, as their party wants them, too."""
    nominee = each.nominee
    nominee.person = each.person or _enter_person(nomination, nominee, by, now)
    said: Said = {
        "precedence": position, "honorific": nominee.honorific, "title": nominee.title,
        "affiliation": nominee.affiliation,
    }  # fmt: skip
    nominee.registration = there = register_person(
        nomination.event, nominee.person, party=nomination.party, function=nominee.function,
        way=registration.NOMINATED, wanted=True, by=by, now=now, **said,
    )  # fmt: skip
    there.party = nomination.party
    for name, value in said.items():
        setattr(there, name, value)
    _want(there, by, now)


def _want(there: Registration, by: Reader, now: datetime) -> None:
    if there.state == registration.APPLIED:
        confirm_registration(there, by=by, now=now)
    there.wanted = True


def _enter_person(nomination: Nomination, nominee: Nominee, by: Reader, now: datetime) -> Person:
    return add_person(
        name=nominee.typed_name, own_name=nominee.typed_own_name, email=nominee.typed_email or None,
        title=nominee.title[:200], party=nomination.party, by=by, now=now,
    )  # fmt: skip


def _outcome(nomination: Nomination) -> Accepted:
    states = [each.registration.state for each in nomination.listed if each.registration]
    waiting = states.count(registration.WAITING)
    return Accepted(len(states) - waiting, waiting)


def _enter(nomination: Nomination, act: str, state: str, by: Reader, now: datetime, **details: object) -> None:
    if state == rules.ACCEPTED:
        nomination.nominees = nomination.listed
        nomination.accepted_at, nomination.words = now, ""
    nomination.state, nomination.changed_at = state, now
    nomination.lock_version += 1
    db.session.flush()
    record(nomination, act, readers=nomination.event.party_ids, by=by.person_id, now=now, **details)
