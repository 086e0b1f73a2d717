"""The ledger notices whatever was done to a chain, and stays one chain however many write to it at once."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.events.models import Register
from tests.world import NOW

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["通过", "одобрено", "approved"]
)
BODIES = st.lists(st.dictionaries(st.sampled_from(["manifest", "party", "way"]), TEXTS), min_size=1, max_size=6)


def chain(bodies: list[dict[str, str]]) -> list[str]:
    """Statements as `append` writes them, without a database."""
    statements, previous = [], ledger.GENESIS
    for number, body in enumerate(bodies, start=1):
        statements.append(ledger.canonical({**body, "number": number, "previous": previous}).decode())
        previous = ledger.sha256(statements[-1].encode())
    return statements


def head_of(statements: list[str]) -> str:
    return ledger.sha256(statements[-1].encode()) if statements else ledger.GENESIS


def make_register(code: str = "HLM") -> int:
    register = Register(code=code)
    db.session.add(register)
    db.session.flush()
    return register.id


def append(register_id: int, act: str, code: str = "HLM") -> ledger.LedgerEntry:
    return ledger.append(register_id, code, "approval", {"act": act}, now=NOW)


@given(BODIES)
def test_problems_whole_chain(bodies):
    statements = chain(bodies)

    found = ledger.problems(statements, head_of(statements))

    assert found == []


@given(BODIES)
def test_problems_without_a_head(bodies):
    statements = chain(bodies)

    found = ledger.problems(statements, None)

    assert found == ["consistent, not anchored: no head was given"]


@given(BODIES, st.data())
def test_problems_changed_byte(bodies, data):
    statements = chain(bodies)
    head, which = head_of(statements), data.draw(st.integers(0, len(statements) - 1))
    place = data.draw(st.integers(0, len(statements[which]) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != statements[which][place]))
    statements[which] = statements[which][:place] + other + statements[which][place + 1 :]

    found = ledger.problems(statements, head)

    assert found != []


@given(BODIES, st.data())
def test_problems_dropped_entry(bodies, data):
    statements = chain(bodies)
    head = head_of(statements)
    del statements[data.draw(st.integers(0, len(statements) - 1))]

    found = ledger.problems(statements, head)

    assert found != []


@given(BODIES.filter(lambda bodies: len(bodies) > 1), st.data())
def test_problems_reordered_entries(bodies, data):
    statements = chain(bodies)
    one, other = data.draw(st.lists(st.integers(0, len(statements) - 1), min_size=2, max_size=2, unique=True))
    head = head_of(statements)
    statements[one], statements[other] = statements[other], statements[one]

    found = ledger.problems(statements, head)

    assert found != []


@given(BODIES, TEXTS, st.data())
def test_problems_added_entry(bodies, text, data):
    statements = chain(bodies)
    head, place = head_of(statements), data.draw(st.integers(0, len(statements)))
    previous = head_of(statements[:place])
    statements.insert(place, ledger.canonical({"way": text, "number": place + 1, "previous": previous}).decode())

    found = ledger.problems(statements, head)

    assert found != []


@given(BODIES, st.data())
def test_problems_chain_recomputed_from_the_start(bodies, data):
    head = head_of(chain(bodies))
    bodies[data.draw(st.integers(0, len(bodies) - 1))]["forged"] = "да"
    recomputed = chain(bodies)

    found = ledger.problems(recomputed, head)

    assert found == [f"the chain ends in {head_of(recomputed)}, not in the head {head}"]


@given(BODIES)
def test_problems_truncated_chain(bodies):
    statements = chain(bodies)

    found = ledger.problems(statements[:-1], head_of(statements))

    assert found == [f"the chain ends in {head_of(statements[:-1])}, not in the head {head_of(statements)}"]


@pytest.mark.parametrize("statement", ["", "[]", "{", '{"a": 1}', "[" * 100_000, '"\ud800"', '{"a":1e400}'])
def test_problems_statement_that_is_none(statement):
    found = ledger.problems([statement], None)

    assert len(found) == 2


def test_append_names_the_hash_before_it(database):
    with writing():
        register_id = make_register()
        first, second = append(register_id, "通过"), append(register_id, "одобрено")

    statements = [entry.statement for entry in ledger.entries(register_id)]
    assert json.loads(second.statement) == {
        "act": "одобрено",
        "at": "2026-11-22T09:00:00+00:00",
        "number": 2,
        "previous": first.sha256,
        "register": "HLM",
        "type": "forumhub/approval/v1",
    }
    assert ledger.problems(statements, ledger.head(register_id)) == []


def test_append_begins_a_chain_of_each_register(database):
    with writing():
        one, other = make_register("HLM"), make_register("FORUM")
        append(one, "通过"), append(other, "通过", "FORUM"), append(other, "одобрено", "FORUM")

    assert [entry.number for entry in ledger.entries(one)] == [1]
    assert [entry.number for entry in ledger.entries(other)] == [1, 2]


def test_append_by_many_at_once_keeps_one_chain(app):
    with app.app_context(), writing():
        register_id = make_register()

    def approve(number: int) -> None:
        with app.app_context(), writing():
            append(register_id, f"第{number}次")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(approve, range(24)))

    with app.app_context():
        statements = [entry.statement for entry in ledger.entries(register_id)]
        assert len(statements) == 24
        assert ledger.problems(statements, ledger.head(register_id)) == []


def test_check_entry_changed_by_hand_in_the_database(database):
    with writing():
        register_id = make_register()
        append(register_id, "通过")
    with writing():
        connection = db.session.connection()
        connection.execute(ledger.LedgerEntry.__table__.update().values(sha256="0" * 64))

    found = ledger.check(register_id, ledger.head(register_id))

    assert found == ["entry 1 is stored under a hash that is not its own"]


def test_head_of_a_register_without_entries(database):
    with writing():
        register_id = make_register()

    assert ledger.head(register_id) == ledger.GENESIS


def test_entry_is_never_changed_or_deleted(database):
    with writing():
        entry = append(make_register(), "通过")

    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.merge(entry).statement = "{}"
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.delete(db.session.get(ledger.LedgerEntry, entry.id))
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.execute(update(ledger.LedgerEntry).values(statement="{}"))
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.execute(delete(ledger.LedgerEntry))


def test_commitment_hides_the_person_and_opens_with_its_salt(world, database):
    person_id, ulid = world.person["CN", "secretary"], world.ulid["CN", "secretary"]

    with writing():
        one, other = ledger.commit_to(person_id, ulid), ledger.commit_to(person_id, ulid)

    kept = db.session.get(ledger.Commitment, one)
    assert one != other
    assert ledger.sha256(f"{kept.salt}:{ulid}".encode()) == one
