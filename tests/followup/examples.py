"""Minutes of China and Belarus with items in three languages, entered and opened as the minutes room does it."""

from datetime import date, datetime
from hashlib import sha256
from io import BytesIO

from forumhub import files
from forumhub.database import db, writing
from forumhub.events.actions import create_event
from forumhub.events.models import Event, Series
from forumhub.followup import actions, agreeing
from forumhub.followup.digests.models import DigestMail
from forumhub.followup.models import Item
from forumhub.followup.register import Filters
from forumhub.followup.reminding.models import ReminderMail
from forumhub.followup.saved.actions import keep_filter
from forumhub.markdown import Document as Text
from forumhub.markdown import read
from forumhub.minutes.models import Document
from forumhub.parties.models import Party
from tests.agreements import examples as agreements
from tests.keeping import keep
from tests.world import NOW, World

REGISTER = "HLM"
EN = """\
## 2. Cyber-enabled fraud

- **CONCERN C-1** (BY): Replies to data requests are *slow*.
- **DECISION D-1** (from C-1; under CN-BY-2016 art. 2): The channel opens on 1 March 2027.
- **ACTION A-1** (BY-MIA; with CN-MPS; due 2027-03-01; under CN-BY-2016 art. 2; from D-1): Name the officers on duty.
- **ACTION A-2** (CN-MPS; due 2026-11-20; under CN-BY-2016 art. 2.1; from D-1): Test the channel.
- **ACTION A-3** (CN, BY; due ongoing): Keep each other informed.
"""
ZH = """\
## 2. 网络诈骗

- **关切 C-1**（BY）：数据请求的答复缓慢。
- **决定 D-1**（源自 C-1；依据 CN-BY-2016 第2条）：渠道于2027年3月1日开通。
- **行动 A-1**（BY-MIA；会同 CN-MPS；期限 2027-03-01；依据 CN-BY-2016 第2条；源自 D-1）：指定值班人员。
- **行动 A-2**（CN-MPS；期限 2026-11-20；依据 CN-BY-2016 art. 2.1；源自 D-1）：测试渠道。
- **行动 A-3**（CN, BY；期限 持续）：相互通报情况。
"""
RU = """\
## 2. Кибермошенничество

- **ОБЕСПОКОЕННОСТЬ C-1** (BY): Ответы на запросы данных поступают медленно.
- **РЕШЕНИЕ D-1** (из C-1; согласно CN-BY-2016 ст. 2): Канал открывается 1 марта 2027 года.
- **ПОРУЧЕНИЕ A-1** (BY-MIA; совместно с CN-MPS; срок 2027-03-01; согласно CN-BY-2016 ст. 2; из D-1): Назвать дежурных.
- **ПОРУЧЕНИЕ A-2** (CN-MPS; срок 2026-11-20; согласно CN-BY-2016 ст. 2.1; из D-1): Проверить канал.
- **ПОРУЧЕНИЕ A-3** (CN, BY; срок постоянно): Информировать друг друга.
"""
TEXTS = {"en": EN, "zh": ZH, "ru": RU}


def event(world: World, *, register: str = REGISTER, codes: tuple[str, ...] = ("CN", "BY"), **values: object) -> Event:
    parties = [db.session.get_one(Party, world.party[code]) for code in codes]
    start = datetime(2026, 11, 12, 9, 0)
    host = parties[0]
    values = {"titles": {"en": "High-level meeting", "zh": "高级别会晤", "ru": "Встреча"}, **values}
    values = {"kind": "high_level_meeting", "local_start": start, "local_end": start.replace(hour=17), **values}
    organizer = world.reader(codes[0], "organizer")
    return create_event(register_code=register, parties=parties, host=host, by=organizer, now=NOW, **values)


def let_out(of: Event, detail: str = "full") -> None:
    """Its series says how much mails and calendars outside may carry of it."""
    made = {"register": of.register, "kind": of.kind, "titles": of.titles, "languages": ["en"], "created_at": NOW}
    of.series = Series(**made, parties=of.parties, calendar_detail=detail)


def minutes(world: World, of: Event) -> Document:
    document = Document(event=of, kind="minutes", drafted_by_id=world.party["CN"], created_at=NOW)
    db.session.add(document)
    db.session.flush()
    return document


def issue(of: Event, **numbers: int) -> None:
    """Issues so many ids of each kind."""
    for kind, number in numbers.items():
        for _ in range(number):
            actions.issue_code(of.register_id, kind, NOW)


def texts(**sources: str) -> dict[str, Text]:
    return {language: read(source) for language, source in (sources or TEXTS).items()}


def circulated(world: World, of: Event | None = None, **sources: str) -> Document:
    """Minutes whose items are entered: provisional. Without an event, the example's, under CN-BY-2016."""
    if of is None:
        agreements.in_force(world)
        of = event(world)
        issue(of, CONCERN=1, DECISION=1, ACTION=3)
    document = minutes(world, of)
    actions.enter_items(document, texts(**sources), "en", of.local_start.date(), NOW)
    return document


