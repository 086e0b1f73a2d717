"""What one party says of a text stands beside it as that party's alone, with its hash in the ledger."""

import json

import pytest

from forumhub import ledger
from forumhub.database import db
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.ledger import ChangedFrozen
from forumhub.mail.models import OutboxMail
from forumhub.minutes import queries
from forumhub.minutes.statements.queries import statements_of, void_statements_of
from forumhub.minutes.statements.rules import MOST, MOST_TEXT, check_attachable, check_retractable, check_words
from tests.minutes.arranging import PDF, statements
from tests.minutes.reading_pages import made

SAID = "Белорусская сторона исходит из иного.\nТочка."


def test_statement_is_entered_in_the_ledger_and_leaves_the_text_as_it_is(meeting):
    ulid = meeting.circulated()
    before = queries.current_circulation(meeting.document(ulid)).manifest

    statement = meeting.state(ulid, "BY", ru=SAID, zh=" ", file="заявление.pdf")

    said = json.loads(statements(meeting)[-1])
    kept = {key: said[key] for key in ("type", "party", "statement", "texts", "file", "manifest")}
    words = {"language": "ru", "name": "HLM-statement-BY-1.ru.txt", "type": "text/plain; charset=utf-8"}
    scan = {"name": "заявление.pdf", "type": "application/pdf", "size": len(PDF), "sha256": ledger.sha256(PDF)}
    assert kept == {
        "type": "forumhub/unilateral_statement/v1",
        "party": "BY",
        "statement": statement,
        "texts": [{**words, "size": len(SAID.encode()), "sha256": ledger.sha256(SAID.encode())}],
        "file": scan,
        "manifest": ledger.sha256(before.encode()),
    }
    assert queries.current_circulation(meeting.document(ulid)).manifest == before
    mails = db.session.query(OutboxMail).filter_by(template="statement").all()
    assert {mail.snapshot["head"] for mail in mails} == {ledger.head(meeting.row().register_id)}
    assert len(mails) == 2


def test_statement_is_taken_back_before_agreement_by_its_own_party_and_never_after(meeting):
    ulid = meeting.circulated()
    first, second = meeting.state(ulid, "BY", ru=SAID), meeting.state(ulid, "BY", ru="Ещё.")

    with pytest.raises(NotAllowed):
        meeting.withdraw(ulid, first, "CN")
    meeting.withdraw(ulid, first, "BY")
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")
    with pytest.raises(RuleBroken, match="stays"):
        meeting.withdraw(ulid, second, "BY")
    later = meeting.state(ulid, "CN", zh="中方声明。")

    found = statements_of(queries.current_circulation(meeting.document(ulid)).id)
    assert [(each.ulid, each.withdrawn_at is not None) for each in found] == [
        (first, True),
        (second, False),
        (later, False),
    ]
    assert ledger.check(meeting.row().register_id, ledger.head(meeting.row().register_id)) == []
    found[1].texts[0].text = "иначе"
    with pytest.raises(ChangedFrozen):
        db.session.flush()
    db.session.rollback()


def test_statement_is_void_with_its_version_and_only_office_holders_speak(meeting):
    ulid = meeting.circulated()
    statement = meeting.state(ulid, "BY", ru=SAID)

    with pytest.raises(NotAllowed):
        meeting.state(ulid, "BY", by=meeting.world.reader("BY", "delegate"), ru=SAID)
    with pytest.raises(NotAllowed):
        meeting.state(ulid, "CN", by=meeting.world.reader("BY", "secretary"), ru=SAID)
    meeting.object(ulid, "CN")
    with pytest.raises(RuleBroken, match="draft"):
        meeting.state(ulid, "BY", ru=SAID)
    meeting.circulate(ulid)
    with pytest.raises(RuleBroken, match="void"):
        meeting.withdraw(ulid, statement, "BY")

    assert statements_of(queries.current_circulation(meeting.document(ulid)).id) == []
    assert [each.ulid for each in void_statements_of(meeting.document(ulid).id)] == [statement]


def test_words_of_a_statement_are_seen_as_they_are():
    refused = []
    for texts in ({}, {"en": "x" * (MOST_TEXT + 1)}, {"ru": "Да\u202eнет"}):
        with pytest.raises(RuleBroken) as error:
            check_words(texts, None)
        refused.append(error.value.field)

    assert refused == [None, "text-en", "text-ru"]
    assert check_words({"en": " "}, "f.pdf") == {}
    with pytest.raises(RuleBroken, match="at most"):
        check_attachable("signed", MOST)
    with pytest.raises(RuleBroken, match="already"):
        check_retractable("circulated", is_current=True, is_withdrawn=True)


def test_statement_stands_beside_the_text_and_in_print_as_one_partys_alone(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("BY", "head_of_delegation")

    empty = head.post(f"/minutes/{ulid}/statements/new", {"party": "BY"})
    sent = head.post(f"/minutes/{ulid}/statements/new", {"party": "BY", "text-ru": SAID, "text-zh": "<b>声明</b>"})

    assert (empty.status_code, "in one language at least" in empty.text, sent.status_code) == (422, True, 302)
    reader = held.world.signed_in("CN", "secretary")
    pages = [reader.text(f"/minutes/{ulid}"), reader.text(f"/minutes/{ulid}/print?copy=CN")]
    for page in pages:
        assert ("Statement by Belarus" in page, "no other party has agreed to it" in page) == (True, True)
        assert ("исходит из иного" in page, "&lt;b&gt;声明" in page) == (True, True)
    assert "Take it back" not in pages[0]
    assert "Take it back" in head.text(f"/minutes/{ulid}")
