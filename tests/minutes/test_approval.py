"""Approval is a party's, on one manifest; an objection voids it; what is frozen never changes."""

import json
from datetime import timedelta

import pytest

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events.models import EventHead
from forumhub.followup.models import Item
from forumhub.mail.models import OutboxMail
from forumhub.minutes import queries
from forumhub.minutes.rules import Grounds, Scan
from tests.minutes.arranging import STAMPED, statements
from tests.world import NOW

TODAY = NOW.date()


def test_approve_by_one_party(meeting):
    ulid = meeting.circulated()
    head = ledger.head(meeting.row().register_id)

    approval = meeting.approve(ulid, "CN", way="totp")

    entry = json.loads(statements(meeting)[-1])
    assert meeting.document(ulid).state == "circulated"
    assert (entry["type"], entry["party"], entry["way"], entry["head_seen"], entry["manifest"]) == (
        "forumhub/approval/v1",
        "CN",
        "totp",
        head,
        approval.manifest_sha256,
    )


def test_approve_commits_to_the_person_without_naming_them(meeting):
    ulid = meeting.circulated()

    meeting.approve(ulid, "BY")

    statement = statements(meeting)[-1]
    commitment = db.session.get(ledger.Commitment, json.loads(statement)["person"])
    person = meeting.world.ulid["BY", "head_of_delegation"]
    assert commitment.sha256 == ledger.sha256(f"{commitment.salt}:{person}".encode())
    assert person not in statement


def test_approve_by_every_party_makes_it_agreed(meeting):
    ulid = meeting.agreed()

    document = meeting.document(ulid)
    types = [json.loads(statement)["type"].split("/")[1] for statement in statements(meeting)]
    items = {item.code: item.state for item in db.session.query(Item)}
    told = sorted(mail.recipient for mail in db.session.query(OutboxMail).filter_by(template="agreed"))
    assert document.state == "agreed"
    assert queries.current_circulation(document).agreed_at == NOW
    assert types == ["circulation", "approval", "approval", "agreement"]
    assert items == {"C-1": "open", "D-1": "open", "A-1": "open"}
    assert told == ["secretariat.by@example.org", "secretariat.cn@example.org"]
    assert ledger.problems(statements(meeting), ledger.head(meeting.row().register_id)) == []


def test_approve_twice_for_a_party(meeting):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")

    with pytest.raises(RuleBroken, match="already"):
        meeting.approve(ulid, "CN")


def test_approve_another_manifest(meeting):
    ulid = meeting.circulated()

    with pytest.raises(Conflict):
        meeting.approve(ulid, "CN", manifest_sha256="0" * 64)


def test_approve_with_a_head_that_never_was(meeting):
    ulid = meeting.circulated()

    with pytest.raises(Conflict):
        meeting.approve(ulid, "CN", head_seen="0" * 64)


@pytest.mark.parametrize("head", ["", "\0", "да", "A" * 64, "0" * 64 + "\n"])
def test_approve_with_what_is_no_head(meeting, head):
    ulid = meeting.circulated()

    with pytest.raises(Conflict):
        meeting.approve(ulid, "CN", head_seen=head)


def test_approve_with_a_head_that_was_before_the_other_party_approved(meeting):
    ulid = meeting.circulated()
    seen = ledger.head(meeting.row().register_id)
    meeting.approve(ulid, "CN")

    approval = meeting.approve(ulid, "BY", head_seen=seen)

    assert (approval.head_seen, meeting.document(ulid).state) == (seen, "agreed")


@pytest.mark.parametrize("role", ["secretary", "organizer", "administrator"])
def test_approve_by_whom_the_event_does_not_name(meeting, role):
    ulid = meeting.circulated()

    with pytest.raises(NotAllowed):
        meeting.approve(ulid, "CN", by=meeting.world.reader("CN", role))


def test_approve_for_the_other_party(meeting):
    ulid = meeting.circulated()

    with pytest.raises(NotAllowed):
        meeting.approve(ulid, "BY", by=meeting.world.reader("CN", "head_of_delegation"))


def test_approve_by_a_head_who_may_not(meeting):
    ulid = meeting.circulated()
    with writing():
        for head in db.session.query(EventHead).filter_by(party_id=meeting.world.party["BY"]):
            head.may_approve = False

    with pytest.raises(NotAllowed):
        meeting.approve(ulid, "BY")


def test_approve_after_the_office_ended(meeting):
    ulid = meeting.circulated()

    with pytest.raises(NotAllowed):
        meeting.approve(ulid, "BY", by=meeting.world.reader("BY", "head_of_delegation", roles={}))


def test_approve_within_72_hours_after_a_reset(meeting):
    ulid = meeting.circulated()

    with pytest.raises(NotAllowed, match="reset"):
        meeting.approve(ulid, "BY", by=meeting.world.reader("BY", "head_of_delegation", quarantined=True))


