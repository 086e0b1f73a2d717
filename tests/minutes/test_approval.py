"""Approval is a party's, on one manifest; an objection voids it; what is frozen never changes."""

import json

import pytest
from sqlalchemy import delete, update

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import Conflict, ForumhubError, NotAllowed, RuleBroken
from forumhub.events.models import EventHead
from forumhub.followup.models import Item
from forumhub.mail.models import OutboxMail
from forumhub.minutes import actions, queries
from forumhub.minutes.models import Approval, Circulation, Objection, Revision, RevisionText
from tests.minutes.arranging import STAMPED
from tests.world import NOW


def statements(meeting) -> list[str]:
    return [entry.statement for entry in ledger.entries(meeting._event().register_id)]


def frozen(meeting, ulid: str) -> tuple[str, dict[str, str]]:
    """What must stay as it is: the manifest and every language's text."""
    circulation = queries.find_circulation(meeting.document(ulid).id, 1)
    return circulation.manifest, {text.language: text.source + text.html for text in circulation.revision.texts}


def test_approve_by_one_party(meeting):
    ulid = meeting.circulated()
    head = ledger.head(meeting._event().register_id)

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
    assert ledger.problems(statements(meeting), ledger.head(meeting._event().register_id)) == []


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


def test_approve_with_a_head_that_was_before_the_other_party_approved(meeting):
    ulid = meeting.circulated()
    seen = ledger.head(meeting._event().register_id)
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
    ("way", "note"), [("in_the_room", ""), ("by_note", "  "), ("telepathy", "да"), ("by_note", "x" * 2001)]
)
def test_approve_in_a_way_that_says_too_little(meeting, way, note):
    ulid = meeting.circulated()

    with pytest.raises(RuleBroken):
        meeting.approve(ulid, "CN", way=way, note=note)


def test_approve_by_note(meeting):
    ulid = meeting.circulated()

    approval = meeting.approve(ulid, "CN", way="by_note", note="照会 114/2026")

    entry = json.loads(statements(meeting)[-1])
    assert (approval.note, entry["note"]) == ("照会 114/2026", ledger.sha256("照会 114/2026".encode()))


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


WRITE_PATHS = {
    "save": lambda meeting, ulid: meeting.save(ulid, en="# Another\n"),
    "save by the other side": lambda meeting, ulid: meeting.save(ulid, "BY", en="# Иначе\n"),
    "save of a draft that was ready before it was frozen": lambda meeting, ulid: save_late(meeting, ulid),
    "circulate again": lambda meeting, ulid: meeting.circulate(ulid),
    "share": lambda meeting, ulid: share(meeting, ulid),
    "approve twice": lambda meeting, ulid: meeting.approve(ulid, "CN"),
    "approve another manifest": lambda meeting, ulid: meeting.approve(ulid, "BY", manifest_sha256="1" * 64),
    "autosave": lambda meeting, ulid: autosave(meeting, ulid),
}


def save_late(meeting, ulid: str) -> None:
    from forumhub.minutes.texts import Draft, read_texts

    by, latest = meeting.world.reader("CN", "secretary"), queries.latest_revision(meeting.document(ulid).id)
    draft = Draft(latest.number, read_texts({"en": "# 太迟\n"}, "en"), ())
    with writing():
        actions.save_revision(meeting.document(ulid), draft, by=by, now=NOW)


def share(meeting, ulid: str) -> None:
    with writing():
        actions.share_document(meeting.document(ulid), by=meeting.world.reader("CN", "secretary"), now=NOW)


def autosave(meeting, ulid: str) -> None:
    by = meeting.world.reader("CN", "secretary")
    with writing():
        actions.keep_working_copy(meeting.document(ulid), {"en": "# 私人"}, 1, by=by, now=NOW)


@pytest.mark.parametrize("path", WRITE_PATHS)
@pytest.mark.parametrize("state", ["circulated", "agreed"])
def test_frozen_text_never_changes(meeting, state, path):
    ulid = meeting.circulated() if state == "circulated" else meeting.agreed()
    if state == "circulated":
        meeting.approve(ulid, "CN")
    before, chain = frozen(meeting, ulid), statements(meeting)

    try:
        WRITE_PATHS[path](meeting, ulid)
        refused = False
    except ForumhubError:
        refused = True

    db.session.expire_all()
    assert refused == (path != "autosave")
    assert frozen(meeting, ulid) == before
    assert statements(meeting) == chain
    assert meeting.document(ulid).state == state


@pytest.mark.parametrize("model", [Revision, RevisionText, Circulation, Approval, Objection, ledger.LedgerEntry])
def test_frozen_rows_are_refused_to_the_programme_itself(meeting, model):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")
    meeting.object(ulid, "BY")
    column = {Revision: "number", RevisionText: "html", Objection: "text", Approval: "way"}.get(model, "sha256")
    name = "manifest" if model is Circulation else "statement" if model is ledger.LedgerEntry else column

    with pytest.raises(ledger.ChangedFrozen), writing():
        setattr(db.session.query(model).first(), name, 7 if name == "number" else "改")
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.delete(db.session.query(model).order_by(model.id.desc()).first())
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.execute(update(model).values({name: 7 if name == "number" else "改"}))
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.execute(delete(model))
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.query(model).update({name: 7 if name == "number" else "改"})
