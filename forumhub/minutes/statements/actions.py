"""A party attaches a statement to a circulated, agreed or signed text; before agreement it may take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forumhub import audit, files, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, NotAllowed
from forumhub.files import KeptFile
from forumhub.minutes.acts import enter, who, why_in_time
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.notices import tell_secretariats
from forumhub.minutes.queries import current_circulation
from forumhub.minutes.silence.queries import silence_until, told_of_silence
from forumhub.minutes.silence.rules import check_in_time, check_statement_kept
from forumhub.minutes.statements import rules
from forumhub.minutes.statements.models import AttachedStatement, StatementText
from forumhub.minutes.statements.queries import get_statement, speaking_for, statements_of
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language

TEXT_TYPE = "text/plain; charset=utf-8"


def attach_statement(
    document: Document, party_code: str, texts: Mapping[str, str], kept: KeptFile | None, *, by: Reader, now: datetime
) -> AttachedStatement:
    """To the version that is circulated or agreed now. `texts` by language; `kept` is on the disk already.

    Raises NotAllowed unless `by` is a secretary or head of the party, RuleBroken for what cannot be.
    """
    document = locked(Document, document.id)
    party = _party(document, party_code, by)
    circulation = current_circulation(document)
    check_in_time(now, silence_until(circulation) if circulation else None)
    given = statements_of(circulation.id) if circulation else []
    rules.check_attachable(document.state, len([each for each in given if each.party_id == party.id]))
    said = rules.check_words(texts, kept.name if kept else None)
    assert circulation, "checked: it is frozen"
    late = why_in_time(circulation, now)
    statement = _keep(circulation, party, said, kept, by, now)
    about: dict[str, object] = {"texts": [_text(circulation, party, each) for each in statement.texts], **late}
    if kept:
        about["file"] = files.stated(kept)
    _enter("unilateral_statement", statement, by, now, **about)
    _record("minutes.attach_statement", statement, by, now)
    silence = told_of_silence(circulation)
    tell_secretariats("statement", circulation, now=now, by_names=party.names, taken_back=False, **silence)
    return statement


def _party(document: Document, code: str, by: Reader) -> Party:
    party = next((party for party in speaking_for(document, by) if party.code == code), None)
    if party is None:
        raise NotAllowed(N_("Only a secretary or head of a party to the text attaches statements for that party."))
    require_committing(by)
    return party


def _keep(
    circulation: Circulation, party: Party, said: Mapping[str, str], kept: KeptFile | None, by: Reader, now: datetime
) -> AttachedStatement:
    if kept:
        files.enter_named(kept, now=now)
    statement = AttachedStatement(
        circulation=circulation,
        party=party,
        person=db.session.get_one(Person, by.person_id),
        attached_at=now,
        file_name=kept.name if kept else "",
        file_sha256=kept.sha256 if kept else None,
        withdrawn_at=None,
    )
    statement.texts = [
        StatementText(language=code, text=text, sha256=ledger.sha256(text.encode())) for code, text in said.items()
    ]
    db.session.add(statement)
    db.session.flush()
    return statement


def withdraw_statement(document: Document, ulid: str, *, by: Reader, now: datetime) -> None:
    """The party takes its statement back; the ledger keeps that it was. Raises NotFound, NotAllowed, RuleBroken."""
    document = locked(Document, document.id)
    statement = get_statement(document.id, ulid)
    party = _party(document, statement.party.code, by)
    rules.check_retractable(
        document.state,
        is_current=statement.circulation.version == document.version,
        is_withdrawn=statement.withdrawn_at is not None,
    )
    circulation = statement.circulation
    check_statement_kept(circulation.waits_in_silence, circulation.deadline, now)
    statement.withdrawn_at = now
    db.session.flush()
    _enter("statement_withdrawal", statement, by, now)
    _record("minutes.withdraw_statement", statement, by, now)
    silence = told_of_silence(statement.circulation)
    tell_secretariats("statement", statement.circulation, now=now, by_names=party.names, taken_back=True, **silence)


def file_name(circulation: Circulation, party: Party, language: str) -> str:
    """`HLM-statement-BY-1.ru.txt`, by the version to which it is attached."""
    return f"{circulation.document.event.register.code}-statement-{party.code}-{circulation.version}.{language}.txt"


def _text(circulation: Circulation, party: Party, text: StatementText) -> dict[str, Any]:
    name, size = file_name(circulation, party, text.language), len(text.text.encode())
    return {"language": text.language, "name": name, "type": TEXT_TYPE, "size": size, "sha256": text.sha256}


def _enter(kind: str, statement: AttachedStatement, by: Reader, now: datetime, **more: object) -> None:
    acted = who(statement.party, db.session.get_one(Person, by.person_id))
    enter(statement.circulation, kind, now, **acted, statement=statement.ulid, **more)


def _record(act: str, statement: AttachedStatement, by: Reader, now: datetime) -> None:
    event = statement.circulation.document.event
    label = f"{statement.party.code}: {in_language(event.titles, 'en')}"[:300]
    ulid = statement.circulation.document.ulid
    audit.record(act, ulid, by=by.person_id, parties=event.party_ids, now=now, label=label)
