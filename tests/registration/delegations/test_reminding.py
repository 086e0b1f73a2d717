"""Parties that have not submitted are reminded once before the deadline; and the mails as they are read."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.registration.delegations import hourly
from forumhub.registration.delegations.deciding import return_list
from forumhub.registration.delegations.reminding import events_due, remind_parties
from tests.events.examples import make_event
from tests.registration.delegations.examples import accept, allot, list_of, put_all, submit
from tests.registration.examples import mails
from tests.world import NOW

LOCAL = datetime(2027, 3, 1, 17, 0)
DEADLINE = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)
NEAR = DEADLINE - timedelta(days=2)
TO_CN = ["secretariat.cn@example.org", "secretary.cn@example.org"]
TO_BY = ["secretariat.by@example.org", "secretary.by@example.org"]


def remind(now: datetime = NEAR) -> list[str]:
    """To whom a reminder goes now."""
    before = len(mails("delegation_list"))
    number = 0
    for event_id in events_due(now):
        with writing():
            number += remind_parties(event_id, now=now)
    told = sorted(to for _template, to in mails("delegation_list")[before:])
    assert len(told) == number
    return told


def test_each_party_without_a_list_is_reminded_once(database, world):
    event = make_event(world)
    allot(world, event, None, local_deadline=LOCAL)

    times = [DEADLINE - timedelta(days=4), NEAR, NEAR + timedelta(hours=1), DEADLINE + timedelta(hours=1)]

    assert [remind(now) for now in times] == [[], sorted([*TO_CN, *TO_BY]), [], []]


def test_another_deadline_is_another_reminder(database, world):
    event = make_event(world)
    allot(world, event, None, local_deadline=LOCAL)
    remind()

    allot(world, event, None, local_deadline=LOCAL + timedelta(days=5))

    assert remind(NEAR + timedelta(days=5)) == sorted([*TO_CN, *TO_BY])


def test_who_submitted_is_not_reminded_and_to_whom_it_was_returned_is(database, world):
    event = make_event(world)
    allot(world, event, None, local_deadline=LOCAL)
    put_all(world, event, ["head"])
    put_all(world, event, ["head"], code="BY")
    submit(world, event)
    submit(world, event, code="BY")
    accept(world, event)
    nomination = list_of(world, event, "BY")
    with writing():
        version, by = nomination.lock_version, world.reader("BY", "organizer")
        return_list(nomination, "Один лишний", lock_version=version, by=by, now=NOW)

    assert remind() == TO_BY


def test_nobody_is_reminded_of_an_event_that_is_cancelled_or_has_no_deadline(database, world):
    cancelled, free = make_event(world, "GONE"), make_event(world, "FREE")
    allot(world, cancelled, None, local_deadline=LOCAL)
    allot(world, free, None)
    with writing():
        by = world.reader("BY", "organizer")
        cancel_event(cancelled, reason="Перенос", lock_version=cancelled.lock_version, by=by, now=NOW)

    assert remind() == []


def test_where_everyone_may_apply_only_who_has_begun_a_list_is_reminded(database, world):
    event = make_event(world, access="public")
    allot(world, event, None, local_deadline=LOCAL, applicants="everyone")
    put_all(world, event, ["head"], code="BY")

    assert remind() == TO_BY


def test_what_made_a_reminder_due_is_read_anew_under_the_lock(database, world):
    event = make_event(world)
    allot(world, event, None, local_deadline=LOCAL)
    due = events_due(NEAR)
    allot(world, event, None, local_deadline=None)

    with writing():
        told = remind_parties(due[0], now=NEAR)

    assert (due, told, mails("delegation_list")) == ([event.id], 0, [])


def test_an_event_that_raises_is_logged_and_the_others_have_their_reminders(app, world, monkeypatch, caplog):
    with app.app_context():
        wrong, right = make_event(world, "WRONG"), make_event(world, "RIGHT")
        for event in (wrong, right):
            allot(world, event, None, local_deadline=LOCAL)
        wrong_id = wrong.id

    def remind_but_one(event_id: int, *, now: datetime) -> int:
        told = remind_parties(event_id, now=now)
        return told // (event_id != wrong_id)

    monkeypatch.setattr(hourly, "remind_parties", remind_but_one)
    with time_machine.travel(NEAR, tick=False):
        hourly.remind_all(app)

    with app.app_context():
        assert sorted(to for _template, to in mails("delegation_list")) == sorted([*TO_CN, *TO_BY])
    logged = [record.getMessage() for record in caplog.records if record.name == hourly.__name__]
    assert logged == [f"the parties of event {wrong_id} were not reminded of their lists"]


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_every_mail_about_a_list_reads_in_every_language(database, world, language):
    event = make_event(world)
    allot(world, event, 1, local_deadline=LOCAL)
    put_all(world, event, ["head", "member"])
    remind()
    nomination = submit(world, event)
    with writing():
        version, by = nomination.lock_version, world.reader("BY", "organizer")
        return_list(nomination, "<b>少一人</b>", lock_version=version, by=by, now=NOW)
    submit(world, event)
    accept(world, event)

    about = select(OutboxMail).where(OutboxMail.template == "delegation_list").order_by(OutboxMail.id)
    rows = db.session.scalars(about).all()
    for mail in rows:
        mail.language = language
    composed = {mail.snapshot["news"]: compose(mail, lambda *_, **__: "http://x", "f@example.org") for mail in rows}
    texts = {news: message.get_body(("plain",)).get_content() for news, message in composed.items()}
    pages = {news: message.get_body(("html",)).get_content() for news, message in composed.items()}

    assert list(composed) == ["due", "submitted", "returned", "accepted"]
    assert ("<b>少一人</b>" in texts["returned"], "&lt;b&gt;少一人" in pages["returned"]) == (True, True)
    moment = {
        "en": "Mon 1 Mar 2027, 17:00 Minsk",
        "zh": "2027年3月1日 周一, 17:00 明斯克",
        "ru": "пн 1 мар. 2027, 17:00",
    }
    assert moment[language] in texts["due"]
    subject = {"en": "Your list was accepted", "zh": "贵方名单已被接受", "ru": "Ваш список принят"}
    assert subject[language] in pages["accepted"]
    db.session.rollback()
