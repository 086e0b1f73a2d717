"""Parties that have not submitted are reminded once before the deadline; and the mails as they are read."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.registration.delegations.deciding import return_list
from forumhub.registration.delegations.reminding import remind_due
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
    with writing():
        number = remind_due(now=now)
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
