import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import select

from forumhub import files, ledger
from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.files import KeptFile
from forumhub.followup import actions, queries
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")
SECRETARIATS = ["secretariat.by@example.org", "secretariat.cn@example.org"]


@pytest.fixture
def agreed(world):
    return examples.agreed(world)


def party(world, code: str) -> Party:
    return db.session.get_one(Party, world.party[code])


def report(
    world, code: str, *, of: str = "BY", act: str = "reported", words: str = "Список передан.", role="secretary", **more
):
    by = world.reader(of, role)
    return actions.report_item(item(code), party(world, of), act, words=words, by=by, now=NOW, **more)


def close(world, code: str, *, of: str = "CN", role: str = "secretary", **changes):
    by = world.reader(of, role, **changes)
    return actions.close_item(item(code), party(world, of), words="已核实。", by=by, now=NOW)


def mails() -> list[tuple[str, str]]:
    """Act and recipient of each mail about items, in order."""
    statement = select(OutboxMail).where(OutboxMail.template.like("item%")).order_by(OutboxMail.id)
    return [(mail.snapshot["act"], mail.recipient) for mail in db.session.scalars(statement)]


def test_an_owners_report_tells_the_other_side(world, agreed):
    made = report(world, "A-1")

    assert (item("A-1").state, made.act, made.party.code, made.text) == (
        "reported",
        "reported",
        "BY",
        "Список передан.",
    )
    assert sorted(mails()) == [("reported", SECRETARIATS[0]), ("reported", SECRETARIATS[1])]


def test_a_report_of_progress_tells_nobody(world, agreed):
    report(world, "A-1", act="in_progress", words="")

    assert (item("A-1").state, mails()) == ("in_progress", [])


def test_the_other_side_closes_into_the_ledger_and_the_audit(world, agreed):
    report(world, "A-1")

    close(world, "A-1")

    (entry,) = ledger.entries(item("A-1").register_id)
    statement = json.loads(entry.statement)
    assert (item("A-1").state, item("A-1").closed_at) == ("closed", NOW)
    assert (statement["type"], statement["item"], statement["party"]) == ("forumhub/closing/v1", "A-1", "CN")
    commitment = db.session.get(ledger.Commitment, statement["person"])
    assert commitment.person_id == world.person["CN", "secretary"]
    statement = select(AuditEntry.act, AuditEntry.subject).where(AuditEntry.act.like("followup%"))
    entries = db.session.execute(statement.order_by(AuditEntry.id))
    assert list(entries) == [("followup.reported", "HLM/A-1"), ("followup.closed", "HLM/A-1")]
    assert sorted(mails()[-2:]) == [("closed", SECRETARIATS[0]), ("closed", SECRETARIATS[1])]


def test_the_reporting_party_does_not_close(world, agreed):
    report(world, "A-1")

    with pytest.raises(RuleBroken, match="another party closes or returns it"):
        close(world, "A-1", of="BY")

    assert item("A-1").state == "reported"


def test_returning_needs_a_reason_and_makes_it_in_progress(world, agreed):
    report(world, "A-1")
    cn, by = party(world, "CN"), world.reader("CN", "organizer")

    with pytest.raises(RuleBroken, match="what is still missing") as refused:
        actions.return_item(item("A-1"), cn, words=" ", by=by, now=NOW)
    actions.return_item(item("A-1"), cn, words="缺少电话号码。", by=by, now=NOW)

    assert (refused.value.field, item("A-1").state) == ("words", "in_progress")
    assert [said.text for said in queries.said_of(item("A-1"))] == ["Список передан.", "缺少电话号码。"]
    assert ledger.entries(item("A-1").register_id) == []


def test_what_both_own_is_closed_when_each_confirmed_the_other(world, agreed):
    report(world, "A-3")
    close(world, "A-3")
    half = item("A-3").state

    with pytest.raises(RuleBroken, match="has confirmed what was reported"):
        close(world, "A-3")
    report(world, "A-3", of="CN", words="已通报。")
    close(world, "A-3", of="BY")

    acts = [said.act for said in queries.said_of(item("A-3"))]
    assert (half, item("A-3").state) == ("reported", "closed")
    assert acts == ["reported", "confirmed", "reported", "closed"]


@pytest.mark.parametrize("role", ["administrator", "delegate", "observer"])
def test_who_does_not_follow_up_neither_reports_nor_closes(world, agreed, role):
    report(world, "A-1")

    with pytest.raises(NotAllowed):
        close(world, "A-1", role=role)
    with pytest.raises(NotAllowed):
        report(world, "A-2", of="CN", role=role)


def test_nobody_acts_for_another_party(world, agreed):
    by = world.reader("CN", "secretary")

    with pytest.raises(NotAllowed):
        actions.report_item(item("A-1"), party(world, "BY"), "reported", words="x", by=by, now=NOW)


def test_an_account_that_was_reset_reports_and_does_not_close(world, agreed):
    report(world, "A-1")

    with pytest.raises(NotAllowed, match="reset lately"):
        close(world, "A-1", quarantined=True)


def test_a_report_of_done_says_something(world, agreed):
    with pytest.raises(RuleBroken, match="Say what was done") as refused:
        report(world, "A-1", words="  ")

    assert (refused.value.field, item("A-1").state) == ("words", "open")


def test_evidence_is_kept_under_its_name_and_found_by_who_sees_the_item(world, agreed, tmp_path):
    sha256, size = files.keep(tmp_path, BytesIO("名单".encode()), limit=1000)

    made = report(world, "A-1", words="", kept=[KeptFile("名单 2026.txt", sha256, size)])

    file, stored = queries.get_report_file("HLM", "A-1", made.files[0].ulid, world.reader("CN", "observer"))
    assert (file.name, stored.size, stored.media_type) == ("名单 2026.txt", 6, "text/plain")


def test_a_file_of_another_kind_is_refused(world, agreed):
    with pytest.raises(RuleBroken, match=r"'список\.exe' is not taken"):
        report(world, "A-1", kept=[KeptFile("список.exe", "0" * 64, 1)])


def close_for(app, world, role: str) -> str:
    with app.app_context():
        try:
            with writing():
                return close(world, "A-1", role=role).act
        except RuleBroken as refused:
            return str(refused)


def test_of_two_who_close_at_once_one_does(database, world):
    with writing():
        examples.agreed(world)
        report(world, "A-1")
    roles = ["secretary", "organizer", "head_of_delegation"]

    with ThreadPoolExecutor(3) as pool:
        answers = sorted(pool.map(lambda role: close_for(database, world, role), roles))

    closed = "It is closed; minutes that every party agrees can return it."
    assert answers == [closed, closed, "closed"]
    assert len(ledger.entries(item("A-1").register_id)) == 1
