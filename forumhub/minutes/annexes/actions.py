"""Annexes of a draft are added and removed; a circulated version keeps its own."""

from dataclasses import replace
from datetime import datetime

from forumhub import audit, files
from forumhub.database import db, locked
from forumhub.files import KeptFile
from forumhub.minutes import rules as minutes
from forumhub.minutes.actions import require_writer
from forumhub.minutes.annexes import rules
from forumhub.minutes.annexes.images import check_image, free_name, is_image
from forumhub.minutes.annexes.models import Annex
from forumhub.minutes.annexes.queries import annexes_of, get_annex
from forumhub.minutes.models import Document
from forumhub.parties.policy import Reader


def add_annex(document: Document, kept: KeptFile, *, by: Reader, now: datetime) -> Annex:
    """Raises RuleBroken where the text is frozen or has an annex of this name, NotAllowed unless `by` writes it."""
    document = _to_change(document, by)
    rules.check_kind(kept.name)
    rules.check_new(kept.name, [annex.name for annex in annexes_of(document.id)])
    files.enter_named(kept, now=now)
    annex = Annex(document_id=document.id, name=kept.name, sha256=kept.sha256, person_id=by.person_id, added_at=now)
    db.session.add(annex)
    db.session.flush()
    _record("minutes.add_annex", document, annex, by, now)
    return annex


def add_image(document: Document, kept: KeptFile, *, by: Reader, now: datetime) -> Annex:
    """An annex that the text is to show: the one there is of these bytes, else a new one under a name that is free."""
    document = _to_change(document, by)
    check_image(kept.name)
    there = annexes_of(document.id)
    same = next((annex for annex in there if annex.sha256 == kept.sha256 and is_image(annex.name)), None)
    name = free_name(kept.name, kept.sha256, [annex.name for annex in there])
    return same or add_annex(document, replace(kept, name=name), by=by, now=now)


def remove_annex(document: Document, ulid: str, *, by: Reader, now: datetime) -> None:
    """From the draft; versions that were circulated with it keep it. Raises NotFound."""
    document = _to_change(document, by)
    annex = get_annex(document.id, ulid)
    _record("minutes.remove_annex", document, annex, by, now)
    db.session.delete(annex)
    db.session.flush()


def _to_change(document: Document, by: Reader) -> Document:
    document = locked(Document, document.id)
    require_writer(document, by)
    minutes.check_draft(document.state)
    return document


def _record(act: str, document: Document, annex: Annex, by: Reader, now: datetime) -> None:
    """For the parties that see the draft."""
    own = document.state == minutes.PARTY_DRAFT
    parties = {document.drafted_by_id} if own else document.event.party_ids
    audit.record(act, document.ulid, by=by.person_id, parties=parties, now=now, label=annex.name)
