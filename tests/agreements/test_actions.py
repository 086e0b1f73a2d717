from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forumhub import ledger
from forumhub.agreements import actions, drafting, queries
from forumhub.agreements.models import AgreementApproval, AgreementText, AgreementVersion
from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from tests.agreements import examples
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def secretary(world):
    return world.reader("BY", "secretary")


def test_a_draft_has_its_texts_and_clauses_in_every_language(world):
    agreement = examples.draft(world)

    (version,) = agreement.versions
    assert [(text.language, text.title) for text in version.texts] == sorted(examples.TITLES.items())
    assert [(clause.number, clause.titles.get("zh")) for clause in version.clauses] == [
        ("1", "定期高级别会晤"),
        ("2", "年度论坛和研讨会"),
        ("2.1", None),
        ("2.2", None),
        ("3", "信息共享"),
    ]
    assert version.clauses[0].titles["ru"] == "Регулярные встречи на высоком уровне"


def test_a_draft_needs_a_keeper_of_one_of_its_parties(world):
    parties = [examples.party(world, "CN"), examples.party(world, "BY")]

    for reader in (world.reader("KZ", "secretary"), world.reader("BY", "organizer"), world.reader("CN", "delegate")):
        with pytest.raises(NotAllowed):
            actions.draft_agreement("X-1", parties, [], by=reader, now=NOW)


def test_a_draft_needs_two_parties(world, secretary):
    with pytest.raises(RuleBroken, match="two parties or more"):
        actions.draft_agreement("X-1", [examples.party(world, "BY")], [], by=secretary, now=NOW)


def test_a_code_is_taken_once(world):
    examples.draft(world)

    with pytest.raises(RuleBroken, match="'CN-BY-2016' is taken") as refused:
        examples.draft(world)
    assert refused.value.field == "code"


def test_saving_replaces_texts_and_clauses(world, secretary):
    version = examples.draft(world).versions[0]
    texts = [text for text in examples.texts(en="## 1. One\n\n## 7. Seven\n") if text.language == "en"]

    actions.save_version(version, texts, reached_on=None, place=" 明斯克 ", lock_version=1, by=secretary, now=NOW)

    assert [text.language for text in version.texts] == ["en"]
    assert [clause.number for clause in version.clauses] == ["1", "7"]
    assert (version.place, version.reached_on, version.lock_version) == ("明斯克", None, 2)


def test_a_stale_save_is_refused_with_both_texts(world, secretary):
    version = examples.draft(world).versions[0]
    mine = examples.texts(ru="## 1. Моё\n")
    actions.save_version(version, examples.texts(), reached_on=None, place="", lock_version=1, by=secretary, now=NOW)

    with pytest.raises(Conflict) as refused:
        actions.save_version(version, mine, reached_on=None, place="", lock_version=1, by=secretary, now=NOW)

    assert refused.value.details["saved"]["ru"] == examples.SOURCES["ru"]
    assert refused.value.details["yours"]["ru"] == "## 1. Моё\n"


def test_proposing_freezes_under_the_hash_of_the_statement(world, secretary):
    version = examples.draft(world).versions[0]

    actions.propose_version(version, by=secretary, now=NOW)

    assert version.state == "proposed"
    assert version.sha256 == ledger.sha256(ledger.canonical(drafting.statement(version)))
    assert drafting.statement(version)["texts"]["zh"] == {
        "title": "执法安全合作共识",
        "text": examples.SOURCES["zh"],
    }


@pytest.mark.parametrize(
    ("language", "source", "message"),
    [
        ("zh", "## 1. 一\n\n## 9. 九\n", "The text in 'en' has a clause that the one in 'zh' has not: 2, 2.1, 2.2, 3"),
        ("ru", examples.SOURCES["ru"] + "\n<b>жирный</b>\n", "in line 13, what two readers could see differently"),
        ("en", examples.SOURCES["en"] + "\n\u202eevil\n", "in line 13, what two readers could see differently"),
    ],
)
def test_a_text_with_an_obstacle_is_saved_and_not_proposed(world, secretary, language, source, message):
    version = examples.draft(world, **{language: source}).versions[0]

    with pytest.raises(RuleBroken, match=message):
        actions.propose_version(version, by=secretary, now=NOW)

    assert version.state == "draft"


def test_it_is_in_force_when_every_party_approved(world, secretary):
    agreement = examples.draft(world)
    version = actions.propose_version(agreement.versions[0], by=secretary, now=NOW)
    cn, by = examples.party(world, "CN"), examples.party(world, "BY")

    actions.approve_version(version, cn, version.sha256, by=world.reader("CN", "secretary"), now=NOW)
    after_one = version.state
    actions.approve_version(version, by, version.sha256, by=world.reader("BY", "head_of_delegation"), now=NOW)

    assert (after_one, version.state, version.in_force_from) == ("proposed", "in_force", date(2016, 11, 25))
    acts = list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts == [
        "agreements.drafted",
        "agreements.proposed",
        "agreements.approved",
        "agreements.approved",
        "agreements.in_force",
    ]


def test_an_approval_is_bound_to_the_hash_that_was_seen(world, secretary):
    version = actions.propose_version(examples.draft(world).versions[0], by=secretary, now=NOW)

    with pytest.raises(Conflict, match="read it again"):
        actions.approve_version(version, examples.party(world, "BY"), "0" * 64, by=secretary, now=NOW)

    assert db.session.scalars(select(AgreementApproval)).all() == []


