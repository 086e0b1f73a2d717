"""The rows of a version: how a draft's texts and clauses are written, what still keeps it from being proposed, and
the statement that approvals bind to."""

from collections.abc import Iterable
from datetime import date, datetime

from forumhub.agreements import queries, rules
from forumhub.agreements.models import Agreement, AgreementText, AgreementVersion, Clause
from forumhub.agreements.texts import WrittenText
from forumhub.database import db
from forumhub.errors import N_, Conflict, RuleBroken


def new_version(agreement: Agreement, number: int, *, by: int | None, now: datetime) -> AgreementVersion:
    version = AgreementVersion(
        agreement=agreement, number=number, state=rules.DRAFT, created_by_id=by, created_at=now, lock_version=1
    )
    db.session.add(version)
    db.session.flush()
    return version


def write(version: AgreementVersion, texts: Iterable[WrittenText], *, reached_on: date | None, place: str) -> None:
    """Replaces the texts of a draft; a language that is not among them leaves it. Clauses are derived anew."""
    version.reached_on, version.place = reached_on, place.strip()
    texts = sorted(texts, key=lambda text: text.language)
    kept = {text.language: text for text in version.texts}
    version.texts = [_text_row(kept.get(text.language) or AgreementText(), text) for text in texts]
    version.clauses.clear()
    db.session.flush()  # the old clauses leave first: a number stands once in a version
    version.clauses = clause_rows(texts)
    db.session.flush()


def _text_row(row: AgreementText, text: WrittenText) -> AgreementText:
    row.language, row.title, row.source, row.html = text.language, text.title, text.source, text.html
    row.sha256 = text.sha256
    row.numbers = [clause.number for clause in text.clauses]
    row.refusals = [list(refusal) for refusal in text.refusals]
    return row


def clause_rows(texts: Iterable[WrittenText]) -> list[Clause]:
    """One row for each address, spelled and ordered as in the first text that has it, titled in every language."""
    rows: dict[tuple[str, ...], Clause] = {}
    for text in texts:
        for clause in text.clauses:
            new = Clause(number=clause.number, position=len(rows) + 1, titles={})
            row = rows.setdefault(rules.same_address(clause.number), new)
            if clause.title:
                row.titles.setdefault(text.language, clause.title)
    return list(rows.values())


def copy(before: AgreementVersion, version: AgreementVersion) -> None:
    """The texts and clauses of one version as the draft of another."""
    version.texts = [
        AgreementText(
            language=text.language,
            title=text.title,
            source=text.source,
            html=text.html,
            sha256=text.sha256,
            numbers=list(text.numbers),
            refusals=list(text.refusals),
        )
        for text in before.texts
    ]
    version.clauses = [
        Clause(number=clause.number, position=clause.position, titles=dict(clause.titles)) for clause in before.clauses
    ]


def obstacles(version: AgreementVersion) -> list[RuleBroken]:
    """Everything that keeps a draft from being proposed, each as the error that it would be."""
    previous, earlier = queries.numbers_before(version)
    msgid = N_("The text in '%(language)s' holds, in line %(line)s, what two readers could see differently.")
    refused = [
        RuleBroken(msgid, language=text.language, line=line) for text in version.texts for line, *_rest in text.refusals
    ]
    numbers = [rules.Numbers(text.language, tuple(text.numbers)) for text in version.texts]
    return refused + rules.obstacles(numbers, previous=previous, earlier=earlier, titles=version.titles)


def statement(version: AgreementVersion) -> dict[str, object]:
    """What approvals bind to: its canonical JSON (RFC 8785) is hashed when the version is proposed."""
    return {
        "type": "forumhub/agreement/v1",
        "agreement": version.agreement.code,
        "version": version.number,
        "parties": sorted(party.code for party in version.agreement.parties),
        "reached_on": version.reached_on.isoformat() if version.reached_on else None,
        "place": version.place,
        "texts": {text.language: {"title": text.title, "text": text.source} for text in version.texts},
    }


def stale(version: AgreementVersion, texts: Iterable[WrittenText]) -> Conflict:
    """The refusal of a save that was written on an older state, with the texts of both."""
    return Conflict(
        N_("Somebody else saved this draft while you were writing; nothing was overwritten. Both texts are below."),
        details={
            "saved": {text.language: text.source for text in version.texts},
            "yours": {text.language: text.source for text in texts},
            "lock_version": version.lock_version,
        },
    )
