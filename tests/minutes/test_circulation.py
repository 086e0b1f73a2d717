"""Circulation freezes a manifest, enters it in the ledger, and tells all parties together."""

import json
from datetime import UTC, datetime

import pytest

from forumhub import audit, ledger
from forumhub.agreements.models import AgreementVersion
from forumhub.database import db
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.followup.models import Item
from forumhub.mail.models import OutboxMail
from forumhub.minutes import queries
from forumhub.minutes.texts import TextsRefused
from tests.minutes.arranging import CHINESE, ENGLISH, STAMPED
from tests.world import NOW


def chain(meeting) -> list[dict]:
    register_id = meeting.row().register_id
    return [json.loads(entry.statement) for entry in ledger.entries(register_id)]


def test_circulate_freezes_the_manifest(meeting):
    ulid = meeting.circulated()

    circulation = queries.current_circulation(meeting.document(ulid))
    manifest = json.loads(circulation.manifest)
    texts = {text.language: text for text in circulation.revision.texts}
    agreed = db.session.query(AgreementVersion).one()
    assert manifest == {
        "type": "forumhub/circulation/v1",
        "register": "HLM",
        "event": meeting.event,
        "document": ulid,
        "version": 1,
        "parties": ["BY", "CN"],
        "legal_status": "record",
        "procedure": "approval_by_every_party",
        "deadline": None,
        "prevailing_language": None,
        "previous": None,
        "texts": [
            {
                "language": code,
                "name": f"HLM-minutes-1.{code}.md",
                "type": "text/markdown; charset=utf-8",
                "size": len(texts[code].source.encode()),
                "sha256": ledger.sha256(texts[code].source.encode()),
            }
            for code in ("en", "ru", "zh")
        ],
        "annexes": [],
        "agreements": [{"code": "CN-BY-2016", "number": 1, "sha256": agreed.sha256}],
    }
    assert circulation.manifest_sha256 == ledger.sha256(circulation.manifest.encode())
    assert ledger.canonical(manifest) == circulation.manifest.encode()


