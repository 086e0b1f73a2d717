"""A meeting of this very day, so that the check-in can be tried: one is in, three are expected."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from forumhub.agreements.models import Agreement
from forumhub.database import new_ulid
from forumhub.demo.accounts import Cast
from forumhub.events.actions import create_event
from forumhub.parties.policy import DELEGATE, HEAD, ORGANIZER, PARTIES
from forumhub.registration.actions import apply_for_place, confirm_registration
from forumhub.registration.checkin.actions import scan_code

TITLES = {
    "en": "Working consultation on requests for data",
    "zh": "数据请求工作磋商",
    "ru": "Рабочая консультация по запросам данных",
}
PEOPLE = (("CN", HEAD, "head"), ("CN", DELEGATE, "member"), ("BY", HEAD, "head"), ("BY", DELEGATE, "member"))


def hold_today(cast: Cast, agreement: Agreement, now: datetime) -> None:
    """In Beijing; it began at a full hour, one to two hours ago."""
    organizer, entered = cast.reader("CN", ORGANIZER), now - timedelta(days=20)
    here = now.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None, minute=0, second=0, microsecond=0)
    start = here - timedelta(hours=1)
    event = create_event(
        register_code="DATA",
        titles=TITLES,
        kind="working_group",
        host=cast.party("CN"),
        local_start=start,
        local_end=start + timedelta(hours=8),
        access=PARTIES,
        capacity=12,
        languages=["zh", "ru", "en"],
        agreement=agreement,
        confirmed=True,
        example=True,
        by=organizer,
        now=entered,
    )
    people = [apply_for_place(event, by=cast.reader(code, role), now=entered) for code, role, _function in PEOPLE]
    for registration, (_code, _role, function) in zip(people, PEOPLE, strict=True):
        registration.function = function
        confirm_registration(registration, by=organizer, now=entered + timedelta(days=1))
    scan_code(event, people[0].checkin_code, ulid=new_ulid(), by=organizer, now=now - timedelta(minutes=30))
