"""Minutes of training seminars of earlier years, and what became of their actions: the agreement has a past to show."""

from datetime import UTC, datetime, time, timedelta

from forumhub.demo.accounts import Cast
from forumhub.demo.records import finish, held_of, write_agreed
from forumhub.events.models import Event, Series
from forumhub.followup.queries import issued

SEMINARS = (2, 4, 6)
"""How many seminars before the latest one these were: every other year."""
DAYS_TO_CLOSE = (40, 65, 110)


def write_seminars(cast: Cast, series: Series, now: datetime) -> None:
    """The first action of each was done and closed; the second one only of those that came before the last."""
    held = held_of(series, now)
    for place, back in enumerate(sorted(SEMINARS, reverse=True)):
        if back < len(held):
            _write(cast, held[-1 - back], days=DAYS_TO_CLOSE[place], both=place < len(SEMINARS) - 1)


def _write(cast: Cast, event: Event, *, days: int, both: bool) -> None:
    year = event.local_start.year
    first = issued(event.register_id).next_number("ACTION")
    values = {"year": str(year), "next": str(year + 1), "second": f"A-{first + 1}"}
    write_agreed(cast, event, "seminar", values)
    begins = datetime.combine(event.local_end.date(), time(12), tzinfo=UTC)
    finish(cast, f"TRAIN/A-{first}", "CN", "BY", begins + timedelta(days=days))
    if both:
        finish(cast, f"TRAIN/A-{first + 1}", "BY", "CN", begins + timedelta(days=2 * days))
