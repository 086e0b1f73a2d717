"""Whatever is done in whatever order: what is frozen stays, ids never return, the ledger verifies, nothing reopens.

The steps are the room's own actions on a real database; after each of them all of it is compared with what must be.
"""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from forumhub import ledger, verify
from forumhub.database import db, writing
from forumhub.errors import ForumhubError
from forumhub.followup import queries as followup
from forumhub.followup.models import Item
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.annexes.queries import circulated_annexes
from forumhub.minutes.chain import exporting
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.signing.queries import find_signature
from forumhub.minutes.silence.rules import SETTLE, earliest_day, end_of_day
from forumhub.minutes.statements.models import AttachedStatement
from tests.agreements.examples import in_force
from tests.minutes.arranging import make_event
from tests.minutes.grants.arranging import HEAD, Granting
from tests.minutes.silence.arranging import AHEAD

parties = st.sampled_from(["CN", "BY"])
roles = st.sampled_from(["secretary", "secretary", "secretary", "head_of_delegation", "delegate", "observer"])
deciders = st.sampled_from(["head_of_delegation", "head_of_delegation", "head_of_delegation", "secretary", "delegate"])
ways = st.sampled_from(["password", "totp", "ad_referendum"])
LINES = ("- **DECISION**: Open the channel.", "- **ACTION** (BY-MIA; due 2027-03-01): Name the officers.")
ADDED = Correction("1.1", {}, {"en": "Added."})
numbers = count()
"""Of the events, each of which has a register of its own."""