def test_an_approval_is_for_ones_own_party_and_once(world, secretary):
    version = actions.propose_version(examples.draft(world).versions[0], by=secretary, now=NOW)
    by = examples.party(world, "BY")
    actions.approve_version(version, by, version.sha256, by=secretary, now=NOW)

    with pytest.raises(NotAllowed):
        actions.approve_version(version, examples.party(world, "CN"), version.sha256, by=secretary, now=NOW)
    with pytest.raises(RuleBroken, match="BY has approved this version already"):
        actions.approve_version(version, by, version.sha256, by=secretary, now=NOW)
    with pytest.raises(NotAllowed):
        actions.approve_version(
            version, examples.party(world, "KZ"), version.sha256, by=world.reader("KZ", "secretary"), now=NOW
        )


def test_taking_back_makes_it_a_draft_and_its_approvals_void(world, secretary):
    version = actions.propose_version(examples.draft(world).versions[0], by=secretary, now=NOW)
    actions.approve_version(version, examples.party(world, "BY"), version.sha256, by=secretary, now=NOW)

    actions.take_back_version(version, by=world.reader("CN", "secretary"), now=NOW)
    actions.propose_version(version, by=secretary, now=NOW)

    assert db.session.scalars(select(AgreementApproval)).all() == []
    assert version.state == "proposed"


def test_an_amendment_supersedes_the_version_that_it_amends(world):
    agreement = examples.in_force(world)

    second = examples.amended(world, agreement, en=examples.SOURCES["en"].replace("Shared", "Joint"))

    assert [(v.number, v.state) for v in agreement.versions] == [(1, "superseded"), (2, "in_force")]
    assert second.in_force_from == NOW.date()
    assert queries.version_in_force(agreement.id, date(2016, 11, 24)) is None
    assert queries.version_in_force(agreement.id, NOW.date() - timedelta(days=1)).number == 1
    assert queries.version_in_force(agreement.id, NOW.date()).number == 2


def test_only_one_version_is_worked_on_at_a_time(world, secretary):
    agreement = examples.draft(world)
    with pytest.raises(RuleBroken, match="Version 1 is being worked on"):
        actions.amend_agreement(agreement, by=secretary, now=NOW)

    with pytest.raises(NotAllowed):
        actions.amend_agreement(agreement, by=world.reader("KZ", "secretary"), now=NOW)


def test_a_number_that_an_amendment_dropped_cannot_come_back(world):
    agreement = examples.in_force(world)
    without = {language: source.split("## 3.")[0] for language, source in examples.SOURCES.items()}
    examples.amended(world, agreement, **without)

    third = examples.amended(world, agreement, approved=False)

    with pytest.raises(RuleBroken, match="3 stood in an earlier version"):
        actions.propose_version(third, by=world.reader("CN", "secretary"), now=NOW)


def write_paths(world, version):
    """Every way in which a version could be written, by its name."""
    reader = world.reader("BY", "secretary")
    by = examples.party(world, "BY")
    text = {"version_id": version.id, "language": "be", "title": "x", "source": "x", "html": "x", "sha256": "0" * 64}
    return {
        "save": lambda: actions.save_version(
            version, examples.texts(), reached_on=None, place="", lock_version=version.lock_version, by=reader, now=NOW
        ),
        "propose": lambda: actions.propose_version(version, by=reader, now=NOW),
        "take back": lambda: actions.take_back_version(version, by=reader, now=NOW),
        "approve": lambda: actions.approve_version(version, by, version.sha256, by=reader, now=NOW),
        "title": lambda: setattr(version.texts[0], "title", "другое"),
        "source": lambda: setattr(version.texts[0], "source", "别的"),
        "clause": lambda: setattr(version.clauses[0], "number", "99"),
        "drop a clause": lambda: version.clauses.pop(),
        "drop a text": lambda: db.session.delete(version.texts[0]),
        "add a text": lambda: db.session.add(AgreementText(**text)),
        "place": lambda: setattr(version, "place", "Минск"),
        "day": lambda: setattr(version, "reached_on", date(2020, 1, 1)),
        "thaw": lambda: setattr(version, "state", "draft"),
        "hash": lambda: setattr(version, "sha256", "0" * 64),
        "delete": lambda: db.session.delete(version),
        "approval": lambda: setattr(version.approvals[0], "sha256", "0" * 64),
    }


PATHS = [
    "save", "propose", "take back", "approve", "title", "source", "clause", "drop a clause", "drop a text",
    "add a text", "place", "day", "thaw", "hash", "delete", "approval",
]  # fmt: skip


def write_and_flush(write) -> None:
    write()
    db.session.flush()


def test_the_list_of_write_paths_is_whole(world):
    version = examples.in_force(world).versions[0]

    assert list(write_paths(world, version)) == PATHS


@pytest.mark.parametrize("superseded", [False, True])
@pytest.mark.parametrize("path", PATHS)
def test_a_frozen_version_refuses_every_write(world, path, superseded):
    with writing():
        agreement = examples.in_force(world)
        if superseded:
            examples.amended(world, agreement)
    version = db.session.scalar(select(AgreementVersion).where(AgreementVersion.number == 1))
    before = drafting.statement(version), version.sha256

    with pytest.raises(RuleBroken):
        write_and_flush(write_paths(world, version)[path])

    db.session.rollback()
    version = db.session.scalar(select(AgreementVersion).where(AgreementVersion.number == 1))
    assert (drafting.statement(version), version.sha256) == before
