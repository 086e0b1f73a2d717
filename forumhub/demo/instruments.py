"""The agreement of the demo: the consensus of 25 November 2016, as a summary in three languages."""

from datetime import date, datetime
from pathlib import Path

from forumhub.agreements import actions
from forumhub.agreements.models import Agreement
from forumhub.agreements.texts import WrittenText, read_text
from forumhub.demo.accounts import Cast
from forumhub.parties.policy import SECRETARY

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "zh", "ru")
CODE = "CN-BY-2016"
TITLES = {
    "en": "Consensus on law-enforcement cooperation",
    "zh": "执法合作共识",
    "ru": "Договорённости о правоохранительном сотрудничестве",
}


def source(name: str, language: str, **values: str) -> str:
    """The demo's text of this name; `{name}` places are filled from the values."""
    text = (TEXTS / f"{name}.{language}.md").read_text(encoding="utf-8")
    return text.format(**values) if values else text


def read_texts() -> list[WrittenText]:
    return [read_text(language, TITLES[language], source("agreement", language)) for language in LANGUAGES]


def put_in_force(cast: Cast, texts: list[WrittenText], now: datetime) -> Agreement:
    """Drafted by one side, approved by both: as any agreement is."""
    drafter = cast.reader("CN", SECRETARY)
    agreement = actions.draft_agreement(
        CODE,
        [cast.party("CN"), cast.party("BY")],
        texts,
        reached_on=date(2016, 11, 25),
        place="Beijing",
        example=True,
        by=drafter,
        now=now,
    )
    version = actions.propose_version(agreement.versions[0], by=drafter, now=now)
    for code in ("CN", "BY"):
        approver = cast.reader(code, SECRETARY)
        actions.approve_version(version, cast.party(code), version.sha256 or "", by=approver, now=now)
    return agreement
