"""`verify` follows each act of an approver to the grant it rests on, and finds one that does not stand."""

import hashlib
import json
from collections.abc import Callable

import pytest

from forumhub import verify
from forumhub.database import writing
from tests.minutes.arranging import Meeting
from tests.minutes.chain.test_verify import Parts, export, faults, heads, lines, made_once, outcome, with_lines
from tests.minutes.grants.arranging import Granting
from tests.minutes.silence.arranging import AHEAD

MADE: dict[str, Parts] = {}
GRANT_CN, GRANT_BY, CHOICE, CIRCULATION, APPROVAL, OBJECTION, END = range(7)
"""Where each entry stands in the chain that is made."""
OTHER_MEETING = "01JDCH0000000000000000000E"
Entries = list[dict]


@pytest.fixture
def parts(app, tmp_path) -> Parts:
    """The export of a register in which both parties named who approves, one chose and approved, the other objected;
    made once for each kind of database.
    """

    def exported(made: Meeting) -> Parts:
        meeting = Granting(made.world, made.event)
        with writing():
            meeting.row().ends_at = AHEAD
        meeting.name("CN")
        meeting.name("BY")
        meeting.choose("CN")
        ulid = meeting.circulated()
        meeting.approve(ulid, "CN")
        meeting.object(ulid, "BY")
        meeting.unname("BY")
        return export(meeting, app.config["INSTANCE"] / "files")

    return made_once(app, MADE, exported)


def forged(parts: Parts, change: Callable[[Entries], Entries]) -> Parts:
    """The chain as somebody with the database could rewrite it: what names an entry before it names it as it is now."""
    entries = [{**json.loads(line), "own": hashlib.sha256(line).hexdigest()} for line in lines(parts)]
    chain, previous, renamed = [], verify.GENESIS, {}
    for number, entry in enumerate(change(entries), start=1):
        own = entry.pop("own")
        told = verify.canonical({**entry, "number": number, "previous": previous}).decode()
        for before, after in renamed.items():
            told = told.replace(before, after)
        chain.append(told.encode())
        previous = renamed[own] = hashlib.sha256(chain[-1]).hexdigest()
    return with_lines(parts, chain)


def found(parts: Parts, tmp_path, change: Callable[[Entries], Entries]) -> list[str]:
    changed = forged(parts, change)
    return faults(outcome(changed, tmp_path, heads(changed)[-1])[1])


def with_fields(at: int, **fields: object) -> Callable[[Entries], Entries]:
    def change(entries: Entries) -> Entries:
        entries[at].update(fields)
        return entries

    return change


def in_order(*places: int) -> Callable[[Entries], Entries]:
    return lambda entries: [entries[place] for place in places]


def test_verify_says_in_which_entry_an_approver_was_named(parts, tmp_path):
    code, said = outcome(parts, tmp_path, heads(parts)[-1])

    assert (code, faults(said)) == (0, [])
    assert [line.strip() for line in said if "who acted" in line] == [
        "entry 3: who acted for CN: named in entry 1",
        "entry 5: who acted for CN: named in entry 1",
        "entry 6: who acted for BY: named in entry 2",
    ]


def test_verify_act_before_the_partys_first_grant_for_the_meeting_is_the_operators_word(parts, tmp_path):
    def change(entries: Entries) -> Entries:
        for at in (CHOICE, APPROVAL):
            entries[at]["grant"] = None
        entries[CHOICE]["event"] = entries[GRANT_CN]["event"]
        entries[GRANT_CN]["event"] = OTHER_MEETING
        return entries

    changed = forged(parts, change)
    code, said = outcome(changed, tmp_path, heads(changed)[-1])

    assert (code, faults(said)) == (0, [])
    assert [line.strip() for line in said if "attested by operator, no grant" in line] == [
        f"entry {number}: who acted for CN: attested by operator, no grant in the chain" for number in (3, 5)
    ]


