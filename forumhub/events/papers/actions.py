"""Writes of papers: submitting, sharing, new versions and languages, withdrawing. A party decides on its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from forumhub import audit, files
from forumhub.database import db, locked, new_ulid
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.events.papers import notices, rules
from forumhub.events.papers.models import Paper, PaperFile, PaperVersion
from forumhub.events.papers.queries import last_number
from forumhub.events.papers.values import PaperValues
from forumhub.events.rules import check_titles
from forumhub.events.signals import papers_changed
from forumhub.files import KeptFile
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def submit_paper(
    event: Event,
    party: Party,
    kind: str,
    kept: Mapping[str, KeptFile],
    *,
    ulid: str = "",
    by: Reader,
    now: datetime,
    **values: Unpack[PaperValues],
) -> Paper:
    """Version 1 of a paper, with files that `files.take` kept, by language. Who shares it tells the other parties.

    Raises NotAllowed unless `by` submits for the party, RuleBroken for what cannot be.
    """
    _require_submitter(by, party.id)
    event = locked(Event, event.id)
    rules.check_event(event.state)
    if party.id not in event.party_ids:
        raise RuleBroken(N_("This party does not take part in the event."), field="party")
    check_titles(values["titles"])
    paper = Paper(ulid=ulid or new_ulid(), event=event, party=party, kind=kind, **values)
    paper.submitted_at = paper.changed_at = now
    db.session.add(paper)
    _add_version(paper, kept, "", by, now)
    _number(paper)
    _enter(paper, "submit_paper", "shared", by=by, now=now)
    return paper


def edit_paper(paper: Paper, *, lock_version: int, by: Reader, now: datetime, **values: Unpack[PaperValues]) -> Paper:
    """Changes what is said of it and who sees it. Who is let in by that is told.

    Raises Conflict where it was saved since `lock_version` was read.
    """
    paper = _to_change(paper, by)
    if paper.lock_version != lock_version:
        raise Conflict(N_("Somebody else saved this paper since you opened it, so yours was not saved."))
    check_titles(values["titles"])
    was_shared, was_open = rules.is_shared(paper.shared_with), paper.is_open
    for name, value in values.items():
        setattr(paper, name, value)
    if not was_shared and rules.is_shared(paper.shared_with):
        paper.shown_from = paper.latest
    _number(paper)
    if was_open and not paper.is_open:
        _tell_open(paper, now)
    _enter(paper, "edit_paper", "" if was_shared else "shared", by=by, now=now)
    return paper


def add_version(paper: Paper, kept: Mapping[str, KeptFile], note: str = "", *, by: Reader, now: datetime) -> Paper:
    """The next version; those before it stay on record."""
    paper = _to_change(paper, by)
    _add_version(paper, kept, note, by, now)
    _enter(paper, "revise_paper", "revised", by=by, now=now)
    return paper


def add_translations(paper: Paper, kept: Mapping[str, KeptFile], *, by: Reader, now: datetime) -> Paper:
    """Further languages of the last version. Raises RuleBroken for one that it has."""
    paper = _to_change(paper, by)
    rules.check_files(kept)
    rules.check_translations(kept, paper.languages)
    paper.versions[0].files += _enter_files(kept, now)
    _enter(paper, "translate_paper", "translated", by=by, now=now)
    return paper


def withdraw_paper(paper: Paper, *, by: Reader, now: datetime) -> Paper:
    """It stays on record, by number and title; its files are its own party's from now on."""
    paper = _to_change(paper, by)
    if paper.is_open:
        _tell_open(paper, now)
    paper.withdrawn_at = now
    _enter(paper, "withdraw_paper", "withdrawn", by=by, now=now)
    return paper


def restore_paper(paper: Paper, *, by: Reader, now: datetime) -> Paper:
    """As it was before it was withdrawn. Raises RuleBroken after rules.RESTORABLE."""
    paper = _locked(paper, by)
    rules.check_restorable(paper.withdrawn_at, now)
    paper.withdrawn_at = None
    _enter(paper, "restore_paper", "restored", by=by, now=now)
    return paper


def _to_change(paper: Paper, by: Reader) -> Paper:
    paper = _locked(paper, by)
    rules.check_not_withdrawn(paper.withdrawn_at)
    return paper


def _locked(paper: Paper, by: Reader) -> Paper:
    _require_submitter(by, paper.party_id)
    locked(Event, paper.event_id)  # first: whoever changes the event's parties asks whom its papers are shown to
    return locked(Paper, paper.id)


def _require_submitter(by: Reader, party_id: int) -> None:
    if not policy.may_submit_papers(by, {party_id}):
        raise NotAllowed(N_("Secretaries, organizers and heads of delegation submit papers for their own party."))


def _add_version(paper: Paper, kept: Mapping[str, KeptFile], note: str, by: Reader, now: datetime) -> None:
    rules.check_files(kept)
    paper.latest = (paper.latest or 0) + 1
    version = PaperVersion(number=paper.latest, note=note, person_id=by.person_id, submitted_at=now)
    version.files = _enter_files(kept, now)
    paper.versions.insert(0, version)


def _enter_files(kept: Mapping[str, KeptFile], now: datetime) -> list[PaperFile]:
    with db.session.no_autoflush:
        for file in kept.values():
            files.enter_named(file, now=now)
    return [
        PaperFile(language=language, sha256=file.sha256, name=file.name, submitted_at=now)
        for language, file in sorted(kept.items())
    ]


def _number(paper: Paper) -> None:
    """Gives a paper that is shared its number, under the lock on its event."""
    if paper.number is None and rules.is_shared(paper.shared_with):
        event = locked(Event, paper.event.id)
        paper.number = last_number(event.id, paper.kind) + 1


def _enter(paper: Paper, act: str, news: str, *, by: Reader, now: datetime) -> None:
    """Counts the change, records it for those who may see it, and tells them the `news`, where there are any."""
    if act != "submit_paper":
        paper.lock_version += 1
    paper.changed_at = now
    if paper.is_open:
        _tell_open(paper, now)
    db.session.flush()
    shared = rules.is_shared(paper.shared_with)
    readers = paper.event.party_ids | {paper.party_id} if shared else {paper.party_id}
    label = f"{paper.symbol} {in_language(paper.titles, 'en')}"[:300]
    audit.record(f"events.{act}", paper.ulid, by=by.person_id, parties=readers, now=now, label=label)
    if shared and news:
        notices.tell_parties(paper, news, now=now)


def _tell_open(paper: Paper, now: datetime) -> None:
    """Of a paper that all readers of its event see, or saw until now."""
    event = locked(Event, paper.event.id)
    event.papers_changed_at = now
    papers_changed.send(event=event)
