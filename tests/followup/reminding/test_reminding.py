"""Who is reminded of what, and when: the worker's task, and the mails as a real server receives them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from forumhub import clock
from forumhub.database import db, writing
from forumhub.events.models import Register
from forumhub.followup.models import Item
from forumhub.followup.officers.actions import name_officer
from forumhub.followup.reminding import actions, hourly
from forumhub.followup.reminding.models import ReminderMail, ReminderTold
from forumhub.followup.reminding.purging import purge_reminders
from forumhub.followup.reminding.rules import Wish
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Account, Grant, Party, Person
from tests.followup import examples
from tests.followup.examples import item
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures

SUNDAY = datetime(2027, 2, 14, 6, 0, tzinfo=UTC)
"""09:00 in Minsk, 14:00 in Beijing; A-1 is due in 15 days, A-2 is long overdue."""


@pytest.fixture
def at(monkeypatch):
    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return set_to


@pytest.fixture
def arranged(world):
    """The example's minutes, agreed; everybody but BY's secretary and CN's head has stopped reminders."""
    examples.arranged(world)
    with world.app.app_context(), writing():
        for code, role in (("CN", "secretary"), ("BY", "head_of_delegation")):
            actions.stop_reminders(world.person[code, role], now=SUNDAY)
    return world


def reminded(world, moment: datetime) -> dict[str, list[str]]:
    """By address, the codes told by the mails that are written at this moment."""
    with world.app.app_context():
        before = {mail.id for mail in db.session.query(ReminderMail)}
    hourly.remind_all(world.app)
    with world.app.app_context():
        mails = db.session.query(ReminderMail).order_by(ReminderMail.person_id)
        return {
            mail.person.email: sorted(db.session.get(Item, told.item_id).code for told in mail.told)
            for mail in mails
            if mail.id not in before
        }


def test_each_is_reminded_once_of_what_their_party_owns_or_helps_with(arranged, at):
    by, cn = arranged.email("BY", "secretary"), arranged.email("CN", "head_of_delegation")
    moments = [SUNDAY + timedelta(days=days, hours=hours) for days in range(3) for hours in (0, 4)]

    told = {moment: reminded(arranged, at(moment)) for moment in moments}

    # On Monday the step of A-1, 14 days before, goes into one mail with the digest.
    assert [told[moment] for moment in moments] == [
        {cn: ["A-2"]},
        {},
        {cn: ["A-1"], by: ["A-1"]},
        {},
        {},
        {},
    ]
    with arranged.app.app_context():
        assert [mail.digest_on for mail in db.session.query(ReminderMail).order_by(ReminderMail.id)] == [
            None,
            date(2027, 2, 15),
            date(2027, 2, 15),
        ]


def test_a_week_of_sleep_brings_one_reminder(arranged, at):
    reminded(arranged, at(SUNDAY))

    told = reminded(arranged, at(SUNDAY + timedelta(days=9)))

    assert told[arranged.email("CN", "head_of_delegation")] == ["A-1", "A-2"]
    with arranged.app.app_context():
        assert db.session.query(ReminderTold).filter_by(item_id=item("A-2").id).count() == 2
    assert reminded(arranged, at(SUNDAY + timedelta(days=9, hours=1))) == {}


def test_workers_at_the_same_time_write_one_mail_each(arranged, at):
    at(SUNDAY + timedelta(days=1))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: hourly.remind_all(arranged.app), range(3)))

    with arranged.app.app_context():
        assert Counter(mail.recipient for mail in db.session.query(OutboxMail).filter_by(template="reminder")) == {
            arranged.email("BY", "secretary"): 1,
            arranged.email("CN", "head_of_delegation"): 1,
        }


def test_a_new_due_date_moves_it_and_what_is_finished_is_not_told(arranged, at):
    with arranged.app.app_context(), writing():
        item("A-1").due_on = SUNDAY.date() + timedelta(days=3)
        item("A-2").state = "closed"

    told = reminded(arranged, at(SUNDAY))

    assert told == {
        arranged.email("BY", "secretary"): ["A-1"],
        arranged.email("CN", "head_of_delegation"): ["A-1"],
    }
    with arranged.app.app_context(), writing():
        item("A-1").state = "superseded"
    assert reminded(arranged, at(SUNDAY + timedelta(days=5))) == {}


@pytest.mark.parametrize("how", ["role ended", "account closed", "event out of sight", "series put aside", "stopped"])
def test_who_may_no_longer_see_it_gets_nothing_even_of_what_waits_in_the_outbox(
    arranged,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    at,
    how,
):
    person = arranged.person["CN", "head_of_delegation"]
    reminded(arranged, at(SUNDAY))

    with arranged.app.app_context(), writing():
        if how == "role ended":
            db.session.query(Grant).filter_by(person_id=person).one().ended_at = SUNDAY
        elif how == "account closed":
            db.session.query(Account).filter_by(person_id=person).one().active = False
        elif how == "event out of sight":
            item("A-2").event.access = "delegates"
        elif how == "series put aside":
            off = [db.session.query(Register).filter_by(code="HLM").one().id]
            by = arranged.reader("CN", "head_of_delegation")
            actions.tune_reminders(Wish(), off, by=by, now=SUNDAY)
        else:
            actions.stop_reminders(person, now=SUNDAY)
    deliver_due(sending_app)

    assert mailbox.received == []
    assert arranged.email("CN", "head_of_delegation") not in reminded(arranged, at(SUNDAY + timedelta(days=8)))


