"""Whatever parties and minutes say of an action in whatever order: what DESIGN.md promises of actions holds.

The steps are the room's own actions on a real database, by every role of two parties and of one that was not there.
"""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.followup import actions, agreeing, queries, rules, wishes
from forumhub.followup.corrections.actions import correct_items
from forumhub.followup.corrections.rules import FIELDS, Correction
from forumhub.followup.models import Item, ItemCounter
from forumhub.followup.register import Filters
from forumhub.markdown import read
from forumhub.minutes.models import Document
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from tests.followup import examples
from tests.world import NOW

ACTS = (*rules.OWNERS_ACTS, rules.CLOSE, rules.RETURN, *wishes.WISHES)
ENDED = (rules.CLOSED, rules.CANCELLED, rules.WITHDRAWN)
SPEAKERS = (SECRETARY, ORGANIZER, HEAD)
parties = st.sampled_from(["CN", "BY", "CN", "BY", "CN", "BY", "KZ"])
roles = st.sampled_from([*SPEAKERS, *SPEAKERS, "administrator", "delegate", "observer"])
speakers = st.sampled_from(SPEAKERS)
acts = st.sampled_from(ACTS)
owned = st.sampled_from(["BY", "CN", "CN, BY"])
days = st.integers(-2, 40).map(lambda number: (NOW + timedelta(days=number)).date())
said = st.sampled_from(["in progress", "done", "blocked", "returned", "closed", "withdrawn"])


