"""Whatever is done in whatever order: what is frozen stays, ids never return, the ledger verifies, nothing reopens.

The steps are the room's own actions on a real database; after each of them all of it is compared with what must be.
"""

from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import ForumhubError
from forumhub.events.models import EventHead
from forumhub.followup.models import Item
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.annexes.queries import circulated_annexes
from forumhub.minutes.models import Circulation
from forumhub.minutes.signing.queries import find_signature
from tests.agreements.examples import in_force
from tests.minutes.arranging import Meeting, make_event
from tests.world import NOW

parties = st.sampled_from(["CN", "BY"])
roles = st.sampled_from(["secretary", "secretary", "secretary", "head_of_delegation", "delegate", "observer"])
deciders = st.sampled_from(["head_of_delegation", "head_of_delegation", "head_of_delegation", "secretary", "delegate"])
ways = st.sampled_from(["password", "totp", "ad_referendum"])
LINES = ("- **DECISION**: Open the channel.", "- **ACTION** (BY-MIA; due 2027-03-01): Name the officers.")
numbers = count()
"""Of the events, each of which has a register of its own."""


class Minutes(RuleBasedStateMachine):
    """`frozen` is what was circulated, by row id; `signed` whether a signature was ever entered."""

    def __init__(self, world) -> None:
        super().__init__()
        self.world, self.ulid, self.signed = world, "", False
        self.frozen: dict[int, object] = {}
        self.chain: list[str] = []

    def teardown(self) -> None:
        db.session.rollback()

    @initialize(party=parties, shared=st.booleans())
    def arrange(self, party, shared) -> None:
        code = "".join(chr(ord("A") + int(digit)) for digit in f"{next(numbers):06}")
        with writing():
            event = make_event(self.world, code)
        self.meeting = Meeting(self.world, event)
        self.ulid = self.meeting.create(party, shared=shared)

    def act(self, move, *arguments: object, **values: object) -> None:
        """What the rules refuse changes nothing, which the invariants see."""
        with suppress(ForumhubError):
            move(self.ulid, *arguments, **values)
        db.session.rollback()

    @rule(party=parties, role=roles)
    def share(self, party, role) -> None:
        def move(ulid: str) -> None:
            with writing():
                by = self.world.reader(party, role)
                actions.share_document(self.meeting.document(ulid), by=by, now=NOW)

        self.act(move)

    @rule(party=parties, line=st.sampled_from(LINES), removed=st.booleans())
    def save(self, party, line, removed) -> None:
        text = self.meeting.sources(self.ulid)["en"]
        kept = text.rsplit("\n- ", 1)[0] if removed else text.rstrip() + f"\n{line}"
        self.act(self.meeting.save, party, en=kept + "\n")

    @rule(party=parties, name=st.sampled_from(["附件.pdf", "Приложение.pdf"]))
    def annex(self, party, name) -> None:
        self.act(self.meeting.annex, name, party=party)

    @rule(party=parties, role=roles)
    def circulate(self, party, role) -> None:
        self.act(self.meeting.circulate, by=self.world.reader(party, role))

    @rule(party=parties, role=deciders, way=ways)
    def approve(self, party, role, way) -> None:
        self.act(self.meeting.approve, party, by=self.world.reader(party, role), way=way, grounds=self.grounds(way))

    def grounds(self, way: str) -> rules.Grounds:
        return rules.Grounds(note="Минск") if way == "ad_referendum" else rules.Grounds()

    @rule()
    def approve_for_every_party(self) -> None:
        for party in ("CN", "BY"):
            self.act(self.meeting.approve, party)

    @rule(party=parties)
    def approve_what_was_circulated_first(self, party) -> None:
        first = queries.find_circulation(self.meeting.document(self.ulid).id, 1)
        if first:
            self.act(self.meeting.approve, party, manifest_sha256=first.manifest_sha256)

    @rule(party=parties)
    def object(self, party) -> None:
        self.act(self.meeting.object, party)

    @rule(party=parties, role=roles)
    def sign(self, party, role) -> None:
        self.act(self.meeting.sign, by=self.world.reader(party, role))

    @rule(party=parties, may=st.booleans())
    def authorise(self, party, may) -> None:
        with writing():
            head = db.session.scalars(
                select(EventHead).where(
                    EventHead.event_id == self.meeting.row().id, EventHead.party_id == self.world.party[party]
                )
            ).one()
            head.may_approve = may

    @invariant()
    def what_is_frozen_stays(self) -> None:
        if self.ulid:
            now = {each.id: self.seen(each) for each in queries.circulations_of(self.meeting.document(self.ulid).id)}
            assert {key: now.get(key) for key in self.frozen} == self.frozen
            self.frozen = now

    def seen(self, circulation: Circulation) -> tuple[object, ...]:
        texts = [(text.language, text.source, text.html) for text in circulation.revision.texts]
        annexes = [(annex.number, annex.name, annex.sha256) for annex in circulated_annexes(circulation.id)]
        assert ledger.sha256(circulation.manifest.encode()) == circulation.manifest_sha256
        return circulation.manifest, circulation.version, texts, annexes

    @invariant()
    def approvals_are_of_the_text_that_is_agreed(self) -> None:
        document = self.meeting.document(self.ulid) if self.ulid else None
        if document and document.state in rules.SETTLED:
            current = queries.current_circulation(document)
            assert current.voided_at is None
            approved = {each.party.code: each.manifest_sha256 for each in current.approvals}
            assert approved == dict.fromkeys(["CN", "BY"], current.manifest_sha256)

    @invariant()
    def an_objection_voids_its_version(self) -> None:
        for circulation in queries.circulations_of(self.meeting.document(self.ulid).id) if self.ulid else ():
            assert bool(circulation.objections) == bool(circulation.voided_at)
            assert not (circulation.voided_at and circulation.agreed_at)

    @invariant()
    def the_ledger_verifies_and_only_grows(self) -> None:
        if self.ulid:
            register = self.meeting.row().register_id
            chain = [entry.statement for entry in ledger.entries(register)]
            assert chain[: len(self.chain)] == self.chain
            assert ledger.check(register, ledger.head(register)) == []
            self.chain = chain

    @invariant()
    def ids_never_return(self) -> None:
        if self.ulid:
            items = db.session.scalars(select(Item).where(Item.register_id == self.meeting.row().register_id))
            codes = [item.code for item in items]
            assert len(codes) == len(set(codes))
            next_ids = queries.next_numbers(self.meeting.row().register_id)
            for code in codes:
                kind = {"D": "DECISION", "A": "ACTION"}[code[0]]
                assert int(code[2:]) < next_ids[kind]

    @invariant()
    def what_is_signed_never_reopens(self) -> None:
        if self.ulid:
            document = self.meeting.document(self.ulid)
            self.signed = self.signed or document.state == rules.SIGNED
            assert self.signed == (document.state == rules.SIGNED) == (find_signature(document.id) is not None)


def run(world, *, examples: int, steps: int) -> None:
    with writing():
        in_force(world)
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    bound = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=quiet,
        phases=(Phase.generate,),
    )
    run_state_machine_as_test(lambda: Minutes(world), settings=bound)


def test_minutes_keep_what_was_agreed_whatever_is_done(world, database):
    run(world, examples=4, steps=25)


@pytest.mark.slow
def test_minutes_keep_what_was_agreed_whatever_is_done_for_long(world, database):
    run(world, examples=60, steps=50)
