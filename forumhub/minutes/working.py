"""In which language minutes are likely written: as those before them, as the reader reads, as a text's letters say."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.minutes.models import Document
from forumhub.minutes.queries import visible_to
from forumhub.minutes.rules import MINUTES
from forumhub.parties.policy import Reader

LETTERS = {"zh": (re.compile("[\u4e00-\u9fff]"), 5), "ru": (re.compile("[Ѐ-ӿ]"), 1), "en": (re.compile("[A-Za-z]"), 1)}
"""Of each language its letters, and what one of them weighs: a Chinese character says as much as five letters."""

_NO_PROSE = re.compile(
    r"```.*?```|`[^`\n]*`|\]\([!-'*-~]*\)|(?:https?://|www\.)[!-~]+|(?<![\w.+%-])[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+",
    re.DOTALL,
)
"""Code, addresses of links, of pages and of mail: Latin in every language."""


def usual_language(event: Event, languages: Sequence[str], reader: Reader, read: str) -> str:
    """Of the event's languages, that of the series' last minutes that `reader` sees, else `read`, else the first."""
    wished = (_of_last_minutes(event, reader), read, languages[0])
    return next(code for code in wished if code is not None and code in languages)


def _of_last_minutes(event: Event, reader: Reader) -> str | None:
    if event.series_id is None:
        return None
    statement = (
        select(Document.working_language)
        .join(Event, Event.id == Document.event_id)
        .where(Event.series_id == event.series_id, Document.kind == MINUTES, visible_to(reader))
        .order_by(Event.starts_at.desc(), Document.id.desc())
    )
    return db.session.scalar(statement.limit(1))


def language_of_letters(text: str, languages: Sequence[str]) -> str:
    """That of these languages in whose letters most of the text is written; the first of them where none is."""
    prose = _NO_PROSE.sub(" ", text)
    weights = {code: len(letters.findall(prose)) * each for code, (letters, each) in LETTERS.items()}
    return max(languages, key=lambda code: weights.get(code, 0))
