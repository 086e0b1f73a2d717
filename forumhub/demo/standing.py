"""The agenda templates of the demo's series, the parties' ready texts, a point that waits for the next seminar."""

from datetime import datetime, timedelta

from forumhub.demo.accounts import Cast
from forumhub.demo.records import held_of
from forumhub.events.models import Series
from forumhub.minutes.deferring.actions import defer_point
from forumhub.minutes.deferring.queries import points_of
from forumhub.minutes.outlines.actions import save_outline
from forumhub.minutes.queries import documents_of
from forumhub.minutes.readytexts.actions import keep_text

TEMPLATES = {
    "en": """# {title}

Meeting No. {number}, {place}, {date}. Host: {host}.

## 1. Opening and adoption of the agenda (10 min)

## 2. Matters arising (40 min)

{arising}

## 3. Date and place of the next meeting (10 min)

## 4. Any other business
""",
    "zh": """# {title}

第{number}次会议，{date}，{place}。东道主：{host}。

## 1. 开幕并通过议程（10分钟）

## 2. 以往事项（40分钟）

{arising}

## 3. 下次会议的时间和地点（10分钟）

## 4. 其他事项
""",
    "ru": """# {title}

Встреча № {number}, {place}, {date}; принимающая сторона: {host}

## 1. Открытие и утверждение повестки дня (10 мин)

## 2. Ход выполнения прежних решений (40 мин)

{arising}

## 3. Дата и место следующей встречи (10 мин)

## 4. Разное
""",
}

OWN_TEXTS = (
    (
        "CN",
        "en",
        "Opening by the host",
        "The head of the host delegation opened the meeting at … and welcomed the participants.",
    ),
    ("CN", "en", "Confidentiality", "The sides agreed that what was said under this item is not made public."),
    ("CN", "zh", "东道主致开幕词", "东道主代表团团长于…宣布会议开幕，并对与会代表表示欢迎。"),
    (
        "BY",
        "ru",
        "Поручение с докладом",
        "- **ПОРУЧЕНИЕ** (BY-MIA; срок …): Подготовить справку и доложить на следующей встрече.",
    ),
    ("BY", "en", "Written information", "The Belarusian side will provide the information in writing by …."),
)
"""Party, language, name and text of what each side puts into its drafts."""
BEGUN = timedelta(days=90)
"""How long ago both were set up."""


def keep_all(cast: Cast, series: dict[str, Series], now: datetime) -> None:
    """Both series of the two parties begin alike; the last seminar put its only point off."""
    for code in ("HLM", "TRAIN"):
        for language, source in TEMPLATES.items():
            save_outline(series[code], language, source, seen=0, by=cast.reader("CN", "organizer"), now=now - BEGUN)
    for code, language, name, source in OWN_TEXTS:
        keep_text(cast.party(code), language, name, source, by=cast.reader(code, "secretary"), now=now - BEGUN)
    by = cast.reader("BY", "secretary")
    minutes = documents_of(held_of(series["TRAIN"], now)[-1].id, by)[-1]
    points = points_of(minutes)
    at, words = now - timedelta(hours=3), "Half of it was discussed; the findings of the exercise were not ready."
    defer_point(minutes, list(points)[-1], points, words, by=by, now=at)
