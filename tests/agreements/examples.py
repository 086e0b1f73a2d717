"""The consensus of 2016 in three languages, in our own words, and how a test brings it into force."""

from datetime import date

from forumhub.agreements import actions, queries
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.agreements.texts import WrittenText, read_text
from forumhub.database import db, writing
from forumhub.parties.models import Party
from tests.world import NOW, World

CODE = "CN-BY-2016"
TITLES = {
    "en": "Consensus on law-enforcement cooperation",
    "zh": "执法安全合作共识",
    "ru": "Договорённость о сотрудничестве правоохранительных органов",
}
SOURCES = {
    "en": """\
## 1. Regular high-level meetings

The parties meet at a high level at regular intervals.

## 2. Annual forums and seminars

2.1 Each year the parties exchange concerns.

2.2 They push forward targeted suggestions.

## 3. Shared information
""",
    "zh": """\
## 1. 定期高级别会晤

双方定期举行高级别会晤。

## 2. 年度论坛和研讨会

2.1 双方每年就关切交换意见。

2.2 双方推动有针对性的建议。

## 3. 信息共享
""",
    "ru": """\
## 1. Регулярные встречи на высоком уровне

Стороны регулярно проводят встречи на высоком уровне.

## 2. Ежегодные форумы и семинары

2.1 Стороны ежегодно обмениваются мнениями о том, что их беспокоит.

2.2 Стороны продвигают целевые предложения.

## 3. Обмен информацией
""",
}


def texts(**sources: str) -> list[WrittenText]:
    """The example's texts, those of the named languages replaced by these."""
    merged = {**SOURCES, **sources}
    return [read_text(language, TITLES[language], source) for language, source in merged.items()]


def party(world: World, code: str) -> Party:
    return db.session.get_one(Party, world.party[code])


def draft(world: World, code: str = CODE, **sources: str) -> Agreement:
    """A draft by the secretary of Belarus; inside `writing()` or in a test's own transaction."""
    return actions.draft_agreement(
        code,
        [party(world, "CN"), party(world, "BY")],
        texts(**sources),
        reached_on=date(2016, 11, 25),
        place="Beijing",
        by=world.reader("BY", "secretary"),
        now=NOW,
    )


def approve_by_both(world: World, version: AgreementVersion) -> None:
    for code in ("CN", "BY"):
        actions.approve_version(
            version, party(world, code), version.sha256, by=world.reader(code, "head_of_delegation"), now=NOW
        )


def in_force(world: World, code: str = CODE, **sources: str) -> Agreement:
    """Drafted, proposed and approved by both."""
    agreement = draft(world, code, **sources)
    version = queries.open_version(agreement.id)
    actions.propose_version(version, by=world.reader("BY", "secretary"), now=NOW)
    approve_by_both(world, version)
    return agreement


def amended(world: World, agreement: Agreement, *, approved: bool = True, **sources: str) -> AgreementVersion:
    """The next version, drafted by China with these sources, and in force where it is approved."""
    secretary = world.reader("CN", "secretary")
    version = actions.amend_agreement(agreement, by=secretary, now=NOW)
    actions.save_version(version, texts(**sources), reached_on=None, place="", lock_version=1, by=secretary, now=NOW)
    if approved:
        actions.propose_version(version, by=secretary, now=NOW)
        approve_by_both(world, version)
    return version


def arranged(world: World) -> None:
    """The agreement in force, committed, for tests that use a browser."""
    with world.app.app_context(), writing():
        in_force(world)


def examples(world: World) -> dict[str, object]:
    """A draft, a proposed version and one in force, for the walk over all routes."""
    with world.app.app_context(), writing():
        draft(world, "CN-BY-DRAFT")
        in_force(world, "CN-BY-FORCE")
        proposal = queries.open_version(draft(world, "CN-BY-OPEN").id)
        actions.propose_version(proposal, by=world.reader("BY", "secretary"), now=NOW)
        sha256 = proposal.sha256
    drafted, proposed, reached = (f"/agreements/CN-BY-{name}" for name in ("DRAFT", "OPEN", "FORCE"))
    approval = {"url": f"{proposed}/versions/1/approve", "data": {"sha256": sha256, "party": "CN"}}
    return {
        "agreements.create": {"url": "/agreements/new", "data": {"code": "CN-BY-NEW", "parties": ["CN", "BY"]}},
        "agreements.version#draft": f"{drafted}/versions/1",
        "agreements.version#force": f"{reached}/versions/1",
        "agreements.edit": f"{drafted}/versions/1/edit",
        "agreements.save": {"url": f"{drafted}/versions/1/edit", "data": {"lock_version": "1"}},
        "agreements.propose": f"{drafted}/versions/1/propose",
        "agreements.do_propose": f"{drafted}/versions/1/propose",
        "agreements.take_back": f"{proposed}/versions/1/take-back",
        "agreements.approve": approval["url"],
        "agreements.do_approve": approval,
        "agreements.amend": f"{reached}/amend",
        "agreements.do_amend": f"{reached}/amend",
    }
