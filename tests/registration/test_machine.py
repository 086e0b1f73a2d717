"""Whatever is done in whatever order: capacity and quotas hold, nobody is lost, and nobody waits for a free place.

The steps are the room's own actions on a real database; after each of them all of it is compared with what must be.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import edit_event
from forumhub.events.models import Event, EventParticipant
from forumhub.parties.models import Party, Person
from forumhub.registration import actions, rules
from forumhub.registration.models import Registration
from forumhub.registration.queries import settings_of
from forumhub.registration.quotas.queries import Share, limits, share_of
from forumhub.registration.settings.actions import save_settings
from forumhub.registration.settings.rules import Allotment
from forumhub.registration.signals import registration_changed
from tests.events.examples import make_event
from tests.registration.examples import make_person
from tests.world import NOW

PARTIES = ("CN", "CN", "CN", "BY", "BY", "BY", None)
people = st.sampled_from(range(len(PARTIES)))
functions = st.sampled_from(rules.FUNCTIONS)
capacities = st.sampled_from([1, 2, 3, 4, 5, None])
quotas = st.sampled_from([0, 1, 2, 3, None, None])
codes = st.sampled_from(["CN", "BY"])
numbers = count()
"""Of the events, each of which has a register of its own."""


class Places(RuleBasedStateMachine):
    """`people` are readers; `registered` is who must be found registered, and who must not."""

    def __init__(self, world, people) -> None:
        super().__init__()
        self.world, self.people = world, people
        self.now = NOW
        self.organizer = world.reader("BY", "organizer")
        self.registered: dict[int, bool] = {}
        self.changes: Counter[str] = Counter()
        registration_changed.connect(self.note)

    def teardown(self) -> None:
        registration_changed.disconnect(self.note)
        db.session.rollback()

    def note(self, sender, registration, before) -> None:
        self.changes[registration.ulid] += 1

    @initialize(
        capacity=st.integers(1, 4),
        china=quotas,
        belarus=quotas,
        hours=st.sampled_from([24, None]),
        first=st.integers(2, 7),
    )
    def arrange(self, capacity, china, belarus, hours, first) -> None:
        code = "".join(chr(ord("A") + int(digit)) for digit in f"{next(numbers):06}")
        self.event_id = make_event(self.world, code, access="public", capacity=capacity).id
        self.save({"CN": Allotment(china, 1), "BY": Allotment(belarus, None)}, offer_hours=hours)
        for number in range(first):
            self.apply(number)

    @property
    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id)

    def of(self, number: int) -> Registration | None:
        who = Registration.event_id == self.event_id, Registration.person_id == self.people[number].person_id
        return db.session.scalar(select(Registration).where(*who))

    def save(self, allotments, **values) -> None:
        version = settings_of(self.event).lock_version
        with writing():
            save_settings(self.event, allotments, lock_version=version, by=self.organizer, now=self.now, **values)

    def act(self, action, number: int, *more, **who) -> bool:
        """Whether the rules allowed it; where not, nothing has changed, which the invariants see."""
        before = self.changes.copy()
        with suppress(RuleBroken), writing():
            action(self.of(number), *more, now=self.now, **who)
            return True
        self.changes = before
        return False

    @rule(number=people)
    def apply(self, number) -> None:
        declined = (mine := self.of(number)) and mine.state == rules.DECLINED
        with suppress(RuleBroken), writing():
            actions.apply_for_place(self.event, by=self.people[number], now=self.now)
            assert not declined
            self.registered[number] = True

    @rule(number=people, function=functions, wanted=st.booleans())
    def register(self, number, function, wanted) -> None:
        who = self.people[number]
        with suppress(RuleBroken), writing():
            person, party = db.session.get(Person, who.person_id), db.session.get(Party, who.home_party_id or 0)
            values = {"party": party, "function": function, "way": rules.NOMINATED, "wanted": wanted}
            actions.register_person(self.event, person, by=self.organizer, now=self.now, **values)
            self.registered[number] = True

    def those(self, *states: str, offered: bool = False) -> list[int]:
        """The numbers of those who stand so; with `offered`, of those to whom a place is offered."""
        mine = {number: self.of(number) for number in self.registered}
        return [number for number, each in mine.items() if each.offered_until or (not offered and each.state in states)]

    @rule(number=people)
    def confirm(self, number) -> None:
        if mine := self.of(number):
            may = mine.state in {rules.APPLIED, rules.CONFIRMED}
            assert self.act(actions.confirm_registration, number, by=self.organizer) == may

    @rule(which=people)
    def decline(self, which) -> None:
        if there := self.those(*rules.REGISTERED, rules.INVITED):
            number = there[which % len(there)]
            assert self.act(actions.decline_registration, number, by=self.organizer)
            self.registered[number] = False

    @rule(which=people)
    def withdraw(self, which) -> None:
        if there := self.those(*rules.HOLDS_PLACE):
            number = there[which % len(there)]
            assert self.act(actions.withdraw_registration, number, by=self.people[number])
            self.registered[number] = False

    @rule(number=people)
    def withdraw_anybody(self, number) -> None:
        if self.of(number) and self.act(actions.withdraw_registration, number, by=self.people[number]):
            self.registered[number] = False

    @rule(which=people, accept=st.booleans())
    def answer_offer(self, which, accept) -> None:
        if there := self.those(offered=True):
            number = there[which % len(there)]
            in_time = self.now < self.of(number).offered_until
            action = actions.accept_offer if accept else actions.decline_offer
            assert self.act(action, number, by=self.people[number]) == in_time
            self.registered[number] = accept or not in_time

    @rule(hours=st.integers(1, 30))
    def wait(self, hours) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def expire(self) -> None:
        for number in self.those(offered=True):
            if self.of(number).offered_until <= self.now:
                self.registered[number] = False
        with writing():
            actions.expire_offers(self.event, now=self.now)

    @rule(number=people, function=functions)
    def change_function(self, number, function) -> None:
        if self.of(number):
            self.act(actions.change_function, number, function, by=self.organizer)

    @rule(capacity=capacities)
    def set_capacity(self, capacity) -> None:
        event = self.event
        values = {"lock_version": event.lock_version, "capacity": capacity, "by": self.organizer, "now": self.now}
        if capacity is not None and capacity < event.places_taken:
            with pytest.raises(RuleBroken, match="places are taken already"), writing():
                edit_event(event, **values)
        else:
            with writing():
                edit_event(event, **values)

    @rule(code=codes, quota=quotas, observers=quotas)
    def set_quota(self, code, quota, observers) -> None:
        held, party_id = self.held(), self.world.party[code]
        pairs = ((quota, Share(party_id, False)), (observers, Share(party_id, True)))
        if any(limit is not None and limit < held[share] for limit, share in pairs):
            with pytest.raises(RuleBroken, match="places are taken already"):
                self.save({code: Allotment(quota, observers)})
        else:
            self.save({code: Allotment(quota, observers)})

    def registrations(self) -> list[Registration]:
        db.session.rollback()
        found = select(Registration).where(Registration.event_id == self.event_id)
        return list(db.session.scalars(found.order_by(Registration.queued_at, Registration.id)))

    def held(self) -> Counter[Share | None]:
        holding = [each for each in self.registrations() if each.state in rules.HOLDS_PLACE or each.offered_until]
        return Counter(share_of(each.party_id, each.function) for each in holding)

    @invariant()
    def all_holds(self) -> None:
        held, event, limited = self.held(), self.event, limits(self.event_id)
        found = self.registrations()
        self.check_limits(held, event, limited)
        self.check_queue(found, held, event, limited)
        self.check_people(found)
        self.check_records(found)

    def check_limits(self, held, event, limited) -> None:
        """Capacity and quotas hold, and the count is that of the places that are held."""
        assert event.places_taken == held.total()
        assert event.capacity is None or held.total() <= event.capacity
        assert {share for share, limit in limited.items() if held[share] > limit} == set()

    def check_queue(self, found, held, event, limited) -> None:
        """It has an order, and nobody who fits waits while a place is free."""
        times = [each.queued_at for each in found]
        assert len(set(times)) == len(times)
        if event.capacity is None or event.places_taken < event.capacity:
            waiting = [each for each in found if each.state == rules.WAITING and each.offered_until is None]
            shares = {share_of(each.party_id, each.function) for each in waiting}
            assert {share for share in shares if share not in limited or held[share] < limited[share]} == set()

    def check_people(self, found) -> None:
        """Nobody is lost, nor both in and waiting; events know how each stands."""
        by_person = {each.person_id: each for each in found}
        assert len(by_person) == len(found)
        expected = {self.people[number].person_id: registered for number, registered in self.registered.items()}
        assert {person: each.state in rules.REGISTERED for person, each in by_person.items()} == expected
        assert {each.state for each in found if each.offered_until} <= {rules.WAITING}
        standings = select(EventParticipant.person_id, EventParticipant.standing)
        rows = db.session.execute(standings.where(EventParticipant.event_id == self.event_id))
        assert {row[0]: row[1] for row in rows} == {person: each.state for person, each in by_person.items()}

    def check_records(self, found) -> None:
        """Each change of a state has one entry."""
        changed = AuditEntry.subject.in_([each.ulid for each in found]), AuditEntry.act != "registration.function"
        recorded = select(AuditEntry.subject, func.count()).where(*changed).group_by(AuditEntry.subject)
        assert dict(db.session.execute(recorded).all()) == dict(self.changes)


def run(world, examples: int, steps: int) -> None:
    who = [make_person(world, number, party) for number, party in enumerate(PARTIES)]
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # to shrink what fails would take minutes; the steps are printed as they were
    )
    run_state_machine_as_test(lambda: Places(world, who), settings=profile)


def test_places_hold_after_each_step(database, world):
    run(world, 10 if db.engine.dialect.name == "sqlite" else 5, 25)


@pytest.mark.slow
def test_places_hold_after_each_step_of_many(database, world):
    run(world, 150 if db.engine.dialect.name == "sqlite" else 40, 50)
