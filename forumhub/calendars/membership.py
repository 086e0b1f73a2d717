"""Which collections show which events, as SQL over what holds now.

`public` shows every public event, `series/<ulid>` all of a series, `series-public/<ulid>` what everybody sees of it, so
that nothing else moves the counter of the feed that everybody reads; `event/<ulid>` an event with the sessions of its
published programme; `person/<ulid>` those where the person is a participant, `person/<code>/<ulid>` those where the
party names the person to lead or approve, for as long as the person holds a role of it. What a role shows is kept for
each party: `party/<code>` to everybody with a role, `staff/<code>`, events for delegates only, to its organizers and
secretaries. So a reader's collections are a reader's access (policy.may_see_event), and a feed is the union of some of
them. `agreement/<code>` shows all that carries an agreement out; like a series it is read only together with a reader's
collections.

What came of events is kept in the same way, by kind: `tasks/<code>` the actions that the party owns or helps with,
agreed at events that everybody with a role there sees; `tasks-staff/<code>` those of events for delegates only;
`tasks-named/<code>/<person ulid>` these, too, for who is named there for the party. `due…` the same actions as the
days on which they are due. `journals/<code>`, `journals-staff/<code>`: agreed minutes; `journals-named/<person ulid>`
those of events where the person is a participant, `journals-named/<code>/<person ulid>` of those where the party names
the person to lead or approve, for as long as the person holds a role of it.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, literal, select, true, union

from forumhub.agreements.models import Agreement
from forumhub.calendars.mapping import FULL, PUBLIC, RESTRICTED
from forumhub.events.models import Event, EventHead, EventParticipant, EventParty, Series
from forumhub.events.programme.models import Programme, ProgrammeSession
from forumhub.events.programme.rules import PUBLISHED
from forumhub.events.rules import NAMED
from forumhub.events.series.rules import FULL_DETAIL
from forumhub.parties import policy
from forumhub.parties.models import Party, Person

PUBLIC_EVENTS = "public"
SERIES, EVENT, PERSON, PARTY, STAFF = "series/", "event/", "person/", "party/", "staff/"
PUBLIC_SERIES = "series-public/"
AGREEMENT, ALL = "agreement/", "all/"

MEETINGS, TASKS, DUE, JOURNALS = "meetings", "tasks", "due", "journals"
"""What may be asked for: meetings; actions as VTODO, and as the days on which they are due; agreed minutes."""
ITEM_UIDS = {TASKS: "task-", DUE: "due-"}


def collections_of(person_ulid: str, roles: Mapping[str, Collection[str]], showing: str = MEETINGS) -> list[str]:
    """What somebody with these roles, by party's code, may see besides what is public, in the order of names."""
    staffed = [code for code, held in roles.items() if {policy.ORGANIZER, policy.SECRETARY} & set(held)]
    if showing == MEETINGS:
        by_role = [*(PARTY + code for code in roles), *(STAFF + code for code in staffed)]
        return sorted([*_naming(person_ulid, roles), *by_role])
    named = [*([""] if showing == JOURNALS else []), *(f"{code}/" for code in roles)]
    return sorted(
        [
            *(f"{showing}/{code}" for code in roles),
            *(f"{showing}-staff/{code}" for code in staffed),
            *(f"{showing}-named/{own}{person_ulid}" for own in named),
        ]
    )


def _naming(person_ulid: str, parties: Iterable[str]) -> list[str]:
    return [PERSON + person_ulid, *(f"{PERSON}{code}/{person_ulid}" for code in parties)]


class Reading(NamedTuple):
    """What a link reads: all that `collections` show, or only what one of `within` shows, too.

    The counters of `collections` tell of every change to it, and of nothing that the reader may not see; those of
    `within` would. Nothing leaves its series, and what comes under another agreement moves all that shows it.
    """

    collections: list[str]
    within: list[str] | None = None


def reading(asked: str, person_ulid: str, roles: Mapping[str, Collection[str]]) -> Reading:
    """What a link of this person shows with these roles.

    `asked` is `person/<ulid>`, what names the person; `all/<ulid>`, what the person sees for being named or by a role;
    `party/<code>`, `series/<ulid>`, `agreement/<code>`, what of this belongs there; `event/<ulid>`, the event, whose
    own collection, its programme, is read by whoever sees it; `tasks/<ulid>`, `due/<ulid>`, actions by role.
    """
    mine = collections_of(person_ulid, roles)
    kind, _, which = asked.partition("/")
    if kind in (TASKS, DUE):
        return Reading(collections_of(person_ulid, roles, kind))
    if asked.startswith(PERSON):
        return Reading(sorted(_naming(person_ulid, roles)))
    if asked.startswith(PARTY):
        return Reading(mine, [asked, STAFF + which])
    if asked.startswith(AGREEMENT):  # with the days of the actions that carry it out
        return Reading([*mine, PUBLIC_EVENTS, *collections_of(person_ulid, roles, DUE)], [asked])
    if asked.startswith((SERIES, EVENT)):
        return Reading([*mine, PUBLIC_EVENTS], [asked])
    return Reading(mine)


