"""What is signed is never reopened: it is corrected by a text of its own, which every party approves and signs."""

import json

import pytest

from forumhub import ledger
from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.followup import queries as followup
from forumhub.minutes import queries
from forumhub.minutes.corrigenda.actions import prepare_corrigendum, withdraw_corrigendum
from forumhub.minutes.corrigenda.queries import corrigenda_of
from forumhub.minutes.corrigenda.rules import Correction, check_correctable, check_correction
from forumhub.minutes.signing.rules import proposed_correction
from forumhub.minutes.statements.rules import check_attachable
from forumhub.minutes.texts import TextsRefused
from forumhub.parties.policy import Reader
from tests.minutes.arranging import CORRECTION, Meeting, statements
from tests.world import NOW

HAD_NOTED = Correction("1.1", {"en": "noted"}, {"en": "had noted"})


def short(meeting: Meeting, legal_status: str = "record") -> str:
    """The ULID of agreed minutes of one paragraph."""
    ulid = meeting.create()
    meeting.save(ulid, en="# Minutes\n\n1.1 The Belarusian side noted delays.\n")
    return meeting.settle(ulid, legal_status=legal_status)


def test_corrigendum_goes_the_way_of_every_text_and_names_what_it_corrects(meeting):
    ulid = meeting.agreed()
    meeting.sign(ulid)
    before = queries.current_circulation(meeting.document(ulid)).manifest

    made = meeting.correct(ulid)
    sources = meeting.sources(made)
    meeting.settle(made)
    meeting.sign(made, number="HLM/2026/1/Corr.1")

    corrected, corrigendum = meeting.document(ulid), meeting.document(made)
    assert (corrected.state, corrigendum.state) == ("signed", "signed")
    assert queries.current_circulation(corrected).manifest == before
    manifest = json.loads(queries.current_circulation(corrigendum).manifest)
    assert manifest["corrects"] == ledger.sha256(before.encode())
    assert manifest["texts"][0]["name"] == "HLM-corrigendum-1.en.md"
    assert [
        (each.document.ulid, each.number)
        for each in corrigenda_of(corrected.id, meeting.world.reader("BY", "delegate"))
    ] == [(made, "HLM/2026/1/Corr.1")]
    assert [json.loads(entry)["type"].split("/")[1] for entry in statements(meeting)[-5:]] == [
        "circulation",
        "approval",
        "approval",
        "agreement",
        "signature",
    ]
    assert ledger.check(corrected.event.register_id, ledger.head(corrected.event.register_id)) == []
    assert sources["en"] == (
        "# Corrigendum: Third high-level meeting\n\nBeijing, 12 November 2026\n\n"
        "To the text that bears the number HLM/2026/1.\n\n## 1. Paragraph 1.1\n\n"
        "What was:\n\n> The Belarusian side noted delays.\n\nWhat shall stand:\n\n> Both sides noted delays.\n"
    )
    assert sources["zh"].endswith("原文：\n\n> 白俄罗斯方面指出存在延误。\n\n更正为：\n\n> 双方指出存在延误。\n")
    assert sources["ru"].endswith("## 1. Пункт 1.1\n\nТекст на этом языке остаётся без изменений.\n")


def test_one_corrigendum_of_a_text_is_open_at_a_time(meeting):
    ulid = short(meeting)
    made = meeting.correct(ulid, "CN", HAD_NOTED)

    with pytest.raises(RuleBroken, match="open already"):
        meeting.correct(ulid, "BY", HAD_NOTED)
    meeting.settle(made)
    again = meeting.correct(ulid, "BY", HAD_NOTED)

    found = [
        each.document.ulid for each in corrigenda_of(meeting.document(ulid).id, meeting.world.reader("CN", "secretary"))
    ]
    assert found == [made, again]


def test_corrigendum_enters_no_items_and_uses_up_no_ids(meeting):
    made = meeting.correct(short(meeting), "BY", HAD_NOTED)
    before = followup.issued(meeting.row().register_id)
    text = meeting.sources(made)["en"]

    with pytest.raises(TextsRefused) as refused:
        meeting.save(made, en=text + "\n- **ACTION** (BY; due 2027-04-01): Name them.\n")
    quoted = meeting.save(made, en=text + "\n> - **ACTION A-1** (BY-MIA; due 2027-03-01): Name the officers.\n")

    assert [remark.line for remark in refused.value.remarks["en"]] == [15]
    assert quoted == 2
    assert followup.issued(meeting.row().register_id) == before


