"""Writes of date polls: proposing, answering, extending, closing, choosing and withdrawing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from forumhub.database import db, locked, new_ulid
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events import rules as event_rules
from forumhub.events.entering import check_clause, require_organizer
from forumhub.events.models import Event
from forumhub.events.polls import notices, proposing, rules
from forumhub.events.polls.entering import enter, to_answer, to_keep
from forumhub.events.polls.models import Poll, PollAnswer, PollSlot, PollWord
from forumhub.events.polls.queries import find_open_poll, secretariat_of
from forumhub.events.polls.reminding import remind_due, remind_poll
from forumhub.events.polls.settling import make_event, set_date
from forumhub.events.polls.values import PollValues, of_event
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, Reader

__all__ = [
    "answer_poll",
    "choose_slot",
    "close_poll",
    "extend_poll",
    "open_poll",
    "remind_due",
    "remind_poll",
    "withdraw_poll",
]


def open_poll(
    *,
    slots: Sequence[proposing.Period],
    deadline: datetime,
    shown: str = rules.AT_CLOSE,
    note: str = "",
    event: Event | None = None,
    ulid: str = "",
    by: Reader,
    now: datetime,
    **values: Unpack[PollValues],
) -> Poll:
    """Proposes these slots (wall clocks) to the event's parties, or for a new event of these values; tells everyone.

    `deadline` is an instant. Raises NotAllowed unless `by` organizes for one of the parties, RuleBroken for slots that
    cannot be, a deadline that is not before them, and an event whose date stands or is being asked for already.
    """
    if event is not None:
        values = of_event(_to_ask_for(event))
    poll = Poll(ulid=ulid or new_ulid(), event=event, shown=shown, note=note, deadline=deadline, **values)
    poll.opened_at, poll.answers = now, []
    event_rules.check_titles(poll.titles)
    event_rules.check_parties(poll.party_ids, poll.host.id if poll.host else None)
    require_organizer(by, poll.party_ids)
    check_clause(poll.agreement, poll.clause)
    poll.slots = _slots(slots, poll.timezone, now)
    proposing.check_deadline(deadline, now, poll.slots[0].starts_at)
    poll.proposed_by, poll.proposer_id = _party_of(by, poll.parties), by.person_id
    db.session.add(poll)
    enter(poll, "open_poll", by=by.person_id, now=now, slots=len(slots))
    notices.tell("poll_opened", poll, now=now)
    return poll


def _to_ask_for(event: Event) -> Event:
    """The event under its lock: two who propose dates at once do not both."""
    event = locked(Event, event.id)
    rules.check_settable(event.state)
    if find_open_poll(event.id):
        raise RuleBroken(
            N_("Dates for this event are being asked for already: choose one there, or withdraw that poll.")
        )
    return event


def _slots(slots: Sequence[proposing.Period], timezone: str, now: datetime) -> list[PollSlot]:
    proposing.check_slots(slots, timezone)
    times = sorted((*proposing.slot_instants(start, end, timezone), start, end) for start, end in slots)
    proposing.check_slots_ahead(((starts_at, ends_at) for starts_at, ends_at, _start, _end in times), now)
    return [
        PollSlot(number=number, starts_at=starts_at, ends_at=ends_at, local_start=start, local_end=end)
        for number, (starts_at, ends_at, start, end) in enumerate(times, 1)
    ]


def _party_of(by: Reader, parties: Sequence[Party]) -> Party:
    """For which of them the organizer proposes: the own one first."""
    own = [party for party in parties if party.id in by.parties_as(ORGANIZER)]
    return min(own, key=lambda party: (party.id != by.home_party_id, party.code))


def answer_poll(
    poll: Poll, party: Party, words: Sequence[tuple[str, str]], *, seen: int, by: Reader, now: datetime
) -> PollAnswer:
    """A party's (word, comment) for each slot, in their order; it takes the place of what the party said before.

    `seen` is how many answers of the party the writer had read. Raises NotAllowed for who does not answer for the
    party, RuleBroken after the deadline and where a slot is left out, Conflict where a colleague answered meanwhile.
    """
    poll = to_answer(poll)
    if party.id not in poll.party_ids or party.id not in secretariat_of(by):
        raise NotAllowed(N_("A party's own organizer or secretary answers for it."))
    rules.check_answering(poll.state, poll.deadline, poll.timezone, now)
    rules.check_seen(seen, sum(answer.party_id == party.id for answer in poll.answers))
    rules.check_words(words, len(poll.slots))
    answer = PollAnswer(party=party, person_id=by.person_id, at=now)
    answer.words = [
        PollWord(number=number, word=word, comment=comment) for number, (word, comment) in enumerate(words, 1)
    ]
    poll.answers.append(answer)
    enter(poll, "answer_poll", by=by.person_id, now=now, party=party.code)
    return answer


def extend_poll(poll: Poll, deadline: datetime, *, by: Reader, now: datetime) -> Poll:
    """Takes answers until a later instant. What was shown when it closed stays shown: sealed answers are no more."""
    poll = to_keep(poll, by)
    rules.check_undecided(poll.state)
    proposing.check_extension(deadline, poll.deadline)
    proposing.check_deadline(deadline, now, poll.slots[-1].starts_at)
    if poll.standing(now) == rules.CLOSED:
        poll.shown = rules.AS_THEY_COME
    poll.deadline = deadline
    enter(poll, "extend_poll", by=by.person_id, now=now, deadline=deadline.isoformat())
    notices.tell("poll_extended", poll, now=now)
    return poll


def close_poll(poll: Poll, *, by: Reader, now: datetime) -> Poll:
    """Ends it before its deadline, once every party has answered, so that all see what was sealed."""
    poll = to_keep(poll, by)
    rules.check_closing(poll.state, poll.deadline, poll.shown, now, everyone=poll.everyone_answered)
    poll.deadline = now
    enter(poll, "close_poll", by=by.person_id, now=now)
    return poll


def choose_slot(
    poll: Poll,
    number: int,
    *,
    confirmed: bool = True,
    register_code: str = "",
    told: int | None = None,
    by: Reader,
    now: datetime,
) -> Event:
    """Makes this slot the date of the event, once, and tells everyone once: those whom the event's own notice does not.

    Returns the event. Raises Conflict where somebody chose before, RuleBroken where it is too early or too late or the
    event cannot be, Unforeseen where the event's notice reaches another number of people than `told`.
    """
    poll = to_keep(poll, by)
    everyone = poll.everyone_answered
    rules.check_choosing(poll.state, poll.deadline, poll.shown, now, everyone=everyone)
    slot = poll.slot(number)
    proposing.check_ahead(slot.starts_at, now)
    if poll.event is None:
        poll.event = make_event(poll, slot, confirmed=confirmed, register_code=register_code, by=by, now=now)
        noticed = []
    else:
        noticed = set_date(poll.event, slot, confirmed=confirmed, told=told, by=by, now=now).told
    poll.chosen_number = number
    _decide(poll, rules.CHOSEN, by, now)
    enter(poll, "choose_slot", by=by.person_id, now=now, slot=number)
    but, date = {each.email for each in noticed}, notices.slot_snapshot(slot)
    notices.tell("poll_chosen", poll, now=now, but=but, chosen=date, event=poll.event.ulid)
    return poll.event


def withdraw_poll(poll: Poll, *, reason: str, by: Reader, now: datetime) -> Poll:
    """Nobody answers any more; it stays on record."""
    poll, reason = to_keep(poll, by), rules.check_reason(reason)
    rules.check_undecided(poll.state)
    poll.reason = reason
    _decide(poll, rules.WITHDRAWN, by, now)
    enter(poll, "withdraw_poll", by=by.person_id, now=now)
    notices.tell("poll_withdrawn", poll, now=now, reason=reason)
    return poll


def _decide(poll: Poll, state: str, by: Reader, now: datetime) -> None:
    poll.state, poll.decided_at, poll.decided_by_id = state, now, by.person_id
