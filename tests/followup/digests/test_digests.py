"""The weekly digest to a party's secretariat: when it is written, what a real server receives, how it ends."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest

from forumhub import clock
from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.desk.queries import recent_changes
from forumhub.followup import actions as following
from forumhub.followup import agreeing
from forumhub.followup.digests import actions, weekly
from forumhub.followup.digests.contents import contents_for
from forumhub.followup.digests.models import DigestMail, DigestOff, DigestWish
from forumhub.followup.digests.purging import purge_digests
from forumhub.followup.officers.actions import name_officer
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Party
from forumhub.parties.queries import get_party, people_of
from tests.client import Client
from tests.counting import counted
from tests.followup import examples
from tests.followup.examples import item
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures

MONDAY = datetime(2027, 2, 15, 5, 0, tzinfo=UTC)
"""08:00 in Minsk, 13:00 in Beijing; A-1, BY's, is due in 14 days, A-2, CN's, is long overdue."""
CN, BY = "secretariat.cn@example.org", "secretariat.by@example.org"
RECOMMENDED = "\n- **RECOMMENDATION R-1** (BY): Meet more often.\n"
ZH, RU = "\n- **建议 R-1**（BY）：增加会晤。\n", "\n- **РЕКОМЕНДАЦИЯ R-1** (BY): Встречаться чаще.\n"


@pytest.fixture
def at(monkeypatch):
    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return set_to


@pytest.fixture
def arranged(world):
    """The example's minutes, agreed, with a recommendation by BY. BY reported A-3, which both own, done, asks for a
    new day for A-1 and named an officer for it; CN named another one for A-2."""
    with world.app.app_context(), writing():
        examples.agreements.in_force(world)
        of = examples.event(world)
        examples.issue(of, CONCERN=1, DECISION=1, RECOMMENDATION=1, ACTION=3)
        texts = {"en": examples.EN + RECOMMENDED, "zh": examples.ZH + ZH, "ru": examples.RU + RU}
        examples.agreed(world, of, **texts)
        parties = {code: db.session.get_one(Party, world.party[code]) for code in ("CN", "BY")}
        parties["CN"].language, parties["BY"].language = "zh", "ru"
        by, now = world.reader("BY", "secretary"), MONDAY - timedelta(days=30)
        following.report_item(item("A-3"), parties["BY"], "reported", words="x", by=by, now=now)
        agreeing.propose_due(item("A-1"), parties["BY"], date(2027, 4, 1), by=by, now=now)
        for code, of_party in (("A-1", "BY"), ("A-2", "CN")):
            officer = people_of(world.party[of_party])[0]
            officer.name = f"Officer of {of_party}"
            name_officer(item(code), parties[of_party], officer, by=world.reader(of_party, "secretary"), now=now)
    return world


def told(world, moment: datetime) -> list[str]:
    """The addresses to which digests are written at this moment."""
    with world.app.app_context():
        before = {mail.id for mail in db.session.query(OutboxMail)}
    weekly.tell_parties(world.app)
    with world.app.app_context():
        written = db.session.query(OutboxMail).filter_by(template="party_digest")
        return sorted(mail.recipient for mail in written if mail.id not in before)


def digests(received) -> dict[str, EmailMessage]:
    """By address; the other mails to secretariats name no way out."""
    return {mail["To"].addresses[0].addr_spec: mail for mail in received.received if mail["List-Unsubscribe"]}


def party(world, code: str) -> Party:
    return db.session.get_one(Party, world.party[code])


def test_each_secretariat_is_told_once_a_week_on_its_own_morning(arranged, at):
    night = MONDAY.replace(hour=0)  # 03:00 in Minsk, 08:00 in Beijing
    moments = [night, MONDAY, MONDAY + timedelta(hours=4), MONDAY + timedelta(days=1), MONDAY + timedelta(days=9)]

    written = [told(arranged, at(moment)) for moment in moments]

    assert written == [[CN], [BY], [], [], [BY, CN]]
    with arranged.app.app_context():
        days = {(mail.party.code, mail.digest_on) for mail in db.session.query(DigestMail)}
    assert days == {(code, date(2027, 2, day)) for code in ("CN", "BY") for day in (15, 22)}


def test_workers_at_the_same_time_write_one_digest_each(arranged, at):
    at(MONDAY)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: weekly.tell_parties(arranged.app), range(3)))

    with arranged.app.app_context():
        mails = db.session.query(OutboxMail).filter_by(template="party_digest")
        assert Counter(mail.recipient for mail in mails) == {CN: 1, BY: 1}


READ = {
    CN: (
        "中国，本周后续事项：待答复 3 项，逾期 1 项，待办 1 项",
        [
            "白俄罗斯已报告完成：请予办结或退回",
            "白俄罗斯提议新期限为2027年4月1日 周四。",
            "一项建议：请说明贵方是否接受",
        ],
        "承办人：Officer of CN",
    ),
    BY: (
        "Беларусь, исполнение за неделю: ждёт ответа 0, просрочено 0, к сроку 1",
        ["Срок в ближайшие 30 дней", "Сообщено о выполнении; другая сторона закрывает"],
        "Исполнитель: Officer of BY",
    ),
}


@pytest.mark.parametrize("detail", ["full", "brief"])
def test_a_digest_is_received_in_the_partys_language_with_its_own_officer_alone(
    arranged,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    at,
    detail,
):
    with arranged.app.app_context(), writing():
        examples.let_out(item("A-1").event, detail)
        item("A-1").event.series.titles = {"en": "Talks <i>& more</i>"}
        words = {CN: (item("A-1").texts["zh"], "行动 · 待办"), BY: (item("A-1").texts["ru"], "Поручение · Открыто")}
    told(arranged, at(MONDAY))

    deliver_due(sending_app)

    received = digests(mailbox)
    for address, (subject, phrases, officer) in READ.items():
        text, page = (received[address].get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert received[address]["Subject"] == subject
        assert [phrase for phrase in (*phrases, officer) if phrase not in text or phrase not in page] == []
        assert text.count("Officer of") == page.count("Officer of") == 1
        assert "/follow-up/HLM/A-1" in page
        assert ("Talks <i>& more</i>" in text, "Talks &lt;i&gt;&amp; more&lt;/i&gt;" in page) == (True, True)
        assert [each in text and each in page for each in words[address]] == [detail == "full", detail == "brief"]
    assert "HLM/A-2" not in received[BY].get_body(("plain",)).get_content()


def test_a_register_out_of_the_partys_sight_is_in_no_digest_and_more_rows_take_no_more_queries(arranged):
    with arranged.app.app_context(), writing():
        other = examples.event(arranged, register="FUP", codes=("CN", "KZ"), access="delegates")
        examples.issue(other, ACTION=3)
        lines = "".join(f"- **ACTION A-{n}** (CN; due 2026-12-0{n}): x.\n" for n in (1, 2, 3))
        with counted() as before:
            contents_for(party(arranged, "CN"), MONDAY.date())
        examples.agreed(arranged, other, en=f"## 1. z\n\n{lines}")
        db.session.flush()
        with counted() as after:
            contents_for(party(arranged, "CN"), MONDAY.date())
        found = {code: contents_for(party(arranged, code), MONDAY.date()).late for code in ("CN", "BY", "KZ")}
        late = {code: [each.reference for each in its.items] for code, its in found.items()}

    assert late == {"CN": ["HLM/A-2", "FUP/A-1", "FUP/A-2", "FUP/A-3"], "BY": [], "KZ": []}
    assert len(before) == len(after)


def test_the_party_chooses_the_day_and_the_registers_and_it_is_on_its_record(arranged, at):
    browser = arranged.signed_in("CN", "administrator")

    refused = browser.post("/parties/CN/digest", {"weekday": "7"})
    saved = browser.post("/parties/CN/digest", {"weekday": "2", "off": ["HLM"]})
    shown = browser.text("/parties/CN/digest")
    none_left = [told(arranged, at(MONDAY + timedelta(days=days))) for days in (0, 2)]
    with arranged.app.app_context(), writing():
        by = arranged.reader("CN", "secretary")
        actions.tune_digest(party(arranged, "CN"), 2, [], by=by, now=MONDAY)
    on_wednesday = told(arranged, at(MONDAY + timedelta(days=2)))

    assert (refused.status_code, saved.status_code, none_left, on_wednesday) == (422, 302, [[BY], []], [CN])
    assert '<option selected value="2">' in shown
    assert shown.count(" checked") == 1
    with arranged.app.app_context():
        wishes, left_out = db.session.query(DigestWish).count(), db.session.query(DigestOff).count()
        acts = {
            code: [entry.act for entry, _by in recent_changes(arranged.reader(code, "secretary"))]
            for code in ("CN", "BY")
        }
    assert (wishes, left_out) == (1, 0)
    assert [acts[code].count("followup.tune_digest") for code in ("CN", "BY")] == [2, 0]


def test_the_mailbox_ends_it_by_one_click_without_an_account(arranged, sending_app, mailbox, at):  # noqa: F811
    told(arranged, at(MONDAY))
    deliver_due(sending_app)
    received = digests(mailbox)
    address = received[CN]["List-Unsubscribe"].strip(" <>")
    path, stranger = address[address.index("/unsubscribe") :], Client(arranged.app)

    asked, later = stranger.text(path), MONDAY + timedelta(days=7)
    stopped = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    while_stopped = told(arranged, at(later))
    shown = stranger.text(path)
    stranger.post(f"{path}/resume")
    resumed = told(arranged, at(later))

    assert address in received[CN].get_body(("plain",)).get_content()
    assert (stopped.status_code, while_stopped, resumed, shown != asked) == (303, [BY], [CN], True)
    assert stranger.get("/unsubscribe/party/x").status_code == 302
    with arranged.app.app_context():
        entries = [
            entry for entry in db.session.query(AuditEntry).order_by(AuditEntry.id) if entry.act.endswith("_digest")
        ]
        with writing():
            by = arranged.reader("CN", "secretary")
            actions.stop_digest(get_party("CN"), by=None, now=later)
            actions.resume_digest(get_party("CN"), by=by, now=later)
        assert "/sign-in" in stranger.post(path).location  # an account had it go on: mails of before end nothing
        assert db.session.get_one(DigestWish, arranged.party["CN"]).stopped_at is None
        assert [(entry.act, entry.person_id, entry.subject) for entry in entries] == [
            ("followup.stop_digest", None, "CN"),
            ("followup.resume_digest", None, "CN"),
        ]


@pytest.mark.parametrize("how", ["stopped", "finished"])
def test_what_waits_in_the_outbox_is_not_sent_once_it_says_nothing_or_is_not_wanted(
    arranged,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    at,
    how,
):
    told(arranged, at(MONDAY))

    with arranged.app.app_context(), writing():
        if how == "stopped":
            actions.stop_digest(party(arranged, "BY"), by=arranged.reader("BY", "secretary"), now=MONDAY)
        else:
            item("A-1").state = item("A-3").state = "closed"
    deliver_due(sending_app)

    assert list(digests(mailbox)) == [CN]


def test_digests_sent_are_forgotten_after_a_year(arranged, at):
    told(arranged, at(MONDAY))

    with arranged.app.app_context(), writing():
        counts = [purge_digests(MONDAY + timedelta(days=days)) for days in (365, 366)]

    assert counts == [0, 2]
