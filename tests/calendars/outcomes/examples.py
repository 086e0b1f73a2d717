"""An action and minutes as calendars are told of them."""

from datetime import UTC, date, datetime

from forumhub.calendars.mapping import Link
from forumhub.calendars.outcomes.mapping import CalendarJournal, CalendarTask

WORDS = {
    "en": "HLM/A-14 · Name the officers on duty; tell Minsk.",
    "zh": "HLM/A-14 · 指定值班人员，并告知明斯克。",
    "ru": "HLM/A-14 · Назначить дежурных и сообщить в Минск.",
}
MARKDOWN = "# 纪要\n\n## 1. Мошенничество\n\n- **ACTION A-14** (BY; due 2027-03-01): x, y; *z* \\ n.\n"


def a_task(**changes: object) -> CalendarTask:
    task = {
        "uid": "task-HLM-A-14@forumhub.example",
        "sequence": 2,
        "changed_at": datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC),
        "opened_at": datetime(2026, 11, 14, 9, 0, tzinfo=UTC),
        "closed_at": None,
        "due_on": date(2027, 3, 1),
        "summary": WORDS["en"],
        "state": "open",
        "access": "parties",
        "url": "https://forumhub.example/follow-up/HLM/A-14",
        "description": "Name the officers on duty; tell Minsk.\n\nBY-MIA (+ CN-MPS)",
        "priority": "high",
        "related_to": "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example",
        "refids": ("CN-BY-2016 art. 2", "CN-BY-2016 art. 5.1"),
        "links": (Link("https://forumhub.example/agreements/CN-BY-2016#art-2", "CN-BY-2016 art. 2"),),
    }
    return CalendarTask(**{**task, **changes})


def a_journal(**changes: object) -> CalendarJournal:
    journal = {
        "uid": "01JDM3Q8Z0DOCUMENT@forumhub.example",
        "sequence": 0,
        "changed_at": datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC),
        "day": date(2026, 11, 12),
        "summary": "纪要：第三次高级别会晤",
        "access": "parties",
        "url": "https://forumhub.example/minutes/01JDM3Q8Z0DOCUMENT",
        "text": MARKDOWN,
        "related_to": "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example",
        "refid": "CN-BY-2016",
    }
    return CalendarJournal(**{**journal, **changes})
