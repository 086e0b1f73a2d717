"""Whatever is done in whatever order, each person's calendar ends right: by all the mails that were really sent.

It shows the event if, and only if, its person has a confirmed place and it is not cancelled; where it shows it, then
at its time, in its state and by its title, whether the mails arrived in their order or not.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count, pairwise
from random import Random

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events import actions as events
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Person
from forumhub.registration import actions, rules
from forumhub.registration.bulk.actions import confirm_applied, decline_asking
from forumhub.registration.models import Registration
from tests.calendars.attending import LATE, Client, Item, Scene, item_in
from tests.mail.conftest import mailbox, replies, sending_app  # noqa: F401 - fixtures
from tests.registration.examples import make_people

people = st.sampled_from(range(4))
days = st.integers(1, 28).map(lambda day: datetime(2027, 4, day, 9))
titles = st.sampled_from(["Forum", "打击人口贩运论坛", "Форум по борьбе с торговлей людьми"])
venues = st.sampled_from(["", "Hall 1", "Зал 2", "三号厅"])
numbers = count()
STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "postponed": "TENTATIVE"}


class Attending(RuleBasedStateMachine):
    def __init__(self, world, mailbox, people) -> None:  # noqa: F811
        super().__init__()
        self.world, self.mailbox, self.people = world, mailbox, people
        self.random = Random(5)

    @initialize(capacity=st.sampled_from([1, 2, None]))
    def arrange(self, capacity) -> None:
        code = "".join(chr(ord("A") + int(digit)) for digit in f"{next(numbers):06}")
        self.scene = Scene(self.world, self.mailbox, code, self.people, access="public", capacity=capacity)
        self.scene.confirm(0)

    def act(self, action, *targets, **values) -> None:
        """What the rules do not allow changes nothing, and tells nobody."""
        with suppress(RuleBroken):
            self.scene.do(action, *targets, **values)

    def those(self) -> list[Registration]:
        of_event = select(Registration).where(Registration.event_id == self.scene.id).order_by(Registration.id)
        return list(db.session.scalars(of_event.execution_options(populate_existing=True)))

    @rule(number=people)
    def apply(self, number) -> None:
        self.act(actions.apply_for_place, self.scene.event, by=self.people[number])

    @rule(number=people)
    def register(self, number) -> None:
        person = db.session.get_one(Person, self.people[number].person_id)
        self.act(actions.register_person, self.scene.event, person, party=None, way=rules.IMPORTED, wanted=True)

    @rule(which=people)
    def confirm(self, which) -> None:
        self.act(actions.confirm_registration, self.any(which))

    @rule(which=people)
    def decline(self, which) -> None:
        self.act(actions.decline_registration, self.any(which))

    @rule(which=people)
    def withdraw(self, which) -> None:
        self.act(actions.withdraw_registration, self.any(which))

    def any(self, which) -> Registration:
        there = self.those()
        return there[which % len(there)]

    @rule()
    def confirm_all(self) -> None:
        self.act(confirm_applied, self.scene.event, [each.id for each in self.those()])

    @rule()
    def decline_all_who_ask(self) -> None:
        self.act(decline_asking, self.scene.event, [each.id for each in self.those()])

    @rule(title=titles)
    def rename(self, title) -> None:
        self.edit(titles={"en": title})

    @rule(venue=venues)
    def rehouse(self, venue) -> None:
        self.edit(venue=venue)

    @rule(capacity=st.sampled_from([1, 3, None]))
    def resize(self, capacity) -> None:
        self.edit(capacity=capacity)

    def edit(self, **values) -> None:
        self.act(events.edit_event, self.scene.event, lock_version=self.scene.event.lock_version, **values)

    @rule(start=days, confirmed=st.booleans())
    def move(self, start, confirmed) -> None:
        self.act(events.postpone_event, self.scene.event, reason="?", local_start=start, confirmed=confirmed)

    @rule()
    def put_off(self) -> None:
        self.act(events.postpone_event, self.scene.event, reason="?")

    @rule()
    def cancel(self) -> None:
        self.act(events.cancel_event, self.scene.event, reason="?")

    @rule()
    def reinstate(self) -> None:
        self.act(events.reinstate_event, self.scene.event, reason="?")

    @rule(start=days, venue=venues)
    def rehouse_and_move_at_once(self, start, venue) -> None:
        who = {"by": self.scene.organizer, "now": self.scene.now + timedelta(seconds=30)}
        with suppress(RuleBroken), writing():
            event = self.scene.event
            events.edit_event(event, lock_version=event.lock_version, venue=venue, **who)
            events.postpone_event(event, reason="?", local_start=start, **who)

    def teardown(self) -> None:
        if not hasattr(self, "scene"):
            return
        db.session.rollback()
        with time_machine.travel(LATE):
            deliver_due(self.world.app)
        items = [item for item in map(item_in, self.mailbox.received[self.scene.seen :]) if item]
        for number, who in enumerate(self.people):
            mine = [item for item in items if item.attendee == f"person{number}@example.org"]
            self.check_sequences(mine)
            expected = self.expected(who.person_id)
            shuffled = self.random.sample(mine, len(mine))
            for client, arrived in ((Client(), mine), (Client(forgets=True), mine), (Client(), shuffled)):
                assert self.shown(client, arrived) == expected, (number, mine)
        self.scene.seen = len(self.mailbox.received)
        db.session.rollback()

    def check_sequences(self, items: list[Item]) -> None:
        """Each message is newer than the one before; another time or state has a greater SEQUENCE."""
        for before, after in pairwise(items):
            assert after.version > before.version
            if (before.method, before.start, before.status) != (after.method, after.start, after.status):
                assert after.version[0] > before.version[0]

    def expected(self, person_id: int) -> tuple | None:
        event = self.scene.event
        registration = next((each for each in self.those() if each.person_id == person_id), None)
        if registration is None or registration.state not in rules.IN_CALENDARS or event.state == "cancelled":
            return None
        mark = "[Postponed] " if event.state == "postponed" else ""
        return event.starts_at, STATUS[event.state], mark + event.titles["en"]

    def shown(self, client: Client, arrived: list[Item]) -> tuple | None:
        for item in arrived:
            client.take(item)
        item = client.shows(f"{self.scene.event.ulid}@forumhub.example")
        return (item.start, item.status, item.summary) if item else None


def run(world, mailbox, examples: int, steps: int) -> None:  # noqa: F811
    who = make_people(world, 4)
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # to shrink what fails would take minutes; the steps are printed as they were
    )
    run_state_machine_as_test(lambda: Attending(world, mailbox, who), settings=profile)


def test_calendars_end_right_after_any_acts(database, sending_app, replies, mailbox, world):  # noqa: F811
    run(world, mailbox, 6 if db.engine.dialect.name == "sqlite" else 3, 15)


@pytest.mark.slow
def test_calendars_end_right_after_any_acts_of_many(database, sending_app, replies, mailbox, world):  # noqa: F811
    run(world, mailbox, 50 if db.engine.dialect.name == "sqlite" else 15, 30)
