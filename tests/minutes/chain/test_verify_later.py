"""`verify` follows what comes after agreement: corrigenda, and statements of single parties."""

import hashlib
import json
from datetime import datetime, timedelta

import pytest

from forumhub import verify
from tests.minutes.arranging import PDF, Meeting
from tests.minutes.chain.test_verify import (
    Parts,
    export,
    faults,
    flipped,
    heads,
    lines,
    made_once,
    outcome,
    rewritten,
    with_lines,
)

MADE: dict[str, Parts] = {}
SAID = "Белорусская сторона исходит из иного."


@pytest.fixture
def parts(app, tmp_path) -> Parts:
    """The export of a register with signed minutes and their corrigendum, made once for each kind of database."""

    def exported(meeting: Meeting) -> Parts:
        corrected(meeting)
        return export(meeting, app.config["INSTANCE"] / "files")

    return made_once(app, MADE, exported)


def corrected(meeting: Meeting) -> None:
    ulid = meeting.circulated()
    meeting.withdraw(ulid, meeting.state(ulid, "CN", zh="中方声明。"), "CN")
    meeting.state(ulid, "BY", ru=SAID, en="Belarus understands it otherwise.", file="заявление.pdf")
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")
    meeting.sign(ulid)
    corrigendum = meeting.correct(ulid)
    meeting.circulate(corrigendum)
    meeting.approve(corrigendum, "CN")
    meeting.approve(corrigendum, "BY")


def place(parts: Parts, kind: str) -> int:
    """The number of the last entry of a kind, from 0."""
    kinds = [json.loads(line)["type"].split("/")[1] for line in lines(parts)]
    return len(kinds) - 1 - kinds[::-1].index(kind)


def with_manifest(parts: Parts, at: int, **changes: object) -> Parts:
    """The chain as somebody with the database could rewrite it: this circulation's manifest says something else, and
    everything that named the old one names the new one.
    """
    old = json.loads(lines(parts)[at])["manifest"]
    content = verify.canonical({**json.loads(parts[f"files/{old}"]), **changes})
    new = verify.sha256(content)
    said = [json.loads(line.replace(old.encode(), new.encode())) for line in lines(parts)]
    kept = {name: held for name, held in parts.items() if name != f"files/{old}"}
    return with_lines(
        {**kept, f"files/{new}": content},
        rewritten([{**each, "head_seen": verify.GENESIS} if "head_seen" in each else each for each in said]),
    )


def test_verify_follows_corrigenda_and_statements(parts, tmp_path):
    code, said = outcome(parts, tmp_path, heads(parts)[-1])

    signed = json.loads(lines(parts)[place(parts, "signature")])
    assert (code, faults(said)) == (0, [])
    assert [line.split(": ", 1)[1] for line in said if ": signature " in line] == [
        f"signature HLM/2026/1 of document {signed['document']}: entered by CN; scans: CN"
    ]


def test_verify_finds_a_corrigendum_of_a_manifest_that_was_not_agreed(parts, tmp_path):
    at = place(parts, "circulation")
    own = with_manifest(parts, at, corrects="ab" * 32)
    stray = verify.canonical({"type": "forumhub/circulation/v1", "parties": ["BY", "CN"]})
    held = with_manifest({**parts, f"files/{verify.sha256(stray)}": stray}, at, corrects=verify.sha256(stray))

    rendering = with_manifest(parts, at, renders="cd" * 32)

    missing, added, another = (faults(outcome(each, tmp_path)[1]) for each in (own, held, rendering))

    assert f"entry {at + 1} corrects a version that was not agreed in this chain before it" in missing
    assert added == [f"entry {at + 1} corrects a version that was not agreed in this chain before it"]
    assert f"entry {at + 1} gives in another language a version that was not agreed in this chain before it" in another


def test_verify_finds_a_corrigendum_of_other_parties(parts, tmp_path):
    at = place(parts, "circulation")

    said = faults(outcome(with_manifest(parts, at, parties=["BY"]), tmp_path)[1])

    assert f"entry {at + 1} corrects a version of other parties" in said


