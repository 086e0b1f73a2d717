"""The delegations of an event in the order of precedence, and one of them."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from forumhub import clock
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.events.views.room import asked
from forumhub.parties import policy
from forumhub.parties.models import Person
from forumhub.registration import rules as registration
from forumhub.registration.delegations import queries, rules, standings
from forumhub.registration.delegations.comparing import changes_of, differences_of
from forumhub.registration.delegations.foreseeing import over_quota
from forumhub.registration.delegations.forms import KnownForm, NomineeForm
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.delegations.standings import LastList, Standing
from forumhub.registration.delegations.views.reading import Seen, read, takes_part
from forumhub.registration.queries import delegation_of, settings_of
from forumhub.registration.settings.queries import allotment_of
from forumhub.registration.settings.rules import Allotment
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right

LIST_STATES = {
    rules.AWAITED: _l("Not submitted yet"),
    rules.DRAFT: _l("Draft"),
    rules.SUBMITTED: _l("Submitted"),
    rules.RETURNED: _l("Returned"),
    rules.ACCEPTED: _l("Accepted"),
}
CHANGED = {
    "function": _l("function"),
    "honorific": _l("honorific"),
    "title": _l("official title"),
    "affiliation": _l("ministry or organisation"),
}


@blueprint.app_context_processor
def delegation_words() -> dict[str, object]:
    return {"list_states": LIST_STATES, "is_past": lambda moment: moment < clock.now()}


@blueprint.app_template_filter("nominee_word")
def nominee_word(column: str) -> str:
    """What of a nominee changes, in words."""
    return str(CHANGED[column])


@blueprint.get("/events/<ulid>/delegations")
@right(SIGNED_IN)
def delegations(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    event = get_event(ulid, reader)
    led = queries.parties_led(event.id, reader)
    if not takes_part(event, led):
        raise NotFound
    settings = settings_of(event)
    return render_template(
        "registration/delegations/list.html",
        event=event,
        settings=settings,
        standings=_as_seen(event, led, settings.shown),
        kept=[party for party in event.parties if policy.may_nominate(reader, party.id, leads=party.id in led)],
        may_organize=policy.may_organize(reader, event.party_ids),
    )


def _as_seen(event: Event, led: set[int], shown: str) -> list[Standing]:
    """With each delegation's state and sight as the reader may know them."""
    reader = current_reader()
    organizes = policy.may_organize(reader, event.party_ids)
    found = standings.standings_of(event)
    for each in found:
        own = each.party.id in reader.party_ids | led
        keeps = policy.may_nominate(reader, each.party.id, leads=each.party.id in led)
        each.sight = rules.sight(own=own, organizes=organizes, shown=shown)
        each.to_decide = each.state == rules.SUBMITTED and policy.may_give_places(
            reader, each.party.id, event.host_id, event.party_ids
        )
        each.state = rules.state_shown(each.state, accepted=each.accepted, own=keeps, organizes=organizes)
    return found


@blueprint.get("/events/<ulid>/delegations/<code>")
@right(SIGNED_IN)
def delegation(ulid: str, code: str) -> ResponseReturnValue:
    seen = read(ulid, code)
    if seen.nominates or seen.nomination is not None:
        return list_page(seen)
    in_full = seen.sight == rules.IN_FULL
    members = standings.members_of(seen.event.id, seen.party.id, in_full=in_full)
    return render_template("registration/delegations/members.html", seen=seen, event=seen.event, members=members)


@dataclass
class Places:
    """What the delegation has, and how many of it are on its list, or held by people of the party beside it."""

    allotment: Allotment
    listed: tuple[int, int]
    beside: tuple[int, int]
    over: list[str]


def places_of(seen: Seen) -> Places:
    """Two queries."""
    allotment = allotment_of(delegation_of(seen.event.id, seen.party.id))
    held = queries.held_by_others(seen.nomination, seen.event.id, seen.party.id)
    listed = [(each.ulid, each.function) for each in _by_places(seen.nomination)]
    observing = sum(function == registration.OBSERVER for _ulid, function in listed)
    left = [
        None if limit is None else max(limit - held[number], 0)
        for limit, number in ((allotment.quota, False), (allotment.observers, True))
    ]
    return Places(allotment, (len(listed) - observing, observing), (held[False], held[True]), over_quota(listed, *left))


def _by_places(nomination: Nomination | None) -> list[Nominee]:
    """Who is on the list: first who has a place, then who is new and gets the next ones, then who waits."""

    def rank(nominee: Nominee) -> int:
        there = nominee.registration
        if there is None:
            return 1
        return 0 if registration.holds_place(there.state, there.offered_until) else 2

    return sorted(nomination.listed, key=rank) if nomination else []


def list_page(seen: Seen, form: NomineeForm | None = None) -> str:
    """The party's list: to keep, or as it was submitted. `form` holds what was typed and not taken."""
    nomination, search = seen.nomination, asked("search")["search"]
    people = _to_choose(seen, search) if seen.may_amend else []
    return render_template(
        "registration/delegations/show.html",
        seen=seen,
        event=seen.event,
        nomination=nomination,
        places=places_of(seen),
        differences=differences_of(nomination) if nomination else rules.Differences(),
        changes=_changes(nomination),
        people=people,
        search=search,
        form=form or NomineeForm(formdata=None),
        known=KnownForm.of(people),
        last=_last_list(seen),
    )


def _changes(nomination: Nomination | None) -> dict[str, tuple[str, ...]]:
    """By ULID, what differs of a nominee from what was accepted."""
    if nomination is None or not nomination.accepted_once:
        return {}
    return {each.ulid: changes for each in nomination.listed if (changes := changes_of(each))}


def _to_choose(seen: Seen, search: str) -> list[Person]:
    nomination = seen.nomination
    there = [*nomination.listed, *nomination.leaving] if nomination else []
    return queries.people_to_choose(seen.party.id, [each.person_id for each in there if each.person_id], search)


def _last_list(seen: Seen) -> LastList | None:
    """Where it can be put on the list, which is empty."""
    if not seen.may_amend or (seen.nomination and seen.nomination.listed):
        return None
    return standings.last_list(seen.event, seen.party.id, current_reader())
