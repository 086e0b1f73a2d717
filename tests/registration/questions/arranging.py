"""Questions to arrange tests with, in three languages, written straight into a published version."""

from datetime import datetime
from typing import Any

from forumhub.database import db, new_ulid, writing
from forumhub.events.models import Event
from forumhub.registration.questions.models import FormVersion, Question
from tests.world import NOW

YES_NO = [
    {"value": "yes", "labels": {"en": "Yes", "zh": "是", "ru": "Да"}},
    {"value": "no", "labels": {"en": "No", "zh": "否", "ru": "Нет"}},
]


def question(kind: str = "text", key: str = "", **changes: Any) -> Question:
    """An optional question of this kind, labelled with its key."""
    key = key or new_ulid()
    values = {"labels": {"en": f"{key}?", "zh": f"{key}？", "ru": f"{key}?"}, "helps": {}, "options": [], "position": 0}
    if kind in ("choice", "several"):
        values["options"] = YES_NO
    return Question(**{"kind": kind, "key": key, **values, **changes})


def publish(event: Event, *questions: Question, number: int = 1, now: datetime = NOW) -> FormVersion:
    with writing():
        version = FormVersion(event_id=event.id, number=number, created_at=now, published_at=now)
        for position, each in enumerate(questions, 1):
            each.position = position
        version.rows = list(questions)
        db.session.add(version)
    return version