class Actions(RuleBasedStateMachine):
    """One action after another in one register.

    `told` is which parties reported the current one done since it was last open, `in_minutes` whether minutes did.
    """

    def __init__(self, world, register: str) -> None:
        super().__init__()
        self.world = world
        self.now = NOW
        self.register = register
        self.told: set[str] = set()
        self.in_minutes = False
        self.codes: set[str] = set()
        self.heads: list[str] = []

    def teardown(self) -> None:
        db.session.rollback()

    @initialize(owners=owned)
    def arrange(self, owners) -> None:
        with writing():
            found = db.session.query(Item).join(Item.register).filter_by(code=self.register).first()
            self.event = found.event if found else examples.event(self.world, register=self.register)
            self.event_id, self.register_id = self.event.id, self.event.register_id
            self.heads = [entry.sha256 for entry in ledger.entries(self.register_id)]
        self.begin(owners)

    def begin(self, owners: str) -> None:
        with writing():
            code = actions.issue_code(self.register_id, "ACTION", self.now)
            known = select(Item.code).where(Item.register_id == self.register_id)
            assert code not in {*db.session.scalars(known), *self.codes}
            text = f"## 1. x\n\n- **ACTION {code}** ({owners}; due 2026-11-25): x.\n"
            event = db.session.get_one(examples.Event, self.event_id)
            examples.agreed(self.world, event, en=text)
            self.item_id = examples.item(code, self.register).id
        self.codes.add(code)
        self.told, self.in_minutes, self.owners = set(), False, owners.split(", ")

    @property
    def item(self) -> Item:
        return db.session.get_one(Item, self.item_id)

    @rule(owners=owned)
    def the_next_begins_where_one_ended(self, owners) -> None:
        if self.item.state in ENDED:
            self.begin(owners)

    @rule(hours=st.integers(1, 48))
    def time_passes(self, hours) -> None:
        self.now += timedelta(hours=hours)

    @rule(code=parties, role=roles, act=acts, day=days)
    def somebody_acts(self, code, role, act, day) -> None:
        self.attempt(code, role, act, day)

    @precondition(lambda self: self.item.state in rules.UNFINISHED)
    @rule(last=st.booleans(), role=speakers)
    def an_owner_reports_it_done_and_cannot_close_it(self, last, role) -> None:
        code = self.owners[-1 if last else 0]
        self.attempt(code, role, rules.DONE, NOW.date())
        assert self.item.state == rules.REPORTED
        if self.told == {code} and not (self.in_minutes and len(self.owners) == 2):
            self.attempt(code, role, rules.CLOSE, NOW.date())
            assert self.item.state == rules.REPORTED

    @precondition(lambda self: self.item.state == rules.REPORTED)
    @rule(
        code=st.sampled_from(["CN", "BY"]), role=speakers, act=st.sampled_from([rules.CLOSE, rules.CLOSE, rules.RETURN])
    )
    def a_side_answers_what_was_reported(self, code, role, act) -> None:
        self.attempt(code, role, act, NOW.date())

    def attempt(self, code: str, role: str, act: str, day: date) -> None:
        before = self.item.state
        done = False
        with suppress(RuleBroken, NotAllowed), writing():
            self.act(code, role, act, day)
            done = True
        after = self.item.state
        if not done:
            assert after == before
            return
        assert role in SPEAKERS
        assert code in ("CN", "BY")
        assert act not in (*rules.OWNERS_ACTS, wishes.PROPOSE) or code in self.owners
        assert before in rules.UNFINISHED
        if after == rules.CLOSED:
            assert act == rules.CLOSE
            assert self.another_than(code), "who reported never closes alone"
        self.note(code, act)

    def note(self, code: str, act: str) -> None:
        if act == rules.DONE:
            self.told.add(code)
        elif act in (rules.START, rules.BLOCK):
            self.told.discard(code)
            self.in_minutes = False
        elif act == rules.RETURN:
            self.told.clear()
            self.in_minutes = False

    def another_than(self, code: str) -> bool:
        """Whether another party had its part in saying that it is done."""
        by_all = self.in_minutes and (code not in self.owners or len(self.owners) == 2)
        return bool(self.told - {code}) or by_all

    def act(self, code: str, role: str, act: str, day: date) -> None:
        by, party, item = self.world.reader(code, role), db.session.get_one(Party, self.world.party[code]), self.item
        how = {"by": by, "now": self.now}
        if act in rules.OWNERS_ACTS:
            actions.report_item(item, party, act, words="x", **how)
        elif act == rules.CLOSE:
            actions.close_item(item, party, **how)
        elif act == rules.RETURN:
            actions.return_item(item, party, words="x", **how)
        elif act == wishes.CANCEL:
            agreeing.cancel_item(item, party, **how)
        elif act == wishes.PROPOSE:
            agreeing.propose_due(item, party, day, **how)
        else:
            waiting = queries.proposal_for(item)
            agreeing.agree_due(item, party, (waiting.due if waiting else day).isoformat(), **how)

    @rule(state=said)
    def minutes_say(self, state) -> None:
        before = self.item.state
        with suppress(RuleBroken), writing():
            event = db.session.get_one(examples.Event, self.event_id)
            text = f"## 1. x\n\n- **STATUS {self.item.code}** ({state}): x.\n"
            examples.agreed(self.world, event, en=text)
        if self.item.state != before or before in rules.UNFINISHED:
            self.in_minutes = state == "done"
            self.told = self.told if self.in_minutes else set()

    @rule(owners=owned)
    def a_corrigendum_is_agreed(self, owners) -> None:
        """Of its words and of who owns it: what was said of it stays, and so does its state."""
        code, before = self.item.code, self.item.state
        line = f"- **ACTION {code}** ({{}}; due 2026-11-25): x.\n"
        was, now = (read(line.format(", ".join(each))).items[0] for each in (self.owners, owners.split(", ")))
        with writing():
            minutes = db.session.get_one(Document, self.item.document_id)
            how = {"words": {"en": owners}, "lines": (was, now), "changed": frozenset({"owners"})}
            said = Correction(code, FIELDS, {"en": str(was)}, {"en": str(now)}, **how)
            correct_items(minutes, examples.minutes(self.world, minutes.event), [said], "en", by=None, now=self.now)
        self.owners = owners.split(", ")
        assert (self.item.state, self.item.texts) == (before, {"en": owners})
        assert [owner.code for owner in self.item.owners] == self.owners

    @rule()
    def every_party_cancels(self) -> None:
        """From whatever it came to: an action that is not finished can be ended by those who agreed it."""
        if self.item.state not in rules.UNFINISHED:
            return
        for code in ("CN", "BY"):
            with suppress(RuleBroken), writing():  # one that has said so already
                self.act(code, SECRETARY, wishes.CANCEL, NOW.date())
        assert self.item.state == rules.CANCELLED

    @invariant()
    def the_ledger_verifies_and_only_grows(self) -> None:
        assert ledger.check(self.register_id, ledger.head(self.register_id)) == []
        hashes = [entry.sha256 for entry in ledger.entries(self.register_id)]
        assert hashes[: len(self.heads)] == self.heads
        self.heads = hashes

    @invariant()
    def an_owner_that_reported_now_could_not_close_it_alone(self) -> None:
        """Asked after every step: the rules that a short run happens to choose may report nothing at all."""
        item = self.item
        for code in self.owners:
            party = self.world.party[code]
            standing = rules.standing([*queries.history_of(item), rules.Said(rules.DONE, party)])
            alone = rules.may_answer(rules.REPORTED, party, standing, item.owner_ids, item.event.party_ids)
            assert not alone or self.another_than(code), "who reported never closes alone"

    @invariant()
    def overdue_is_computed_and_the_first_date_is_kept(self) -> None:
        item, today = self.item, self.now.date()
        late = item.due_on < today and item.state in rules.DUE_COUNTS
        reader, filters = self.world.reader("BY", "delegate"), Filters(state="overdue", q=item.code)
        found = {each.id for each in queries.register_page(reader, filters, today=today).items}
        assert (item.id in found, item.original_due_on) == (late, date(2026, 11, 25))

    @invariant()
    def no_id_returns(self) -> None:
        numbers = list(db.session.scalars(select(Item.number).where(Item.register_id == self.register_id)))
        last = db.session.get_one(ItemCounter, (self.register_id, "ACTION")).last
        assert (len(set(numbers)), max(numbers)) == (len(numbers), last)


def run(world, examples: int, steps: int) -> None:
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # the steps are printed as they were; shrinking them would take minutes
    )
    run_state_machine_as_test(lambda: Actions(world, "HLM"), settings=profile)


def test_actions_hold_their_promises_after_each_step(database, world):
    run(world, 3, 15)


@pytest.mark.slow
def test_actions_hold_their_promises_after_each_step_of_many(database, world):
    run(world, 60 if db.engine.dialect.name == "sqlite" else 20, 40)