class Minutes(RuleBasedStateMachine):
    """`ulids` are the minutes and what came to belong to them, of which the moves act on the one at `place`.

    `frozen` is what was circulated, by row id; `said` what was attached, by ULID; `signed` what ever was.
    """

    def __init__(self, world) -> None:
        super().__init__()
        self.world, self.ulids, self.place = world, [], 0
        self.frozen: dict[int, object] = {}
        self.said: dict[str, tuple[object, ...]] = {}
        self.signed: set[str] = set()
        self.chain: list[str] = []

    @property
    def ulid(self) -> str:
        return self.ulids[self.place % len(self.ulids)]

    @property
    def deadline(self) -> datetime:
        """The first that silence may have today."""
        return end_of_day(earliest_day(10, "Asia/Shanghai", self.meeting.now), "Asia/Shanghai")

    def documents(self) -> list[Document]:
        return [self.meeting.document(ulid) for ulid in self.ulids]

    def teardown(self) -> None:
        db.session.rollback()
        if self.ulids:
            self.verify_export()

    def verify_export(self) -> None:
        """By the program that needs no database."""
        root, target = self.world.app.config["INSTANCE"] / "files", BytesIO()
        exporting.write(exporting.gather(self.meeting.row().register, root), target, root, now=self.meeting.now)
        said: list[str] = []
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export.zip"
            path.write_bytes(target.getvalue())
            assert verify.verify(path, [ledger.head(self.meeting.row().register_id)], said.append) == 0, said

    @initialize(party=parties, shared=st.booleans(), begun=st.sampled_from(["drafted", "agreed", "signed"]))
    def arrange(self, party, shared, begun) -> None:
        """Chance alone rarely comes as far as a signature, and what may follow it."""
        code = "".join(chr(ord("A") + int(digit)) for digit in f"{next(numbers):06}")
        with writing():
            event = make_event(self.world, code, ends_at=AHEAD)
        self.meeting = Granting(self.world, event)
        self.ulids = [self.meeting.create(party, shared=shared or begun != "drafted")]
        if begun != "drafted":
            self.meeting.settle(self.ulid)
        if begun == "signed":
            self.meeting.sign(self.ulid)

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
                actions.share_document(self.meeting.document(ulid), by=by, now=self.meeting.now)

        self.act(move)

    @rule(party=parties, line=st.sampled_from(LINES), removed=st.booleans())
    def save(self, party, line, removed) -> None:
        language, text = next(iter(self.meeting.sources(self.ulid).items()))
        kept = text.rsplit("\n- ", 1)[0] if removed else text.rstrip() + f"\n{line}"
        self.act(self.meeting.save, party, **{language: kept + "\n"})

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
        number = f"HLM/2026/{len(self.signed) + 1}"
        self.act(self.meeting.sign, by=self.world.reader(party, role), number=number)

    @rule(place=st.integers(0, 5))
    def turn_to(self, place) -> None:
        self.place = place

    @rule(party=parties)
    def correct(self, party) -> None:
        self.act(lambda ulid: self.ulids.append(self.meeting.correct(ulid, party, ADDED)))

    @rule(party=parties, code=st.sampled_from(["zh", "ru"]))
    def add_a_language(self, party, code) -> None:
        def move(ulid: str) -> None:
            text = self.meeting.sources(ulid).get("en", "# Протокол\n") + "\n1.9 Добавлено.\n"
            self.ulids.append(self.meeting.add_language(ulid, party, code, text))

        self.act(move)

    @rule(party=parties, role=roles)
    def state(self, party, role) -> None:
        self.act(self.meeting.state, party, by=self.world.reader(party, role), ru="Иначе.")

    @rule(party=parties, first=st.booleans())
    def take_back(self, party, first) -> None:
        attached = [each for each in self.attached() if not each.withdrawn_at]
        if attached:
            statement = attached[0 if first else -1]
            withdraw = self.meeting.withdraw
            self.act(lambda ulid: withdraw(statement.circulation.document.ulid, statement.ulid, party))

    def attached(self) -> list[AttachedStatement]:
        ids = [document.id for document in self.documents()]
        statement = select(AttachedStatement).join(AttachedStatement.circulation)
        statement = statement.where(Circulation.document_id.in_(ids)).order_by(AttachedStatement.id)
        return list(db.session.scalars(statement).unique())

    @rule(party=parties, days=st.sampled_from([3, 10, 11]))
    def choose_silence(self, party, days) -> None:
        self.act(lambda _ulid: self.meeting.choose(party, days))

    @rule(party=parties)
    def take_back_silence(self, party) -> None:
        self.act(lambda _ulid: self.meeting.take_back_choice(party))

    @rule(party=parties, status=st.sampled_from(["record", "record", "binding"]))
    def circulate_in_silence(self, party, status) -> None:
        for code in ("CN", "BY") if status == "record" else ():
            self.act(lambda _ulid, code=code: self.meeting.choose(code))
        self.act(self.meeting.circulate, party, legal_status=status, procedure=rules.SILENCE, deadline=self.deadline)

    @rule(party=parties, role=deciders)
    def break_silence(self, party, role) -> None:
        self.act(self.meeting.speak, party, role)

    @rule(late=st.booleans())
    def look_at_the_deadline(self, late) -> None:
        """What is agreed by silence is agreed then, so that nobody acts earlier from then on."""
        at = self.deadline + timedelta(seconds=late)

        def move(ulid: str) -> None:
            if self.meeting.look(ulid, at) == SETTLE:
                self.meeting.now = at

        self.act(move)

    @rule(party=parties, may=st.booleans())
    def authorise(self, party, may) -> None:
        """Who was named before the chain told of it is named anew, and the chain says so."""
        self.meeting.name(party, may_approve=may)

    @rule(party=parties)
    def leave_office_and_return(self, party) -> None:
        """Who comes back is named no more, until they are named anew."""
        self.meeting.end_role(party)
        self.meeting.give_role(party, HEAD, HEAD)

    @invariant()
    def what_is_frozen_stays(self) -> None:
        circulations = [each for document in self.documents() for each in queries.circulations_of(document.id)]
        now = {each.id: self.seen(each) for each in circulations}
        assert {key: now.get(key) for key in self.frozen} == self.frozen
        self.frozen = now

    def seen(self, circulation: Circulation) -> tuple[object, ...]:
        texts = [(text.language, text.source, text.html) for text in circulation.revision.texts]
        annexes = [(annex.number, annex.name, annex.sha256) for annex in circulated_annexes(circulation.id)]
        assert ledger.sha256(circulation.manifest.encode()) == circulation.manifest_sha256
        return circulation.manifest, circulation.version, texts, annexes

    @invariant()
    def approvals_are_of_the_text_that_is_agreed(self) -> None:
        for document in self.documents():
            if document.state in rules.SETTLED:
                current = queries.current_circulation(document)
                assert current.voided_at is None
                approved = {each.party.code: each.manifest_sha256 for each in current.approvals}
                assert approved == dict.fromkeys(["CN", "BY"], current.manifest_sha256)

    @invariant()
    def an_objection_voids_its_version(self) -> None:
        for document in self.documents():
            for circulation in queries.circulations_of(document.id):
                assert bool(circulation.objections) == bool(circulation.voided_at)
                assert not (circulation.voided_at and circulation.agreed_at)

    @invariant()
    def what_belongs_to_a_text_names_it_as_it_was_agreed(self) -> None:
        for document in self.documents()[1:]:
            settled = queries.current_circulation(document.of)
            assert document.of.state in rules.SETTLED
            name = "corrects" if document.kind == rules.CORRIGENDUM else "renders"
            named = {json.loads(each.manifest)[name] for each in queries.circulations_of(document.id)}
            assert named <= {settled.manifest_sha256}

    @invariant()
    def one_corrigendum_and_one_text_of_each_language_is_open(self) -> None:
        later = [each for each in self.documents() if each.of_id]
        languages = [(each.of_id, each.working_language) for each in later if each.kind == rules.LANGUAGE_VERSION]
        opened = [each.of_id for each in later if each.kind == rules.CORRIGENDUM and each.state not in rules.SETTLED]
        assert (len(languages), len(opened)) == (len(set(languages)), len(set(opened)))

    @invariant()
    def a_statement_stays_as_it_was_said(self) -> None:
        now = {}
        for each in self.attached():
            now[each.ulid] = (each.party_id, [text.text for text in each.texts])
            assert not (
                each.withdrawn_at and each.circulation.agreed_at and each.withdrawn_at > each.circulation.agreed_at
            )
        assert {key: now.get(key) for key in self.said} == self.said
        self.said = now

    @invariant()
    def the_ledger_verifies_and_only_grows(self) -> None:
        if self.ulids:
            register = self.meeting.row().register_id
            chain = [entry.statement for entry in ledger.entries(register)]
            assert chain[: len(self.chain)] == self.chain
            assert ledger.check(register, ledger.head(register)) == []
            self.chain = chain

    @invariant()
    def ids_never_return(self) -> None:
        if self.ulids:
            items = db.session.scalars(select(Item).where(Item.register_id == self.meeting.row().register_id))
            codes = [item.code for item in items]
            assert len(codes) == len(set(codes))
            issued = followup.issued(self.meeting.row().register_id)
            assert [code for code in codes if code not in issued] == []

    @invariant()
    def what_is_signed_never_reopens(self) -> None:
        now = {document.ulid for document in self.documents() if document.state == rules.SIGNED}
        assert now == {document.ulid for document in self.documents() if find_signature(document.id)}
        assert self.signed <= now
        self.signed = now


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
