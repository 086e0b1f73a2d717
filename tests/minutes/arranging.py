"""A meeting of China and Belarus under an agreement in force, who approves there, and texts in three languages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

from forumhub import files, ledger
from forumhub.database import db, writing
from forumhub.events.models import Event, EventHead, Register
from forumhub.minutes import actions, approval, circulation, queries
from forumhub.minutes.annexes.actions import add_annex
from forumhub.minutes.models import Approval, Circulation, Document
from forumhub.minutes.preparing import prepare_first, prepare_next, read_revision
from forumhub.minutes.signing.actions import sign_minutes
from forumhub.minutes.signing.models import Signature
from forumhub.minutes.signing.rules import Signer, Signing
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from tests.world import NOW, World

TITLES = {"en": "Third high-level meeting", "zh": "第三次高级别会晤", "ru": "Третья встреча"}
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"
HEADED = (("CN", "head_of_delegation"), ("BY", "head_of_delegation"))

ENGLISH = """# Minutes

## 1. Fraud

1.1 The Belarusian side noted delays.

- **CONCERN** (BY): Replies are slow.
- **DECISION** (under CN-BY-2016 art. 2): The channel opens on 1 March 2027.
- **ACTION** (BY-MIA; with CN-MPS; due 2027-03-01; under CN-BY-2016 art. 2): Name the officers on duty.
"""
STAMPED = (
    ENGLISH.replace("CONCERN*", "CONCERN C-1*").replace("DECISION*", "DECISION D-1*").replace("ACTION*", "ACTION A-1*")
)
CHINESE = """# 纪要

## 1. 诈骗

1.1 白俄罗斯方面指出存在延误。

- **关切 C-1**（BY）：答复缓慢。
- **决定 D-1**（依据 CN-BY-2016 第2条）：渠道于2027年3月1日开通。
- **行动 A-1**（BY-MIA；会同 CN-MPS；期限 2027-03-01；依据 CN-BY-2016 第2条）：指定值班人员。
"""
RUSSIAN = """# Протокол

## 1. Мошенничество

1.1 Белорусская сторона отметила задержки.