def uid_of(ulid: str, host: str) -> str:
    """RFC 5545, 3.8.4.7: for life, as the ULID and the installation's host are."""
    return f"{ulid}@{host}"


def item_uid(showing: str, register: str, code: str, host: str) -> str:
    """Of an action, as a task (TASKS) and as a due day (DUE). Codes of registers and in them are never used again."""
    return uid_of(f"{ITEM_UIDS[showing]}{register}-{code}", host)


def uids_of(event_ids: Iterable[int], changed: Iterable[int], host: str) -> Select[str]:
    """Of these events, and of all sessions that those of `changed` ever had."""
    ids, ending = list(event_ids), literal(uid_of("", host))
    sessions = select(ProgrammeSession.ulid + ending).join(ProgrammeSession.programme)
    both = union(
        select(Event.ulid + ending).where(Event.id.in_(ids)), sessions.where(Programme.event_id.in_(list(changed)))
    )
    return select(both.subquery("uids").c[0])


def places_of(event_ids: Iterable[int], host: str) -> Subquery:
    """Where these events and their sessions belong by what they are: collection, uid and audience, each once."""
    under = partial(_under, list(event_ids), host)
    published = and_(Programme.event_id == Event.id, Programme.state == PUBLISHED)
    sessions = (
        under(literal(EVENT) + Event.ulid, of=ProgrammeSession)
        .join(Programme, published)
        .join(ProgrammeSession, ProgrammeSession.programme_id == Programme.id)
        .where(ProgrammeSession.deleted_at.is_(None))
    )
    by_role = case((Event.access == policy.DELEGATES, STAFF), else_=PARTY)
    return union(
        under(literal(PUBLIC_EVENTS)).where(Event.access == policy.PUBLIC),
        under(literal(SERIES) + Series.ulid).join(Series, Series.id == Event.series_id),
        under(literal(PUBLIC_SERIES) + Series.ulid)
        .join(Series, Series.id == Event.series_id)
        .where(Event.access == policy.PUBLIC),
        under(literal(AGREEMENT) + Agreement.code).join(Agreement, Agreement.id == Event.agreement_id),
        under(literal(EVENT) + Event.ulid).join(Programme, published),
        sessions,
        under(by_role + Party.code).join(EventParty, EventParty.event_id == Event.id).join(Party),
    ).subquery("places")


def people_of(event_ids: Iterable[int], people: Collection[int] | None, host: str) -> Subquery:
    """Where these events belong because they name somebody of `people`, row ids, or anybody where it is None."""
    under = partial(_under, list(event_ids), host)
    among = true() if people is None else Person.id.in_(people)
    person = literal(PERSON) + Person.ulid
    return union(
        under(person)
        .join(EventParticipant, EventParticipant.event_id == Event.id)
        .join(Person)
        .where(EventParticipant.standing.in_(NAMED), among),
        under(literal(PERSON) + Party.code + "/" + Person.ulid)
        .join(EventHead, EventHead.event_id == Event.id)
        .join(Person)
        .join(Party, Party.id == EventHead.party_id)
        .where(among),
    ).subquery("people")


def _under(
    ids: list[int], host: str, collection: ColumnElement[str], of: type[Event | ProgrammeSession] = Event
) -> Select[str, str, str]:
    audience = case((Event.access == policy.PUBLIC, PUBLIC), (carries_more(), FULL), else_=RESTRICTED)
    uid = of.ulid + literal(uid_of("", host))
    return (
        select(collection.label("collection"), uid.label("uid"), audience.label("audience"))
        .select_from(Event)
        .where(Event.id.in_(ids))
    )


def carries_more() -> ColumnElement[bool]:
    """Of a statement that reads Event: whether its series lets calendars carry more than title, time, city and link."""
    detail = select(Series.calendar_detail).where(Series.id == Event.series_id).correlate(Event).scalar_subquery()
    return detail == FULL_DETAIL