@pytest.mark.parametrize("nothing", [None, {}])
def test_verify_finds_an_act_under_no_grant_after_the_partys_first_one(parts, tmp_path, nothing):
    after_its_end = in_order(GRANT_CN, GRANT_BY, CHOICE, CIRCULATION, APPROVAL, END, OBJECTION)

    def change(entries: Entries) -> Entries:
        for at in (CHOICE, APPROVAL, OBJECTION):
            entries[at]["grant"] = nothing
        return after_its_end(entries)

    def at_the_meeting(entries: Entries) -> Entries:
        return with_fields(CHOICE, grant=nothing, event=entries[GRANT_CN]["event"])(entries)

    assert found(parts, tmp_path, change) == [
        "entry 3 does not say at which meeting CN acts, after a grant of CN",
        "entry 5 acts for CN under no grant, after its first grant for this meeting",
        "entry 7 acts for BY under no grant, after its first grant for this meeting",
    ]
    assert found(parts, tmp_path, at_the_meeting) == [
        "entry 3 acts for CN under no grant, after its first grant for this meeting"
    ]


@pytest.mark.parametrize("at", [CHOICE, APPROVAL, OBJECTION])
def test_verify_finds_an_act_that_does_not_say_under_which_grant(parts, tmp_path, at):
    def change(entries: Entries) -> Entries:
        del entries[at]["grant"]
        return entries

    assert found(parts, tmp_path, change) == [
        f"entry {at + 1} does not say under which grant, though the chain told of grants before"
    ]


def test_verify_finds_a_grant_that_does_not_stand(parts, tmp_path):
    grants = {at: {"entry": heads(parts)[at]} for at in (GRANT_CN, GRANT_BY, CIRCULATION)}

    after_its_end = in_order(GRANT_CN, GRANT_BY, CHOICE, CIRCULATION, APPROVAL, END, OBJECTION)
    assert found(parts, tmp_path, after_its_end) == ["entry 7 acts under a grant that was ended before it"]

    of_another_party = with_fields(APPROVAL, grant=grants[GRANT_BY])
    assert found(parts, tmp_path, of_another_party) == ["entry 5 acts for CN under a grant of BY"]
    chosen_by_another = with_fields(CHOICE, grant=grants[GRANT_BY])
    assert found(parts, tmp_path, chosen_by_another) == ["entry 3 acts for CN under a grant of BY"]

    of_another_meeting = with_fields(GRANT_BY, event=OTHER_MEETING)
    assert found(parts, tmp_path, of_another_meeting) == ["entry 6 acts under a grant for another meeting than its own"]

    of_another_kind = with_fields(APPROVAL, grant=grants[CIRCULATION])
    assert found(parts, tmp_path, of_another_kind) == [
        "entry 5 acts under a grant that is none of the chain's before it"
    ]

    only_later = in_order(GRANT_CN, CHOICE, CIRCULATION, APPROVAL, OBJECTION, GRANT_BY, END)
    assert found(parts, tmp_path, only_later) == [
        "entry 5 names an entry that is none of the chain's before it",
        "entry 5 acts under a grant that is none of the chain's before it",
    ]

    dropped = in_order(GRANT_BY, CHOICE, CIRCULATION, APPROVAL, OBJECTION, END)
    assert [fault for fault in found(parts, tmp_path, dropped) if "under a grant" in fault] == [
        "entry 2 acts under a grant that is none of the chain's before it",
        "entry 4 acts under a grant that is none of the chain's before it",
    ]


def test_verify_finds_a_grant_that_is_ended_twice_or_by_another_party(parts, tmp_path):
    by_another = with_fields(END, party="CN")
    assert found(parts, tmp_path, by_another) == ["entry 7 ends a grant that does not stand, or not of CN"]

    twice = in_order(*range(7))
    again = found(parts, tmp_path, lambda entries: [*twice(entries), dict(entries[END])])
    assert again == ["entry 8 ends a grant that does not stand, or not of BY"]

    no_grant = with_fields(END, entry=heads(parts)[CIRCULATION])
    assert found(parts, tmp_path, no_grant) == ["entry 7 ends a grant that does not stand, or not of BY"]


def test_verify_a_grant_of_another_kind_of_value_is_said_and_is_no_trace(parts, tmp_path, capsys):
    changed = forged(parts, with_fields(APPROVAL, grant=heads(parts)[GRANT_CN]))
    outcome_of = tmp_path / "export.zip"
    with pytest.raises(AttributeError):
        outcome(changed, tmp_path)

    code = verify.main([str(outcome_of)])

    assert (code, capsys.readouterr().err.split(":")[0]) == (2, "This cannot be read")