def test_corrigendum_is_refused_to_who_may_not_and_of_what_is_not_agreed(meeting):
    circulated = meeting.circulated()

    with pytest.raises(RuleBroken, match="not agreed yet"):
        meeting.correct(circulated)
    for role in ("delegate", "head_of_delegation"):
        by = meeting.world.reader("BY", role)
        with pytest.raises(NotAllowed):
            prepare_corrigendum(meeting.document(circulated), CORRECTION, by)

    assert corrigenda_of(meeting.document(circulated).id, meeting.world.reader("CN", "secretary")) == []


def test_corrigendum_has_the_legal_status_of_what_it_corrects(meeting):
    made = meeting.correct(short(meeting, "binding"), "BY", HAD_NOTED)

    with pytest.raises(RuleBroken) as refused:
        meeting.circulate(made, legal_status="record")
    meeting.circulate(made, legal_status="binding")

    assert refused.value.field == "legal_status"
    assert meeting.document(made).state == "circulated"


PAGE = "<p>1.1 The <strong>Belarusian</strong> side\nnoted R&amp;D.</p>"
WRONG = {
    "no paragraph": (Correction(" ", {"en": "noted"}, {"en": "said"}), "paragraph"),
    "nothing corrected": (Correction("1.1", {"en": " "}, {}), "paragraph"),
    "the same twice": (Correction("1.1", {"en": "noted"}, {"en": " noted "}), "shall-en"),
    "words that do not stand there": (Correction("1.1", {"en": "noted delays"}, {"en": "said"}), "was-en"),
}


def test_correction_is_of_words_that_stand_in_the_agreed_text():
    fields = {}
    for what, (correction, _field) in WRONG.items():
        with pytest.raises(RuleBroken) as refused:
            check_correction(correction, {"en": PAGE})
        fields[what] = refused.value.field

    check_correction(
        Correction("1.1", {"en": "The **Belarusian** side\n noted R&D"}, {"en": "Both sides"}), {"en": PAGE}
    )
    check_correction(Correction("1.2", {}, {"en": "Added."}), {"en": PAGE})
    assert fields == {what: field for what, (_correction, field) in WRONG.items()}


def test_a_corrigendum_is_corrected_by_another_of_the_same_text():
    with pytest.raises(RuleBroken, match="to which this one belongs"):
        check_correctable("corrigendum", "signed")


def test_number_of_a_corrigendum_follows_that_of_its_text():
    assert proposed_correction("HLM/2026/1", {"HLM/2026/1/Corr.1"}) == "HLM/2026/1/Corr.2"


def test_draft_is_withdrawn_by_the_side_that_proposed_it_and_another_can_follow(meeting):
    ulid = short(meeting)
    made = meeting.correct(ulid, "BY", HAD_NOTED)
    cn, by = meeting.world.reader("CN", "secretary"), meeting.world.reader("BY", "secretary")

    def withdraw(document: str, reader: Reader) -> None:
        with writing():
            withdraw_corrigendum(meeting.document(document), by=reader, now=NOW)

    with pytest.raises(NotAllowed):
        withdraw(made, cn)
    meeting.circulate(made)
    with pytest.raises(RuleBroken, match="An objection"):
        withdraw(made, by)
    meeting.object(made, "CN")
    withdraw(made, by)
    with pytest.raises(RuleBroken, match="withdrawn"):
        meeting.circulate(made)
    with pytest.raises(RuleBroken, match="withdrawn"):
        check_attachable("withdrawn", 0)
    with pytest.raises(RuleBroken, match="Only a corrigendum"):
        withdraw(ulid, by)
    again = meeting.correct(ulid, "CN", HAD_NOTED)

    found = [(each.document.ulid, each.document.state) for each in corrigenda_of(meeting.document(ulid).id, cn)]
    assert found == [(made, "withdrawn"), (again, "shared_draft")]
    assert corrigenda_of(meeting.document(ulid).id, meeting.world.reader("BY", "delegate")) == []
    entry = db.session.query(AuditEntry).filter_by(act="minutes.withdraw_corrigendum").one()
    assert {each.party_id for each in entry.readers} == {meeting.world.party[code] for code in ("CN", "BY")}