- **ОБЕСПОКОЕННОСТЬ C-1** (BY): Ответы приходят медленно.
- **РЕШЕНИЕ D-1** (согласно CN-BY-2016 ст. 2): Канал открывается 1 марта 2027 года.
- **ПОРУЧЕНИЕ A-1** (BY-MIA; совместно с CN-MPS; срок 2027-03-01; согласно CN-BY-2016 ст. 2): Назначить дежурных.
"""


def make_event(
    world: World, code: str = "HLM", parties: tuple[str, ...] = ("CN", "BY"), access: str = "parties"
) -> str:
    """The ULID of a meeting in Beijing, with its own register, at which each head of delegation may approve."""
    start = datetime(2026, 11, 12, 9)
    event = Event(
        register=Register(code=code),
        kind="high_level_meeting",
        titles=TITLES,
        local_start=start,
        local_end=start + timedelta(hours=8),
        timezone="Asia/Shanghai",
        starts_at=NOW - timedelta(days=10),
        ends_at=NOW - timedelta(days=9),
        city={"en": "Beijing", "zh": "北京", "ru": "Пекин"},
        languages=["en", "zh", "ru"],
        access=access,
        changed_at=NOW,
        created_at=NOW,
    )
    event.parties = [db.session.get(Party, world.party[party]) for party in parties]
    event.heads = [
        EventHead(party_id=world.party[p], person_id=world.person[p, role]) for p, role in HEADED if p in parties
    ]
    db.session.add(event)
    db.session.flush()
    return event.ulid


@dataclass
class Meeting:
    """Calls the room's actions as its people would, each in a transaction. Use it inside an app context."""

    world: World
    event: str

    def create(self, party: str = "CN", kind: str = "minutes", *, shared: bool = True, language: str = "en") -> str:
        by = self.world.reader(party, "secretary")
        draft = prepare_first(self.row(), kind=kind, title="", language=language, by=by)
        with writing():
            return actions.create_document(self.row(), kind=kind, draft=draft, shared=shared, by=by, now=NOW).ulid

    def row(self) -> Event:
        return db.session.query(Event).filter_by(ulid=self.event).one()

    def document(self, ulid: str) -> Document:
        return db.session.query(Document).filter_by(ulid=ulid).one()

    def sources(self, ulid: str) -> dict[str, str]:
        return {text.language: text.source for text in queries.latest_revision(self.document(ulid).id).texts}

    def save(self, ulid: str, party: str = "CN", base: int | None = None, **sources: str) -> int | None:
        """The number of the new revision, None where nothing changed."""
        by, document = self.world.reader(party, "secretary"), self.document(ulid)
        number = queries.latest_revision(document.id).number if base is None else base
        draft = prepare_next(document, sources, number, by)
        with writing():
            revision = actions.save_revision(self.document(ulid), draft, by=by, now=NOW)
            return revision.number if revision else None

    def circulate(
        self, ulid: str, party: str = "CN", by: Reader | None = None, seen: int | None = None, **terms: object
    ) -> Circulation:
        """`seen`: the number of the revision that the page showed, the latest one without it."""
        revision = queries.latest_revision(self.document(ulid).id)
        number, reading = seen or revision.number, read_revision(revision)
        by = by or self.world.reader(party, "secretary")
        with writing():
            return circulation.circulate_document(
                self.document(ulid),
                revision_number=number,
                reading=reading,
                terms=circulation.Terms(**terms),
                by=by,
                now=NOW,
            )

    def approve(self, ulid: str, party: str, by: Reader | None = None, **changes: object) -> Approval:
        document = self.document(ulid)
        current = queries.current_circulation(document)
        values = {
            "party_code": party,
            "manifest_sha256": current.manifest_sha256 if current else "",
            "head_seen": ledger.head(document.event.register_id),
            "way": "password",
            **changes,
        }
        by = by or self.world.reader(party, "head_of_delegation")
        with writing():
            return approval.approve_minutes(self.document(ulid), **values, by=by, now=NOW)

    def object(self, ulid: str, party: str, text: str = "2.1 应改为…") -> None:
        by = self.world.reader(party, "head_of_delegation")
        with writing():
            approval.object_to_minutes(self.document(ulid), party_code=party, text=text, by=by, now=NOW)

    def circulated(self) -> str:
        """Minutes in three languages, circulated by China."""
        ulid = self.create()
        self.save(ulid, en=ENGLISH)
        self.save(ulid, en=STAMPED, zh=CHINESE, ru=RUSSIAN)
        self.circulate(ulid)
        return ulid

    def agreed(self) -> str:
        ulid = self.circulated()
        self.approve(ulid, "CN")
        self.approve(ulid, "BY")
        return ulid

    def annex(self, ulid: str, name: str = "附件一.pdf", content: bytes = PDF, party: str = "CN") -> str:
        """The ULID of the new annex."""
        kept, by = self.keep(name, content), self.world.reader(party, "secretary")
        with writing():
            return add_annex(self.document(ulid), kept, by=by, now=NOW).ulid

    def keep(self, name: str, content: bytes = PDF) -> files.KeptFile:
        return files.take(self.world.app.config["INSTANCE"] / "files", name, BytesIO(content), limit=100_000)

    def sign(self, ulid: str, party: str = "CN", by: Reader | None = None, **changes: object) -> Signature:
        """China's secretary enters what both heads signed in Beijing, with the scan of China's copy."""
        scans = changes.pop("scans", None)
        scans = {"CN": self.keep("签字页.pdf")} if scans is None else scans
        signers = {"CN": Signer("Head of delegation, China", "部长"), "BY": Signer("Глава делегации", "Министр")}
        values = {
            "number": "HLM/2026/1",
            "place": "北京",
            "signed_on": date(2026, 11, 13),
            "signers": signers,
            **changes,
        }
        by = by or self.world.reader(party, "secretary")
        with writing():
            return sign_minutes(self.document(ulid), Signing(**values), scans, by=by, now=NOW)

    def signed(self) -> str:
        ulid = self.agreed()
        self.sign(ulid)
        return ulid


def statements(meeting: Meeting) -> list[str]:
    """The chain of the meeting's register, oldest first."""
    return [entry.statement for entry in ledger.entries(meeting.row().register_id)]


def save_another_revision(ulid: str, by: Reader) -> None:
    """One word of the draft's working text becomes another, and one item is put behind it."""
    document = db.session.query(Document).filter_by(ulid=ulid).one()
    latest = queries.latest_revision(document.id)
    sources = {text.language: text.source for text in latest.texts}
    changed = sources[document.working_language].replace("illustration", "demonstration")
    sources[document.working_language] = f"{changed.rstrip()}\n\n- **DECISION**: The parties meet again in spring.\n"
    draft = prepare_next(document, sources, latest.number, by)
    with writing():
        actions.save_revision(db.session.query(Document).filter_by(ulid=ulid).one(), draft, by=by, now=NOW)
