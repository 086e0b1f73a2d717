"""Reads of letter templates. They are the organizers' of their event."""

from sqlalchemy import ColumnElement, select

from forumhub.database import db
from forumhub.events.models import Event, EventParty
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.registration.letters.models import LetterTemplate


def visible_to(reader: Reader) -> ColumnElement[bool]:
    organized = select(EventParty.event_id).where(EventParty.party_id.in_(reader.parties_as(ORGANIZER)))
    return LetterTemplate.event_id.in_(organized)


def templates_of(event: Event, reader: Reader) -> dict[tuple[str, str], LetterTemplate]:
    """By kind and language, those that were uploaded."""
    found = db.session.scalars(select(LetterTemplate).where(LetterTemplate.event_id == event.id, visible_to(reader)))
    return {(template.kind, template.language): template for template in found}


def find_template(event_id: int, kind: str, language: str) -> LetterTemplate | None:
    """For who makes a letter of it, which shows them none but their own."""
    return db.session.scalar(
        select(LetterTemplate).where(
            LetterTemplate.event_id == event_id, LetterTemplate.kind == kind, LetterTemplate.language == language
        )
    )
