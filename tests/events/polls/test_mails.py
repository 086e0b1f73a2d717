"""Mails about date polls, rendered as the worker does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.polls import actions
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.worker import link_maker
from forumhub.parties.models import Party, Person
from tests.events.polls.examples import CLOSED, DEADLINE, SEMINAR, choose, propose, say
from tests.world import NOW

SUBJECTS = {
    "poll_opened": {"en": "Which date suits: {}", "zh": "征询日期：{}", "ru": "Какая дата подходит: {}"},
    "poll_reminder": {"en": "Your answer is missing: {}", "zh": "贵方尚未答复：{}", "ru": "Нет вашего ответа: {}"},
    "poll_extended": {"en": "More time to answer: {}", "zh": "答复期限延长：{}", "ru": "Срок ответа продлён: {}"},
    "poll_chosen": {"en": "Date chosen: {}", "zh": "日期已选定：{}", "ru": "Дата выбрана: {}"},
    "poll_withdrawn": {"en": "Dates withdrawn: {}", "zh": "日期征询已撤回：{}", "ru": "Даты сняты: {}"},
}
FIRST = {
    "en": "Thu 11 Mar 2027, 09:00–17:00 Minsk (14:00 Beijing)",
    "zh": "2027年3月11日 周四, 09:00–17:00 明斯克 (14:00 北京)",
    "ru": "чт 11 мар. 2027, 09:00–17:00 Минск (14:00 Пекин)",
}


def everything(world) -> None:
    """A poll that was extended, reminded of and chosen, and one that was withdrawn."""
    poll, withdrawn, by = (
        propose(world, note="Зал на 40 мест"),
        propose(world, note="Зал на 40 мест"),
        world.reader("BY", "organizer"),
    )
    with writing():
        actions.withdraw_poll(withdrawn, reason="改期", by=by, now=NOW)
        actions.remind_poll(poll, by=by, now=NOW)
        actions.extend_poll(poll, DEADLINE + timedelta(days=1), by=by, now=NOW)
    say(world, poll, "CN", "yes", "no", "no")
    choose(world, poll, 1, register_code="FRAUD", now=CLOSED + timedelta(days=1))


def speak(world, language: str) -> None:
    with writing():
        db.session.get(Party, world.party["CN"]).language = language
        db.session.get(Person, world.person["CN", "secretary"]).language = language


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("recipient", ["secretariat.cn@example.org", "secretary.cn@example.org"])
def test_each_mail_is_in_the_language_and_on_the_clock_of_its_recipient(world, database, language, recipient):
    speak(world, language)
    everything(world)

    mails = list(db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == recipient)))
    found = {mail.template: compose(mail, link_maker(database), "forumhub@example.org") for mail in mails}

    subjects = {name: mail["Subject"] for name, mail in found.items()}
    assert subjects == {name: words[language].format(SEMINAR[language]) for name, words in SUBJECTS.items()}
    bodies = {name: mail.get_body(("plain",)).get_content() for name, mail in found.items()}
    pages = {name: mail.get_body(("html",)).get_content() for name, mail in found.items()}
    timed = set(SUBJECTS) - {"poll_withdrawn"}
    assert {name for name in SUBJECTS if FIRST[language] in bodies[name] and FIRST[language] in pages[name]} == timed
    assert {name for name in SUBJECTS if "/polls/" in bodies[name] and "/polls/" in pages[name]} == set(SUBJECTS)
    assert "Зал на 40 мест" in bodies["poll_opened"]
    assert "改期" in bodies["poll_withdrawn"]