def test_circulate_with_terms(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    meeting.save(ulid, en=STAMPED, zh=CHINESE)

    deadline = datetime(2026, 12, 4, 9, tzinfo=UTC)
    circulation = meeting.circulate(ulid, deadline=deadline, prevailing_language="zh", legal_status="binding")

    manifest = json.loads(circulation.manifest)
    terms = manifest["deadline"], manifest["prevailing_language"], manifest["legal_status"]
    assert terms == ("2026-12-04T09:00:00+00:00", "zh", "binding")
    assert meeting.document(ulid).legal_status == "binding"


def test_circulate_enters_the_ledger_and_the_register(meeting):
    meeting.circulated()

    (entry,) = chain(meeting)
    assert (entry["type"], entry["register"], entry["party"], entry["version"]) == (
        "forumhub/circulation/v1",
        "HLM",
        "CN",
        1,
    )
    items = {item.code: item.state for item in db.session.query(Item)}
    assert items == {"C-1": "provisional", "D-1": "provisional", "A-1": "provisional"}


def test_circulate_tells_all_parties_the_same_head(meeting):
    ulid = meeting.circulated()

    mails = db.session.query(OutboxMail).filter_by(template="circulated").order_by(OutboxMail.recipient).all()
    head = ledger.head(meeting.row().register_id)
    told = [(mail.recipient, mail.snapshot["head"], mail.snapshot["document"]) for mail in mails]
    assert told == [
        ("secretariat.by@example.org", head, ulid),
        ("secretariat.cn@example.org", head, ulid),
    ]
    assert mails[0].snapshot == mails[1].snapshot


def test_circulate_again_after_an_objection_names_the_manifest_before(meeting):
    ulid = meeting.circulated()
    first = queries.current_circulation(meeting.document(ulid)).manifest_sha256
    meeting.object(ulid, "BY")
    meeting.save(ulid, en=STAMPED.replace("delays", "long delays"))

    second = meeting.circulate(ulid, "BY")

    assert (second.version, json.loads(second.manifest)["previous"]) == (2, first)


def test_circulate_writes_an_audit_entry_for_every_party(meeting):
    ulid = meeting.circulated()

    entry = db.session.query(audit.AuditEntry).filter_by(act="minutes.circulate").one()
    readers = {reader.party_id for reader in entry.readers}
    assert (entry.subject, readers) == (ulid, {meeting.world.party["CN"], meeting.world.party["BY"]})


@pytest.mark.parametrize(
    ("wrong", "line", "sentence"),
    [
        (
            "- **ACTION** (BY-MIA; under CN-BY-2016 art. 9): Call.",
            3,
            "CN-BY-2016 has no clause 9 on 2026-11-12; it has: 1, 2, 2.1, 2.2, 3.",
        ),
        ("- **ACTION** (BY-MIA; under XX-2000 art. 1): Call.", 3, "No agreement XX-2000 was in force on 2026-11-12."),
        (
            "- **行动**（KZ-MIA；期限 2027-03-01）：致电。",
            3,
            "KZ-MIA is no party or organ at this meeting; these are: BY, BY-MIA, CN, CN-MPS.",
        ),
        (
            "- **РЕШЕНИЕ** (из FORUM/R-9): Открыть.",
            3,
            "FORUM/R-9 is in no register that you see; it was never issued.",
        ),
        (
            "## 111.222.333.444.5. 议题\n\n- **РЕШЕНИЕ**: Открыть.",
            5,
            "The heading's number '111.222.333.444.5' is longer than 16 characters; fewer levels would be right.",
        ),
    ],
)
def test_circulate_refuses_what_leads_nowhere(meeting, wrong, line, sentence):
    ulid = meeting.create()
    meeting.save(ulid, en=f"# Minutes\n\n{wrong}\n")

    with pytest.raises(TextsRefused) as refused:
        meeting.circulate(ulid)

    assert [(r.line, str(r)) for r in refused.value.remarks["en"]] == [(line, sentence)]
    assert meeting.document(ulid).state == "shared_draft"


def test_circulate_takes_the_longest_number_of_a_heading(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en="# Minutes\n\n## 111.222.333.4444\n\n## 111.222.333.44.5. 议题\n\n- **DECISION**: Open.\n")

    meeting.circulate(ulid)

    assert db.session.query(Item).one().section == "111.222.333.44.5"


@pytest.mark.parametrize("hidden", ["![x](https://example.org/x.png)", "<b>bold</b>", "left\u202eright", "通\u200b过"])
def test_circulate_refuses_what_can_show_differently(meeting, hidden):
    ulid = meeting.create()
    meeting.save(ulid, en=f"# Minutes\n\n{hidden}\n")

    with pytest.raises(TextsRefused) as refused:
        meeting.circulate(ulid)

    assert [remark.line for remark in refused.value.remarks["en"]] == [3]


def test_circulate_refuses_languages_that_disagree(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    meeting.save(ulid, en=STAMPED, zh=CHINESE.replace("2027-03-01；", "2027-04-01；"))

    with pytest.raises(TextsRefused) as refused:
        meeting.circulate(ulid)

    assert list(refused.value.remarks) == ["zh"]


def test_circulate_refuses_a_draft_of_one_side(meeting):
    ulid = meeting.create(shared=False)

    with pytest.raises(RuleBroken, match="Share it"):
        meeting.circulate(ulid)


def test_circulate_refuses_another_revision_than_was_seen(meeting):
    ulid = meeting.create()
    meeting.save(ulid, "BY", en="# Протокол\n")

    with pytest.raises(Conflict):
        meeting.circulate(ulid, seen=1)


@pytest.mark.parametrize("role", ["organizer", "head_of_delegation", "delegate"])
def test_circulate_is_for_secretaries(meeting, role):
    ulid = meeting.create()

    with pytest.raises(NotAllowed):
        meeting.circulate(ulid, by=meeting.world.reader("CN", role))


def test_circulate_waits_72_hours_after_a_reset(meeting):
    ulid = meeting.create()

    with pytest.raises(NotAllowed, match="reset"):
        meeting.circulate(ulid, by=meeting.world.reader("CN", "secretary", quarantined=True))


def test_circulate_refuses_a_deadline_that_has_passed(meeting):
    ulid = meeting.create()

    with pytest.raises(RuleBroken, match="deadline"):
        meeting.circulate(ulid, deadline=NOW)
