"""The page that finds dates which suit everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forumhub import clock
from forumhub.events.forms.fields import WALL_CLOCK
from forumhub.events.models import Event
from forumhub.events.queries import clauses_to_choose, get_event, participants
from forumhub.events.rules import POSTPONED, check_open
from forumhub.events.slots.calendars import calendar_of, is_known, undecided
from forumhub.events.slots.forms import SlotForm
from forumhub.events.slots.queries import engagements, people_to_choose
from forumhub.events.slots.rules import level, rank
from forumhub.events.slots.values import Attendee, Candidate, Day, Ranking, Side, Slot, Wish
from forumhub.events.slots.words import LEVELS, Words
from forumhub.events.views.room import asked, blueprint
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right

SHOWN = 12
"""Candidates in the ranked list; every day stands in the table below it."""
AROUND = timedelta(days=70)
"""How far beyond the window a meeting and its travel can reach."""


@dataclass(frozen=True)
class Answer:
    """What the page shows of a ranking."""

    wish: Wish
    ranking: Ranking
    words: Words

    @property
    def best(self) -> Sequence[Candidate]:
        return self.ranking.candidates[:SHOWN]

    def level(self, day: Day) -> int:
        if day.best is None:
            return len(LEVELS) - 1
        return level(day.best, self.ranking.candidates[0], len(self.wish.sides))

    def months(self) -> list[tuple[date, list[Day]]]:
        """The days by month, under the month's first."""
        grouped = groupby(self.ranking.days, key=lambda day: day.date.replace(day=1))
        return [(month, list(days)) for month, days in grouped]

    def reasons(self, day: Day) -> list[Markup]:
        """What speaks against the day's best slot, or makes each of its slots impossible."""
        if day.best is None:
            return [self.words.of(block) for block in day.blocks]
        return [self.words.of(reason, day.best.slot) for reason in day.best.reasons if reason.points]

    def plan_url(self, slot: Slot, event: Event | None) -> str:
        """A new event then, or the step that moves the event there."""
        when: dict[str, Any] = {"start": wall(slot.local_start), "end": wall(slot.local_end)}
        if event is not None:
            return url_for("events.date" if event.state == POSTPONED else "events.postpone", ulid=event.ulid, **when)
        codes = [side.code for side in self.wish.sides]
        return url_for("events.new", **when, timezone=slot.timezone, host=self.wish.host or None, party=codes)

    def value(self, slot: Slot) -> str:
        """As a date poll takes it."""
        return f"{wall(slot.local_start)}/{wall(slot.local_end)}"


def wall(local: Any) -> str:
    return str(local.strftime(WALL_CLOCK[0]))


@blueprint.get("/events/slots")
@right(ORGANIZER)
def slots() -> ResponseReturnValue:
    """?event= excludes that event from what is in the way and fills the form from it; ?first= asks."""
    reader, now, ulid = current_reader(), clock.now(), asked("event")["event"]
    event = get_event(ulid, reader, to_organize=True) if ulid else None
    if event is not None:
        check_open(event.state)
    people, parties = people_to_choose(reader, now, event), all_parties()
    today = now.astimezone(ZoneInfo(reader.timezone)).date()
    answer, status = None, 200
    if "first" in request.args:
        form = SlotForm.asked(people, today)
        if form.validate():
            answer = found(form, parties, people, event)
        else:
            status = 422
    elif event is not None:
        form = SlotForm.for_event(people, [person.ulid for person in participants(event.id)], event, today)
    else:
        form = SlotForm.usual(people, usual_parties(), today)
    return render_template(
        "events/slots.html",
        form=form,
        event=event,
        answer=answer,
        notes=notes(form, parties) if answer else None,
        levels=LEVELS,
        may_ask="events.poll_new" in current_app.view_functions,
    ), status


def usual_parties() -> list[str]:
    """The codes of the parties that the reader organizes for, then of those under their one agreement."""
    reader = current_reader()
    agreements = {agreement.id: agreement for agreement, _clause in clauses_to_choose(reader)}
    met = next(iter(agreements.values())).parties if len(agreements) == 1 else []
    own = [party.code for party in all_parties() if party.id in reader.parties_as(ORGANIZER)]
    return list(dict.fromkeys([*own, *(party.code for party in met)]))


def found(form: SlotForm, parties: Sequence[Party], people: Sequence[Person], event: Event | None) -> Answer:
    chosen = [party for party in parties if party.code in form.party.data]
    there = [person for person in people if person.ulid in (form.person.data or [])]
    wish = wish_of(form, chosen, there)
    others = engagements(
        current_reader(),
        parties=[party.id for party in chosen],
        people=[person.id for person in there],
        first=wish.first,
        last=wish.last + timedelta(days=wish.days),
        without=event,
    )
    names = {party.code: in_language(party.names, language()) for party in chosen}
    names |= {person.ulid: person.name for person in there}
    words = Words(wish, names, language(), lambda ulid: url_for("desk.event", ulid=ulid))
    return Answer(wish, rank(wish, others, clock.now()), words)


def wish_of(form: SlotForm, parties: Sequence[Party], people: Sequence[Person]) -> Wish:
    first, last = form.first.data, form.last.data
    host = next((party for party in parties if party.code == form.host.data), None)
    return Wish(
        first=first,
        last=last,
        timezone=form.timezone.data or (host.timezone if host else current_reader().timezone),
        sides=tuple(
            Side(party.code, party.timezone, calendar_of(party.code, first - AROUND, last + AROUND, language()))
            for party in parties
        ),
        people=tuple(attendee(person) for person in people),
        host=host.code if host else "",
        days=form.days.data,
        minutes=form.hours.minutes(),
        opens=form.opens.data.hour * 60 + form.opens.data.minute,
        closes=form.closes.data.hour * 60 + form.closes.data.minute,
    )


def attendee(person: Person) -> Attendee:
    """UTC is what a person has who never said where they live: then the party's clock is nearer to the truth."""
    party = person.party
    zone = party.timezone if party and person.timezone == "UTC" else person.timezone
    return Attendee(person.ulid, person.name, zone, party.code if party else "")


def notes(form: SlotForm, parties: Sequence[Party]) -> dict[str, Any]:
    """What the ranking could not consider: parties without a known calendar, and years not announced in full."""
    chosen = [party for party in parties if party.code in form.party.data]
    years = {party: undecided(party.code, form.first.data, form.last.data) for party in chosen}
    return {
        "unknown": [party for party in chosen if not is_known(party.code)],
        "undecided": [(party, found) for party, found in years.items() if found],
    }
