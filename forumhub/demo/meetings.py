"""The demo's series under the clauses of the agreement, planned from 2017 to two years after today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.demo.accounts import Cast
from forumhub.events import actions
from forumhub.events.models import Event, HostTurn, Series
from forumhub.events.queries import heads_of
from forumhub.events.recurrence import numbered
from forumhub.events.series.rules import BRIEF_DETAIL, FULL_DETAIL
from forumhub.parties.policy import DELEGATES, HEAD, ORGANIZER, PARTIES, PUBLIC, SECRETARY

AHEAD = timedelta(days=2 * 365 + 1)
AROUND = timedelta(days=400)


@dataclass(frozen=True)
class Plan:
    """One series: `hosts` are party codes in the order of the rotation, beginning with the next meeting's host."""

    register: str
    titles: dict[str, str]
    kind: str
    rrule: str
    first: datetime
    minutes: int
    hosts: str
    clause: str
    access: str
    capacity: int | None
    all_day: bool = False
    conference: str = ""


PLANS = (
    Plan(
        "HLM",
        {
            "en": "High-level meeting on law enforcement",
            "zh": "执法合作高级别会晤",
            "ru": "Встреча на высоком уровне по правоохранительным вопросам",
        },
        "high_level_meeting",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR",
        datetime(2016, 11, 25, 9, 30),  # noqa: DTZ001 - a wall clock
        8 * 60,
        "CN BY",
        "1",
        PARTIES,
        40,
    ),
    Plan(
        "FORUM",
        {"en": "Annual forum", "zh": "年度论坛", "ru": "Ежегодный форум"},
        "forum",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=3TH",
        datetime(2017, 5, 18, 9, 0),  # noqa: DTZ001
        33 * 60,
        "BY CN",
        "2",
        PUBLIC,
        120,
    ),
    Plan(
        "CASES",
        {
            "en": "Working group on major cases",
            "zh": "重大案件工作组",
            "ru": "Рабочая группа по крупным делам",
        },
        "working_group",
        "FREQ=MONTHLY;INTERVAL=6;BYDAY=2WE",
        datetime(2024, 2, 14, 15, 0),  # noqa: DTZ001
        120,
        "CN BY",
        "3",
        DELEGATES,
        12,
        conference="https://video.demo.example/major-cases",
    ),
    Plan(
        "TRAIN",
        {"en": "Training seminar", "zh": "培训研讨班", "ru": "Учебный семинар"},
        "training",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=2TU",
        datetime(2017, 9, 12, 9, 0),  # noqa: DTZ001
        55 * 60,
        "CN BY",
        "4",
        PARTIES,
        20,
        all_day=True,
    ),
)


def plan_all(cast: Cast, agreement: Agreement, now: datetime) -> dict[str, Series]:
    """By register code, each series with its meetings; those that have passed are marked as held."""
    entered = now - timedelta(days=30)
    return {plan.register: _plan(plan, cast, agreement, entered, now) for plan in PLANS}


def _plan(plan: Plan, cast: Cast, agreement: Agreement, entered: datetime, now: datetime) -> Series:
    organizer = cast.reader(plan.hosts.split()[0], ORGANIZER)
    series = actions.create_series(
        register_code=plan.register,
        titles=plan.titles,
        kind=plan.kind,
        rrule=plan.rrule,
        first_local_start=plan.first,
        minutes_long=plan.minutes,
        rotation=[HostTurn(party=cast.party(code)) for code in _rotation(plan, now)],
        access=plan.access,
        capacity=plan.capacity,
        all_day=plan.all_day,
        conference=plan.conference,
        languages=["zh", "ru", "en"],
        agreement=agreement,
        clause=plan.clause,
        calendar_detail=FULL_DETAIL if plan.access == PUBLIC else BRIEF_DETAIL,
        example=True,
        by=organizer,
        now=entered,
    )
    horizon: date = (now + AHEAD).date()
    for event in actions.plan_series(series, horizon, by=organizer, now=entered):
        _name_heads(cast, event, entered, may_approve=False)
        if event.ends_at < now:
            actions.hold_event(event, by=organizer, now=event.ends_at)
        elif event.starts_at < now + AROUND:
            actions.confirm_event(event, by=organizer, now=entered)
    return series


def _rotation(plan: Plan, now: datetime) -> list[str]:
    """The turns from the first meeting on, so that in any year the next one is hosted by whom the demo's cast knows."""
    today, hosts = now.date(), plan.hosts.split()
    (ahead, _local_start), *_later = numbered(plan.rrule, plan.first, today + timedelta(days=1), today + AHEAD)
    return [hosts[(turn - ahead) % len(hosts)] for turn in range(len(hosts))]


def name_approvers(cast: Cast, event: Event, at: datetime) -> None:
    """Before the meeting's first text is circulated: the ledger tells of both in the order of their days."""
    _name_heads(cast, event, at, may_approve=True)


def name_approvers_around(cast: Cast, now: datetime) -> None:
    """For the other meetings within a year of today, of which texts may be written yet."""
    around = Event.series_id.is_not(None), Event.ends_at > now - AROUND, Event.starts_at < now + AROUND
    for event in db.session.scalars(select(Event).where(*around).order_by(Event.starts_at)).unique():
        if not any(head.may_approve for head in heads_of(event.id)):
            name_approvers(cast, event, now)


def _name_heads(cast: Cast, event: Event, at: datetime, *, may_approve: bool) -> None:
    for code in ("CN", "BY"):
        secretary, head = cast.reader(code, SECRETARY), cast.person(code, HEAD)
        actions.name_head(event, cast.party(code), head, leads=True, may_approve=may_approve, by=secretary, now=at)
