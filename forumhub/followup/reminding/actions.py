"""Writes of reminders: a day's mail to a person, and what a person wishes."""

import secrets
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.followup.models import Item
from forumhub.followup.reminding import queries, rules
from forumhub.followup.reminding.models import ReminderMail, ReminderOff, ReminderTold, ReminderWish
from forumhub.followup.reminding.rules import Wish
from forumhub.mail.actions import post
from forumhub.parties.models import Person
from forumhub.parties.policy import Reader
from forumhub.registration.queries import token_sha256

TEMPLATE = "reminder"


class Due(NamedTuple):
    """What a person is to be told: steps of actions, by row id, and the day whose digest it is."""

    steps: list[tuple[Item, date]]
    digest_on: date | None


def due_for(person: Person, now: datetime) -> Due | None:
    """What is due to this person now; None for nothing, out of their hours, or where today's mail was written."""
    today, reader = rules.their_day(now, person.timezone), queries.reader_for(person.id, now)
    if today is None or reader is None or queries.mailed_on([today]) & {(person.id, today)}:
        return None
    row = queries.find_wish(person.id)
    if row and row.stopped_at:
        return None
    wish = row.wish if row else Wish()
    digest_on = rules.digest_day(today, wish.digest_weekday, queries.digests_sent(person.id))
    if digest_on and not queries.actions_for_digest(reader, today, but=[]):
        digest_on = None
    due = Due(_steps(reader, wish, today, now), digest_on)
    return due if any(due) else None


def _steps(reader: Reader, wish: Wish, today: date, now: datetime) -> list[tuple[Item, date]]:
    assert reader.person_id
    items = queries.actions_due_by(reader, today + timedelta(days=max(wish.days_before, default=0)))
    told = queries.steps_told(reader.person_id, [item.id for item in items])
    found = []
    for item in items:
        assert item.due_on
        step = rules.newest_step(item.due_on, today, now.astimezone(UTC).date(), wish)
        since = _day_of(item.opened_at, reader.timezone)
        if rules.is_to_tell(step, told.get((item.id, item.due_on), ()), since, today):
            found.append((item, step))
    return found  # type: ignore[return-value]


def _day_of(moment: datetime | None, timezone: str) -> date:
    return moment.astimezone(ZoneInfo(timezone)).date() if moment else date.min


def remind(person_id: int, *, now: datetime) -> ReminderMail | None:
    """Writes the person's mail of the day, if anything is due; None where nothing is.

    The person's row is locked, so that of two workers the second finds what the first has written.
    """
    person = locked(Person, person_id)
    due, today = due_for(person, now), rules.their_day(now, person.timezone)
    address = person.account.email if person.account else person.email
    if due is None or today is None or not address:
        return None
    token = secrets.token_urlsafe(24)
    mail = ReminderMail(
        person_id=person.id, day=today, digest_on=due.digest_on, token_sha256=token_sha256(token), written_at=now
    )
    mail.told = [
        ReminderTold(person_id=person.id, item_id=item.id, due_on=item.due_on, step_on=step) for item, step in due.steps
    ]
    db.session.add(mail)
    db.session.flush()
    _post(mail, person, address, token, now)
    return mail


def _post(mail: ReminderMail, person: Person, address: str, token: str, now: datetime) -> None:
    """The snapshot names rows: what is said of them is read when the mail is sent, by who may see them then."""
    post(
        TEMPLATE,
        to_email=address,
        to_name=person.name,
        language=person.language,
        timezone=person.timezone,
        snapshot={"reminder": mail.id},
        secret=token,
        now=now,
    )


def tune_reminders(wish: Wish, off: Collection[int], *, by: Reader, now: datetime) -> None:
    """`off` are row ids of registers; those that the reader does not see stay as they were. Raises RuleBroken."""
    if not set(wish.days_before) <= set(rules.CHOICES_BEFORE):
        raise RuleBroken(N_("Choose among the days that are offered."), field="days_before")
    row = _wish_of(by.person_id)
    row.days_before = ",".join(str(day) for day in sorted(wish.days_before, reverse=True))
    row.overdue, row.digest_weekday = wish.overdue, wish.digest_weekday
    seen = [register.id for register, _titles in queries.registers_of(by)]
    whose = ReminderOff.person_id == by.person_id, ReminderOff.register_id.in_(seen)
    db.session.execute(delete(ReminderOff).where(*whose))
    db.session.add_all(ReminderOff(person_id=by.person_id, register_id=id) for id in set(off) & set(seen))
    _enter("followup.tune_reminders", by.person_id, now)


def stop_reminders(person_id: int, *, now: datetime) -> None:
    """No reminder and no digest goes to this person from now on; once more changes nothing."""
    row = _wish_of(person_id)
    if row.stopped_at is None:
        row.stopped_at = now
        _enter("followup.stop_reminders", person_id, now)


def resume_reminders(person_id: int, *, now: datetime) -> None:
    row = _wish_of(person_id)
    if row.stopped_at is not None:
        row.stopped_at = None
        _enter("followup.resume_reminders", person_id, now)


def _wish_of(person_id: int | None) -> ReminderWish:
    """The person's, made where there is none."""
    assert person_id
    locked(Person, person_id)
    row = queries.find_wish(person_id)
    if row is None:
        usual = Wish()
        days = ",".join(str(day) for day in usual.days_before)
        row = ReminderWish(
            person_id=person_id, days_before=days, overdue=usual.overdue, digest_weekday=usual.digest_weekday
        )
        db.session.add(row)
    return row


def _enter(act: str, person_id: int | None, now: datetime) -> None:
    """On record for the person alone: how a party's people read their mail is nobody else's affair."""
    db.session.flush()
    person = db.session.get_one(Person, person_id)
    audit.record(act, person.ulid, by=person_id, parties=[], now=now, label=person.name)
