"""The demo's date poll: China proposes three days for a seminar and has answered; Belarus' answer is awaited."""

from datetime import datetime, time, timedelta

from forumhub.agreements.models import Agreement
from forumhub.demo.accounts import Cast
from forumhub.events.polls.actions import answer_poll, open_poll
from forumhub.events.polls.proposing import Period
from forumhub.events.polls.rules import IF_NEED_BE, NO, YES
from forumhub.parties.policy import ORGANIZER, PARTIES, SECRETARY

TITLES = {
    "en": "Seminar on electronic evidence",
    "zh": "电子证据研讨会",
    "ru": "Семинар по электронным доказательствам",
}
NOTE = "The hall in Beijing is free on all three days. / 三天会议厅均可使用。 / Зал в Пекине свободен во все три дня."
WORDS = [(YES, ""), (IF_NEED_BE, "只能安排半天。 / Only half a day is possible."), (NO, "")]


def propose(cast: Cast, agreement: Agreement, now: datetime) -> None:
    """Proposed three days ago, to be answered within the week."""
    china, opened = cast.party("CN"), now - timedelta(days=3)
    poll = open_poll(
        slots=[_tuesday(now, weeks) for weeks in (14, 15, 17)],
        deadline=(now + timedelta(days=6)).replace(hour=9, minute=0),
        note=NOTE,
        titles=TITLES,
        kind="seminar",
        access=PARTIES,
        parties=[china, cast.party("BY")],
        host=china,
        timezone=china.timezone,
        city=china.city,
        venue="",
        agreement=agreement,
        clause="4",
        by=cast.reader("CN", ORGANIZER),
        now=opened,
    )
    answer_poll(poll, china, WORDS, seen=0, by=cast.reader("CN", SECRETARY), now=opened + timedelta(days=1))


def _tuesday(now: datetime, weeks: int) -> Period:
    """A working day's wall clocks, so many weeks ahead."""
    day = now.date() + timedelta(weeks=weeks, days=1 - now.weekday())
    return datetime.combine(day, time(9, 30)), datetime.combine(day, time(17, 30))