@pytest.mark.parametrize(("field", "value"), [("legal_status", "binding"), ("prevailing_language", "zh")])
def test_verify_finds_a_corrigendum_of_another_standing(parts, tmp_path, field, value):
    at = place(parts, "circulation")

    said = faults(outcome(with_manifest(parts, at, **{field: value}), tmp_path)[1])

    assert said == [f"entry {at + 1} corrects a version of another {field.replace('_', ' ')}"]


def test_verify_finds_a_second_signature_or_one_of_another_party(parts, tmp_path):
    chain = [json.loads(line) for line in lines(parts)]
    at = place(parts, "signature")
    (copy,) = chain[at]["copies"]
    second = [*chain, {**chain[at], "party": "KZ", "copies": [{**copy, "party": "RU"}]}]

    said = faults(outcome(with_lines(parts, rewritten(second)), tmp_path)[1])

    assert said == [
        f"entry {len(second)} is of KZ, which is no party to its manifest",
        f"entry {len(second)} is a second signature of one document",
        f"entry {len(second)} has a scan of the copy of RU, which is no party to its manifest",
    ]


def test_verify_finds_a_changed_byte_in_a_statement(parts, tmp_path):
    words, sent = (f"files/{hashlib.sha256(each).hexdigest()}" for each in (SAID.encode(), PDF))

    changed = [faults(outcome({**parts, name: flipped(parts[name])}, tmp_path)[1]) for name in (words, sent)]

    assert ["has other bytes" in found[0] for found in changed] == [True, True]


def test_verify_finds_a_statement_that_another_party_takes_back_or_after_agreement(parts, tmp_path):
    chain = [json.loads(line) for line in lines(parts)]
    at = place(parts, "statement_withdrawal")
    other = rewritten([{**each, "party": "BY"} if each is chain[at] else each for each in chain])
    late = [each for each in chain if each is not chain[at]]
    late.append({**chain[at], "statement": chain[at + 1]["statement"], "party": "BY"})

    found = (
        faults(outcome(with_lines(parts, other), tmp_path)[1]),
        faults(outcome(with_lines(parts, rewritten(late)), tmp_path)[1]),
    )

    assert f"entry {at + 1} takes back a statement that BY had not attached before it" in found[0]
    assert f"entry {len(late)} takes back a statement after the text was agreed" in found[1]


@pytest.mark.parametrize("kind", ["closing", "reopening", "withdrawal", "supersession", "due"])
def test_verify_what_minutes_say_of_an_item_before_they_are_agreed(parts, tmp_path, kind):
    chain = [json.loads(line) for line in lines(parts)]
    of = next(entry for entry in chain if entry["type"] == "forumhub/agreement/v1")
    said = {field: of[field] for field in ("register", "at", "document")}
    at = chain.index(of)
    inserted = [{**said, "type": f"forumhub/{kind}/v1", "item": "A-1"}]

    early = rewritten([*chain[:at], *inserted, *chain[at:]])
    late = rewritten([*chain[: at + 1], *inserted, *chain[at + 1 :]])

    wrong = f"entry {at + 1} rests on minutes that were not agreed before it"
    assert [wrong in faults(outcome(with_lines(parts, each), tmp_path)[1]) for each in (early, late)] == [True, False]


def later(at: str, **time: int) -> str:
    return (datetime.fromisoformat(at) + timedelta(**time)).isoformat()


def found_in(parts: Parts, tmp_path, chain: list[dict]) -> list[str]:
    """The faults of the chain recomputed, which are none of hashes, since its new head is given."""
    forged = with_lines(parts, rewritten(chain))
    return faults(outcome(forged, tmp_path, heads(forged)[-1])[1])


