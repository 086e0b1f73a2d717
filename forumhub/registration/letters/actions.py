"""Writes of letters: an event's own templates, and the record of what was made."""

from datetime import datetime

from forumhub import audit, files
from forumhub.database import db, locked
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.files import KeptFile
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration.letters.models import LetterTemplate
from forumhub.registration.letters.queries import find_template


def set_template(
    event: Event, kind: str, language: str, kept: KeptFile, *, by: Reader, now: datetime
) -> LetterTemplate:
    """Takes the place of the one before. The file was checked and kept already. Raises NotAllowed."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    files.enter_named(kept, now=now)
    template = find_template(event.id, kind, language)
    if template is None:
        template = LetterTemplate(event_id=event.id, kind=kind, language=language)
        db.session.add(template)
    template.sha256, template.name, template.uploaded_at, template.person_id = kept.sha256, kept.name, now, by.person_id
    _enter(event, "set_letter_template", by, now, kind=kind, language=language)
    return template


def remove_template(event: Event, kind: str, language: str, *, by: Reader, now: datetime) -> None:
    """From now on the built-in serves; again, it changes nothing. Raises NotAllowed."""
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    template = find_template(event.id, kind, language)
    if template is not None:
        db.session.delete(template)
        _enter(event, "remove_letter_template", by, now, kind=kind, language=language)


def record_letters(event: Event, kind: str, ulids: list[str], *, by: Reader, now: datetime) -> None:
    """That letters were made, of which registrations. Raises NotAllowed."""
    require_organizer(by, event.party_ids)
    _enter(event, "make_letters", by, now, kind=kind, registrations=ulids)


def _enter(event: Event, act: str, by: Reader, now: datetime, **details: object) -> None:
    db.session.flush()
    label = in_language(event.titles, "en")
    audit.record(
        f"registration.{act}", event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label, **details
    )