def test_who_was_named_to_do_it_is_reminded_without_an_account_while_they_belong_to_the_party(
    arranged,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    at,
):
    with arranged.app.app_context(), writing():
        party = db.session.get_one(Party, arranged.party["CN"])
        person = Person(name="李伟", email="li.wei@example.org", party=party, timezone="Asia/Shanghai", language="zh")
        db.session.add(person)
        db.session.flush()
        by = arranged.reader("CN", "secretary")
        name_officer(item("A-2"), party, person, by=by, now=SUNDAY)
        person_id = person.id

    told = reminded(arranged, at(SUNDAY))
    deliver_due(sending_app)

    assert told["li.wei@example.org"] == ["A-2"]
    texts = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in mailbox.received}
    assert "HLM/A-2 – CN-MPS – 由您具体负责 – 应于" in texts["李伟 <li.wei@example.org>"]
    assert all("A-1" not in text for text in texts.values())
    with arranged.app.app_context(), writing():
        db.session.get_one(Person, person_id).party_id = arranged.party["BY"]
    assert "li.wei@example.org" not in reminded(arranged, at(SUNDAY + timedelta(days=8)))


DIGESTS = {
    "en": ("Follow-up this week: 1 overdue, 1 due", "was due Fri 20 Nov 2026, 87 days ago", "Action · Open"),
    "zh": ("本周后续事项：逾期 1 项，待办 1 项", "应于2026年11月20日 周五完成，已逾期 87 天", "行动 · 待办"),
    "ru": (
        "Исполнение за неделю: просрочено 1, к сроку 1",
        "срок истёк пт 20 нояб. 2026, 87 дней назад",
        "Поручение · Открыто",
    ),
}


@pytest.mark.parametrize("detail", ["full", "brief"])
def test_a_digest_is_received_in_its_readers_language_with_words_where_they_are_let_out(
    arranged,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    at,
    detail,
):
    speakers = {"en": "head_of_delegation", "zh": "secretary", "ru": "delegate"}
    with arranged.app.app_context(), writing():
        for language, role in speakers.items():
            db.session.get_one(Person, arranged.person["CN", role]).language = language
        actions.resume_reminders(arranged.person["CN", "secretary"], now=SUNDAY)
        db.session.query(Grant).filter_by(person_id=arranged.person["CN", "delegate"]).one().role = "secretary"
        examples.let_out(item("A-2").event, detail)
        of_item = item("A-2").texts
    reminded(arranged, at(SUNDAY + timedelta(days=1)))

    deliver_due(sending_app)

    received = {mail["To"].addresses[0].addr_spec: mail for mail in mailbox.received}
    for language, role in speakers.items():
        message = received[arranged.email("CN", role)]
        text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
        subject, words, instead = DIGESTS[language]
        assert message["Subject"] == subject
        assert words in text
        assert words in page
        assert "/follow-up/HLM/A-2" in page
        assert "HLM/A-1" in text
        shown = [phrase for phrase in (*of_item.values(), instead) if phrase in text and phrase in page]
        assert shown == [of_item[language] if detail == "full" else instead]


def test_reminders_end_by_one_click_and_by_nothing_less(arranged, sending_app, mailbox, at, client, monkeypatch):  # noqa: F811
    with arranged.app.app_context(), writing():
        actions.stop_reminders(arranged.person["BY", "secretary"], now=SUNDAY)
    reminded(arranged, at(SUNDAY + timedelta(days=1)))
    monkeypatch.setitem(arranged.app.config, "PUBLIC_URL", f"https://forumhub.{'x' * 50}.example")
    deliver_due(sending_app)
    [message] = mailbox.received
    sent = message.as_bytes(policy=message.policy.clone(refold_source="none"))
    address = message["List-Unsubscribe"].strip(" <>")
    path = address.removeprefix(arranged.app.config["PUBLIC_URL"])

    asked = client.text(path)
    still = reminded(arranged, at(SUNDAY + timedelta(days=6)))
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    stopped = reminded(arranged, at(SUNDAY + timedelta(days=30)))
    shown = client.text(path)
    client.post(f"{path}/resume")
    resumed = reminded(arranged, at(SUNDAY + timedelta(days=30)))

    assert f"\nList-Unsubscribe: <{address}>".encode() in sent.replace(b"\r", b"")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.get_body(("plain",)).get_content()
    assert (answer.status_code, stopped, shown != asked) == (303, {}, True)
    assert list(still) == list(resumed) == [arranged.email("CN", "head_of_delegation")]
    with arranged.app.app_context():
        token = path.rpartition("/")[2]
        assert token not in {mail.token_sha256 for mail in db.session.query(ReminderMail)}
        assert {mail.secret for mail in db.session.query(OutboxMail).where(OutboxMail.sent_at.is_not(None))} == {""}


def test_sent_reminders_stand_in_ones_data_and_go_after_a_year(arranged, at):
    reminded(arranged, at(SUNDAY + timedelta(days=1)))
    client = arranged.signed_in("BY", "secretary")

    data = client.get("/my-data.json").get_json()["reminders"]
    with arranged.app.app_context(), writing():
        kept = purge_reminders(SUNDAY + timedelta(days=366))
        gone = purge_reminders(SUNDAY + timedelta(days=367))
        left = [db.session.query(rows).count() for rows in (ReminderMail, ReminderTold)]

    (mail,) = data["sent"]
    assert (data["wish"], [told["item"] for told in mail["told"]] != []) == (None, True)
    assert "token" not in str(data)
    assert (kept, gone > 0, left) == (0, True, [0, 0])
