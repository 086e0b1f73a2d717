"""Whatever is done in whatever order: capacity and quotas hold, nobody is lost, and nobody waits for a free place.

The steps are the room's own actions on a real database; after each of them all of it is compared with what must be.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
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
capacities = st.none() | st.integers(1, 5)
quotas = st.none() | st.integers(0, 3)
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

    @initialize(capacity=capacities, china=quotas, belarus=quotas, hours=st.sampled_from([None, 24]))
    def arrange(self, capacity, china, belarus, hours) -> None:
        code = "".join(chr(ord("A") + int(digit)) for digit in f"{next(numbers):06}")
        self.event_id = make_event(self.world, code, access="public", capacity=capacity).id
        self.save({"CN": Allotment(china, 1), "BY": Allotment(belarus, None)}, offer_hours=hours)

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

    @rule(number=people)
    def confirm(self, number) -> None:
        if mine := self.of(number):
            may = mine.state in {rules.APPLIED, rules.CONFIRMED}
            assert self.act(actions.confirm_registration, number, by=self.organizer) == may

    @rule(number=people)
    def decline(self, number) -> None:
        if self.of(number) and self.act(actions.decline_registration, number, by=self.organizer):
            self.registered[number] = False

    @rule(number=people)
    def withdraw(self, number) -> None:
        if self.of(number) and self.act(actions.withdraw_registration, number, by=self.people[number]):
            self.registered[number] = False

    @rule(number=people, accept=st.booleans())
    def answer_offer(self, number, accept) -> None:
        mine = self.of(number)
        if mine and mine.offered_until:
            in_time = self.now < mine.offered_until
            action = actions.accept_offer if accept else actions.decline_offer
            assert self.act(action, number, by=self.people[number]) == in_time
            self.registered[number] = accept or not in_time

    @rule(hours=st.integers(1, 30))
    def wait(self, hours) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def expire(self) -> None:
        for number in self.registered:
            mine = self.of(number)
            if mine.offered_until and mine.offered_until <= self.now:
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
    def capacity_and_quotas_hold(self) -> None:
        held, event = self.held(), self.event
        assert event.places_taken == held.total()
        assert event.capacity is None or held.total() <= event.capacity
        assert {share for share, limit in limits(self.event_id).items() if held[share] > limit} == set()

    @invariant()
    def nobody_who_fits_waits_for_a_free_place(self) -> None:
        held, event, limited = self.held(), self.event, limits(self.event_id)
        if event.capacity is not None and event.places_taken == event.capacity:
            return
        for each in self.registrations():
            if each.state == rules.WAITING and each.offered_until is None:
                share = share_of(each.party_id, each.function)
                assert share in limited
                assert held[share] == limited[share]

    @invariant()
    def nobody_is_lost_nor_in_and_waiting(self) -> None:
        found = self.registrations()
        by_person = {each.person_id: each for each in found}
        assert len(by_person) == len(found)
        expected = {self.people[number].person_id: registered for number, registered in self.registered.items()}
        assert {person: each.state in rules.REGISTERED for person, each in by_person.items()} == expected
        assert all(each.state == rules.WAITING for each in found if each.offered_until)
        standings = select(EventParticipant.person_id, EventParticipant.standing)
        rows = db.session.execute(standings.where(EventParticipant.event_id == self.event_id))
        assert {row[0]: row[1] for row in rows} == {person: each.state for person, each in by_person.items()}

    @invariant()
    def the_queue_has_an_order(self) -> None:
        times = [each.queued_at for each in self.registrations()]
        assert len(set(times)) == len(times)

    @invariant()
    def each_change_is_recorded_once(self) -> None:
        ulids = [each.ulid for each in self.registrations()]
        recorded = select(AuditEntry.subject, func.count()).where(
            AuditEntry.subject.in_(ulids), AuditEntry.act != "registration.function"
        )
        assert dict(db.session.execute(recorded.group_by(AuditEntry.subject)).all()) == dict(self.changes)


def run(world, examples: int, steps: int) -> None:
    who = [make_person(world, number, party) for number, party in enumerate(PARTIES)]
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(lambda: Places(world, who), settings=profile)


def test_places_hold_after_each_step(database, world):
    run(world, 12 if db.engine.dialect.name == "sqlite" else 4, 25)


@pytest.mark.slow
def test_places_hold_after_each_step_of_many(database, world):
    run(world, 150 if db.engine.dialect.name == "sqlite" else 40, 50)
