"""What the parties of the demo put forward for the agenda of the next meeting."""

from datetime import datetime, timedelta

from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.minutes.agendas.actions import PointValues, leave_point, put_forward

POINTS: list[tuple[str, PointValues]] = [
    (
        "BY",
        {
            "kind": "concern",
            "organ": "BY-MIA",
            "language": "ru",
            "title": "Сроки ответов на запросы",
            "text": "Ответы на запросы данных поступают позже согласованного срока.",
            "minutes_long": 20,
        },
    ),
    (
        "CN",
        {
            "kind": "point",
            "organ": "CN-MPS",
            "language": "zh",
            "title": "联合培训计划",
            "text": "商定下一年度联合培训的主题、地点和名额。",
            "minutes_long": 40,
        },
    ),
    (
        "BY",
        {
            "kind": "point",
            "organ": "BY",
            "language": "en",
            "title": "Visit to the host's training centre",
            "text": "A visit on the afternoon of the second day.",
            "minutes_long": 90,
        },
    ),
]


def put_all(cast: Cast, event: Event, now: datetime) -> None:
    """A concern and two points; the last one was left out with words."""
    at = now - timedelta(days=1)
    made = [
        put_forward(event, submitted=True, by=cast.reader(party, "secretary"), now=at, **values)
        for party, values in POINTS
    ]
    answer = "There is no time on that day; the host offers it for the day before."
    leave_point(made[-1], answer, by=cast.reader("CN", "secretary"), now=now)