@pytest.mark.parametrize(
    ("way", "grounds", "field"),
    [
        ("in_the_room", Grounds(note="在北京"), "scan"),
        ("by_note", Grounds(number=" ", dated=TODAY), "number"),
        ("by_note", Grounds(number="114/2026"), "dated"),
        ("by_note", Grounds(number="114/2026", dated=TODAY + timedelta(days=2)), "dated"),
        ("telepathy", Grounds(note="да"), "way"),
        ("ad_referendum", Grounds(note="x" * 2001), "note"),
    ],
)
def test_approve_in_a_way_that_says_too_little(meeting, way, grounds, field):
    ulid = meeting.circulated()

    with pytest.raises(RuleBroken) as refused:
        meeting.approve(ulid, "CN", way=way, grounds=grounds)

    assert refused.value.field == field


def test_approve_by_note(meeting):
    ulid = meeting.circulated()

    meeting.approve(ulid, "CN", way="by_note", grounds=Grounds(note="照会", number="114/2026", dated=TODAY))

    entry = json.loads(statements(meeting)[-1])
    assert entry["reference"] == {"number": "114/2026", "date": TODAY.isoformat()}
    assert entry["note"] == ledger.sha256("照会".encode())


def test_approve_on_paper_names_the_scan_in_the_ledger(meeting):
    ulid = meeting.circulated()
    scan = Scan("签字页.pdf", ledger.sha256(b"%PDF-1.7"), 8)

    for party in ("CN", "BY"):
        meeting.approve(ulid, party, way="in_the_room", grounds=Grounds(scan=scan))

    named = [json.loads(statement).get("scan") for statement in statements(meeting)[-3:]]
    paper = {"name": "签字页.pdf", "type": "application/pdf", "size": 8, "sha256": scan.sha256}
    assert named == [paper, paper, None]
    assert meeting.document(ulid).state == "agreed"


def test_approve_ad_referendum_counts_once_it_is_confirmed(meeting):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY", way="ad_referendum")
    before = meeting.document(ulid).state
    waiting = [c.document.ulid for c in queries.waiting_for(meeting.world.reader("BY", "head_of_delegation"))]

    meeting.approve(ulid, "BY", way="by_note", grounds=Grounds(number="7-12/5", dated=TODAY))

    kinds = [json.loads(statement)["type"].split("/")[1] for statement in statements(meeting)[-4:]]
    told = [
        (m.template, m.snapshot["provisional"]) for m in db.session.query(OutboxMail) if "provisional" in m.snapshot
    ]
    assert (before, meeting.document(ulid).state, waiting) == ("circulated", "agreed", [ulid])
    assert kinds == ["approval", "approval", "confirmation", "agreement"]
    assert sorted(told) == [("approval", False)] * 2 + [("approval", True)] * 2


def test_approve_ad_referendum_twice(meeting):
    ulid = meeting.circulated()
    meeting.approve(ulid, "BY", way="ad_referendum")

    with pytest.raises(RuleBroken, match="Confirm it in another way"):
        meeting.approve(ulid, "BY", way="ad_referendum")


def test_waiting_for_is_empty_once_the_party_approved(meeting):
    ulid = meeting.circulated()
    readers = {party: meeting.world.reader(party, "head_of_delegation") for party in ("CN", "BY", "KZ")}
    before = {party: [c.document.ulid for c in queries.waiting_for(reader)] for party, reader in readers.items()}

    meeting.approve(ulid, "CN")

    after = {party: [c.document.ulid for c in queries.waiting_for(reader)] for party, reader in readers.items()}
    assert before == {"CN": [ulid], "BY": [ulid], "KZ": []}
    assert after == {"CN": [], "BY": [ulid], "KZ": []}


def test_object_voids_the_version_and_its_approvals(meeting):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")

    meeting.object(ulid, "BY", "В 1.1 пропущено слово.")

    document = meeting.document(ulid)
    circulation = queries.find_circulation(document.id, 1)
    items = {item.code: item.state for item in db.session.query(Item)}
    told = db.session.query(OutboxMail).filter_by(template="objected").count()
    assert (document.state, circulation.voided_at) == ("shared_draft", NOW)
    assert items == {"C-1": "proposed", "D-1": "proposed", "A-1": "proposed"}
    assert json.loads(statements(meeting)[-1])["type"] == "forumhub/objection/v1"
    assert told == 2
    assert queries.waiting_for(meeting.world.reader("BY", "head_of_delegation")) == []


def test_object_without_words(meeting):
    ulid = meeting.circulated()

    with pytest.raises(RuleBroken):
        meeting.object(ulid, "BY", " \n")


def test_approval_of_a_voided_version_does_not_count_for_the_next(meeting):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")
    meeting.object(ulid, "BY")
    meeting.save(ulid, en=STAMPED.replace("delays", "long delays"))
    meeting.circulate(ulid, "BY")

    meeting.approve(ulid, "BY")

    assert meeting.document(ulid).state == "circulated"