def test_verify_finds_what_is_said_twice_or_too_late_of_a_version(parts, tmp_path):
    chain = [json.loads(line) for line in lines(parts)]
    end, of = len(chain), place(parts, "approval")
    approval, agreement = chain[of], chain[place(parts, "agreement")]
    referendum, party = {**approval, "way": "ad_referendum"}, approval["party"]
    confirmation = {**approval, "type": "forumhub/confirmation/v1"}

    found = {
        "agreed twice": found_in(parts, tmp_path, [*chain, agreement]),
        "approved after": found_in(parts, tmp_path, [*chain[:of], *chain[of + 1 :], approval])[-1:],
        "approved twice": found_in(parts, tmp_path, [*chain[: of + 1], *chain[of:]]),
        "confirmed": found_in(parts, tmp_path, [*chain[:of], referendum, confirmation, *chain[of + 1 :]]),
        "ad referendum twice": found_in(parts, tmp_path, [*chain[:of], referendum, referendum, *chain[of + 1 :]])[:1],
        "confirmed twice": found_in(
            parts, tmp_path, [*chain[:of], referendum, confirmation, confirmation, *chain[of + 1 :]]
        ),
    }

    assert found == {
        "agreed twice": [f"entry {end + 1} is a second agreement of one version"],
        "approved after": [f"entry {end} approves a version that was agreed before it"],
        "approved twice": [f"entry {of + 2} is a second approval of one version by {party}"],
        "confirmed": [],
        "ad referendum twice": [f"entry {of + 2} is a second approval of one version by {party}"],
        "confirmed twice": [
            f"entry {of + 3} confirms what {party} had not approved ad referendum, or had confirmed already"
        ],
    }


def test_verify_finds_an_entry_that_is_dated_before_the_one_before_it(parts, tmp_path):
    chain = [json.loads(line) for line in lines(parts)]
    at, timeless = chain[-1]["at"], {key: value for key, value in chain[-1].items() if key != "at"}
    earlier, at_once = ({**chain[-1], "at": later(at, minutes=-each)} for each in (6, 4))

    found = [found_in(parts, tmp_path, [*chain[:-1], each]) for each in (earlier, at_once, timeless)]

    assert found == [
        [f"entry {len(chain)} is dated earlier than the entry before it"],
        [],
        [f"entry {len(chain)} does not say when"],
    ]


def test_verify_finds_an_item_that_is_closed_again_or_by_who_is_no_party(parts, tmp_path):
    chain = [json.loads(line) for line in lines(parts)]
    end, of = len(chain), chain[place(parts, "agreement")]
    about = {**{field: of[field] for field in ("register", "at")}, "item": "A-1"}
    closing = {**about, "type": "forumhub/closing/v1", "party": "BY", "person": "ab" * 32}
    reopening = {**about, "type": "forumhub/reopening/v1", "document": of["document"]}
    stranger = {**closing, "party": "KZ"}
    acts = [{"party": party, "person": "ab" * 32} for party in ("BY", "KZ")]
    by_stranger = [
        stranger,
        {**stranger, "type": "forumhub/acceptance/v1", "answer": "accepted", "words": None},
        {**closing, "type": "forumhub/due/v1", "due": "2027-01-01", "acts": acts},
        {**closing, "type": "forumhub/cancellation/v1", "parties": ["BY", "KZ"], "acts": acts},
    ]

    again = found_in(parts, tmp_path, [*chain, closing, closing])
    returned = found_in(parts, tmp_path, [*chain, closing, reopening, closing])
    strange = [found_in(parts, tmp_path, [*chain, each]) for each in by_stranger]

    assert again == [f"entry {end + 2} closes A-1 again, which nothing had reopened"]
    assert returned == []
    assert strange == [[f"entry {end + 1} is of KZ, which is no party to any manifest before it"]] * 4


def test_verify_finds_what_rests_on_minutes_that_are_circulated_only_after_it(parts, tmp_path):
    """Minutes of another register, which this chain does not hold, are taken at the operator's word."""
    chain = [json.loads(line) for line in lines(parts)]
    closing = {**{field: chain[0][field] for field in ("register", "at")}, "type": "forumhub/closing/v1", "item": "A-1"}
    own, other = ({**closing, "document": each} for each in (chain[0]["document"], "01JDCH0000000000000000000D"))

    found = [found_in(parts, tmp_path, [each, *chain]) for each in (own, other)]

    assert found == [["entry 1 rests on minutes that were not agreed before it"], []]