def agreed(world: World, of: Event | None = None, **sources: str) -> Document:
    """Minutes whose items are open; the example's are committed."""
    if of is None and not sources:
        return db.session.get_one(Document, keep(world.app, "followup.agreed", lambda: _agreed(world).id))
    return _agreed(world, of, **sources)


def _agreed(world: World, of: Event | None = None, **sources: str) -> Document:
    document = circulated(world, of, **sources)
    actions.open_items(document, NOW)
    return document


def item(code: str, register: str = REGISTER) -> Item:
    return db.session.query(Item).filter(Item.code == code, Item.register.has(code=register)).one()


def arranged(world: World) -> None:
    """The example's agreed minutes, committed, for tests that use a browser."""
    with world.app.app_context():
        agreed(world)


def examples(world: World) -> dict[str, object]:
    """An open action that Belarus owns, and one that Belarus reported done with a file, for the walk over routes."""
    with world.app.app_context(), writing():
        of = event(world, register="FUP")
        issue(of, ACTION=2, RECOMMENDATION=1)
        lines = "- **ACTION A-1** (BY; due ongoing): x.\n- **ACTION A-2** (BY; due ongoing): y.\n"
        lines += "- **RECOMMENDATION R-1** (CN): z.\n"
        agreed(world, of, en=f"## 1. z\n\n{lines}")
        party, by = db.session.get_one(Party, world.party["BY"]), world.reader("BY", "secretary")
        root = world.app.config["INSTANCE"] / "files"
        kept = files.KeptFile("e.txt", *files.keep(root, BytesIO(b"evidence"), limit=100))
        report = actions.report_item(item("A-2", "FUP"), party, "reported", kept=[kept], by=by, now=NOW)
        evidence = report.files[0].ulid
        secretary = world.person["BY", "secretary"]
        db.session.add(
            ReminderMail(
                person_id=secretary, day=NOW.date(), token_sha256=sha256(b"a-token").hexdigest(), written_at=NOW
            )
        )
        db.session.add(
            DigestMail(party=party, digest_on=NOW.date(), token_sha256=sha256(b"a-token").hexdigest(), written_at=NOW)
        )
        agreeing.propose_due(item("A-2", "FUP"), party, date(2099, 5, 1), by=by, now=NOW)
        kept_filter = keep_filter("Ours", Filters(party="BY"), party, by=by).ulid
    act = {"data": {"party": "CN", "words": "x"}}
    return {
        "followup.item": "/follow-up/FUP/A-1",
        "followup.file": f"/follow-up/FUP/A-2/files/{evidence}",
        "followup.officer": "/follow-up/FUP/A-1/officer/BY",
        "followup.do_officer": {"url": "/follow-up/FUP/A-1/officer/BY", "data": {"person": ""}},
        "followup.accept": "/follow-up/FUP/R-1/acceptance",
        "followup.do_accept": {"url": "/follow-up/FUP/R-1/acceptance", "data": {"party": "BY", "answer": "accepted"}},
        "followup.do_keep_filter": {"url": "/follow-up/filters/keep?party=CN", "data": {"name": "x", "shared": ""}},
        "followup.change_filter": f"/follow-up/filters/{kept_filter}",
        "followup.do_change_filter": {"url": f"/follow-up/filters/{kept_filter}", "data": {"name": "y", "shared": ""}},
        "followup.delete_filter": f"/follow-up/filters/{kept_filter}/delete",
        "followup.report": "/follow-up/FUP/A-1/report",
        "followup.do_report": {"url": "/follow-up/FUP/A-1/report", "data": {"party": "BY", "act": "in_progress"}},
        "followup.cancel": "/follow-up/FUP/A-1/cancel",
        "followup.do_cancel": {"url": "/follow-up/FUP/A-1/cancel", "data": {"party": ["CN", "BY"]}},
        "followup.due": "/follow-up/FUP/A-1/due",
        "followup.do_due": {"url": "/follow-up/FUP/A-1/due", "data": {"party": "BY", "due": "2099-05-01"}},
        "followup.agree": "/follow-up/FUP/A-2/due/agree",
        "followup.do_agree": {"url": "/follow-up/FUP/A-2/due/agree", "data": {"party": "CN", "due": "2099-05-01"}},
        "followup.close": "/follow-up/FUP/A-2/close",
        "followup.do_close": {"url": "/follow-up/FUP/A-2/close", **act},
        "followup.unsubscribe": "/unsubscribe/a-token",
        "followup.do_unsubscribe": "/unsubscribe/a-token",
        "followup.undo_unsubscribe": "/unsubscribe/a-token/resume",
        "followup.digest": "/parties/BY/digest",
        "followup.save_digest": {"url": "/parties/BY/digest", "data": {"weekday": "3"}},
        "followup.stop_digest": "/parties/BY/digest/stop",
        "followup.resume_digest": "/parties/BY/digest/resume",
        "followup.leave_digest": "/unsubscribe/party/a-token",
        "followup.do_leave_digest": "/unsubscribe/party/a-token",
        "followup.undo_leave_digest": "/unsubscribe/party/a-token/resume",
        "followup.return": "/follow-up/FUP/A-2/return",
        "followup.do_return": {"url": "/follow-up/FUP/A-2/return", **act},
    }
