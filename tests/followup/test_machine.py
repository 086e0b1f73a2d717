"""Whatever parties and minutes say of an action in whatever order: what DESIGN.md promises of actions holds.

The steps are the room's own actions on a real database, by every role of three parties: all three met, or two of them.
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
MET = {"HLM": ("CN", "BY"), "TRI": ("CN", "BY", "KZ")}
"""The parties of the meetings, by register."""
SPEAKERS = (SECRETARY, ORGANIZER, HEAD)
parties = st.sampled_from(["CN", "BY", "CN", "BY", "CN", "BY", "KZ"])
roles = st.sampled_from([*SPEAKERS, *SPEAKERS, "administrator", "delegate", "observer"])
speakers = st.sampled_from(SPEAKERS)
acts = st.sampled_from(ACTS)
owned = st.sampled_from(["BY", "CN", "CN, BY", "CN, BY, KZ"])
"""Of these, those that met."""
days = st.integers(-2, 40).map(lambda number: (NOW + timedelta(days=number)).date())
said = st.sampled_from(["in progress", "done", "blocked", "returned", "closed", "withdrawn"])


class Actions(RuleBasedStateMachine):
    """One action after another in one register.

    `told` is which parties reported the current one done since it was last open, `looked_at` whose report of them
    another party has confirmed, `in_minutes` whether minutes reported it.
    """

    def __init__(self, world, register: str) -> None:
        super().__init__()
        self.world = world
        self.now = NOW
        self.register, self.parties = register, MET[register]
        self.told: set[str] = set()
        self.looked_at: set[str] = set()
        self.in_minutes = False
        self.codes: set[str] = set()
        self.heads: list[str] = []

    def teardown(self) -> None:
        db.session.rollback()

    @initialize(owners=owned)
    def arrange(self, owners) -> None:
        with writing():
            found = db.session.query(Item).join(Item.register).filter_by(code=self.register).first()
            met = {"register": self.register, "codes": self.parties}
            self.event = found.event if found else examples.event(self.world, **met)
            self.event_id, self.register_id = self.event.id, self.event.register_id
            self.heads = [entry.sha256 for entry in ledger.entries(self.register_id)]
        self.begin(owners)

    def of_these(self, owners: str) -> list[str]:
        return [code for code in owners.split(", ") if code in self.parties]

    def begin(self, owners: str) -> None:
        self.owners = self.of_these(owners)
        with writing():
            code = actions.issue_code(self.register_id, "ACTION", self.now)
            of, known = ", ".join(self.owners), select(Item.code).where(Item.register_id == self.register_id)
            assert code not in {*db.session.scalars(known), *self.codes}
            text = f"## 1. x\n\n- **ACTION {code}** ({of}; due 2026-11-25): x.\n"
            event = db.session.get_one(examples.Event, self.event_id)
            examples.agreed(self.world, event, en=text)
            self.item_id = examples.item(code, self.register).id
        self.codes.add(code)
        self.told, self.looked_at, self.in_minutes = set(), set(), False

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
        if not self.another_than(code, self.told):
            self.attempt(code, role, rules.CLOSE, NOW.date())
            assert self.item.state == rules.REPORTED

    @precondition(lambda self: self.item.state == rules.REPORTED)
    @rule(code=parties, role=speakers, act=st.sampled_from([rules.CLOSE, rules.CLOSE, rules.RETURN]))
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
        assert code in self.parties
        assert act not in (*rules.OWNERS_ACTS, wishes.PROPOSE) or code in self.owners
        assert before in rules.UNFINISHED
        if after == rules.CLOSED:
            assert act == rules.CLOSE
            assert self.another_than(code, self.told), "who reported never closes alone"
        self.note(code, act)

    def note(self, code: str, act: str) -> None:
        if act == rules.DONE:
            self.told.add(code)
        elif act in (rules.START, rules.BLOCK):
            self.told.discard(code)
            self.looked_at.discard(code)
            self.in_minutes = False
        elif act == rules.RETURN:
            self.told, self.looked_at, self.in_minutes = set(), set(), False
        elif act == rules.CLOSE:
            self.looked_at |= self.told - {code}

    def another_than(self, code: str, told: set[str]) -> bool:
        """Whether another party had its part in saying that it is done, and looked at what this one, an owner, did."""
        if self.in_minutes and set(self.owners) == set(self.parties):
            return True
        unseen = code in self.owners and code in told - self.looked_at
        return not unseen and (bool(told - {code}) or (self.in_minutes and code not in self.owners))

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
            self.told, self.looked_at = (self.told, self.looked_at) if self.in_minutes else (set(), set())

    @rule(owners=owned)
    def a_corrigendum_is_agreed(self, owners) -> None:
        """Of its words and of who owns it: what was said of it stays, and so does its state."""
        code, before = self.item.code, self.item.state
        line = f"- **ACTION {code}** ({{}}; due 2026-11-25): x.\n"
        was, now = (read(line.format(", ".join(each))).items[0] for each in (self.owners, self.of_these(owners)))
        with writing():
            minutes = db.session.get_one(Document, self.item.document_id)
            how = {"words": {"en": owners}, "lines": (was, now), "changed": frozenset({"owners"})}
            said = Correction(code, FIELDS, {"en": str(was)}, {"en": str(now)}, **how)
            correct_items(minutes, examples.minutes(self.world, minutes.event), [said], "en", by=None, now=self.now)
        self.owners = self.of_these(owners)
        assert (self.item.state, self.item.texts) == (before, {"en": owners})
        assert [owner.code for owner in self.item.owners] == self.owners

    @rule()
    def every_party_cancels(self) -> None:
        """From whatever it came to: an action that is not finished can be ended by those who agreed it."""
        if self.item.state not in rules.UNFINISHED:
            return
        for code in self.parties:
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
    def owners_that_reported_now_could_not_close_it_alone(self) -> None:
        """Asked after every step: the rules that a short run happens to choose may report nothing at all."""
        item, history = self.item, queries.history_of(self.item)
        for code, reporting in [*((code, {code}) for code in self.owners), (self.owners[0], {*self.owners})]:
            reports = [rules.Said(rules.DONE, self.world.party[each]) for each in reporting]
            asked = self.world.party[code], rules.standing([*history, *reports]), item.owner_ids, item.event.party_ids
            closes = rules.may_answer(rules.REPORTED, *asked) and rules.answer(rules.CLOSE, rules.REPORTED, *asked)
            told = self.told | reporting
            assert not closes or closes[0] != rules.CLOSE or self.another_than(code, told), code

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
    for register in MET:
        run_state_machine_as_test(lambda register=register: Actions(world, register), settings=profile)


def test_actions_hold_their_promises_after_each_step(database, world):
    run(world, 2, 12)


@pytest.mark.slow
def test_actions_hold_their_promises_after_each_step_of_many(database, world):
    run(world, 40 if db.engine.dialect.name == "sqlite" else 12, 40)
