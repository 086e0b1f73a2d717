"""A meeting of China and Belarus under an agreement in force, who approves there, and texts in three languages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

from forumhub import files, ledger
from forumhub.database import db, writing
from forumhub.events.models import Event, EventHead, Register
from forumhub.minutes import actions, approval, circulation, queries
from forumhub.minutes.annexes.actions import add_annex
from forumhub.minutes.corrigenda.actions import prepare_corrigendum, propose_corrigendum
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.languages.actions import add_version, prepare_version
from forumhub.minutes.models import Approval, Circulation, Document
from forumhub.minutes.preparing import prepare_first, prepare_next, read_revision
from forumhub.minutes.signing.actions import sign_minutes
from forumhub.minutes.signing.models import Signature
from forumhub.minutes.signing.rules import Signer, Signing
from forumhub.minutes.statements.actions import attach_statement, withdraw_statement
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from tests.agreements.examples import in_force
from tests.keeping import keep, kept
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


CORRECTION = Correction(
    "1.1",
    {"en": "The Belarusian side noted delays.", "zh": "白俄罗斯方面指出存在延误。"},
    {"en": "Both sides noted delays.", "zh": "双方指出存在延误。"},
)


def make_event(
    world: World,
    code: str = "HLM",
    parties: tuple[str, ...] = ("CN", "BY"),
    access: str = "parties",
    ends_at: datetime = NOW - timedelta(days=9),
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
        starts_at=ends_at - timedelta(days=1),
        ends_at=ends_at,
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


def under_agreement(world: World, **values: object) -> str:
    """The ULID of such a meeting, with CN-BY-2016 in force, committed. Use it inside an app context."""

    def arrange() -> str:
        with writing():
            in_force(world)
            return make_event(world, **values)

    return keep(world.app, ("minutes.under_agreement", *sorted(values.items())), arrange)


@dataclass
class Meeting:
    """Calls the room's actions as its people would, each in a transaction. Use it inside an app context."""

    world: World
    event: str
    now: datetime = NOW
    """When its people act, where nothing else is said."""

    def create(self, party: str = "CN", kind: str = "minutes", *, shared: bool = True, language: str = "en") -> str:
        by = self.world.reader(party, "secretary")
        draft = prepare_first(self.row(), kind=kind, title="", language=language, shared=shared, by=by)
        with writing():
            return actions.create_document(self.row(), kind=kind, draft=draft, shared=shared, by=by, now=self.now).ulid

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
            revision = actions.save_revision(self.document(ulid), draft, by=by, now=self.now)
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
                now=self.now,
            )

    def approve(self, ulid: str, party: str, by: Reader | None = None, **changes: object) -> Approval:
        values = {
            "party_code": party,
            "manifest_sha256": self.seen(ulid),
            "head_seen": ledger.head(self.row().register_id),
            "way": "password",
            "now": self.now,
            **changes,
        }
        by = by or self.world.reader(party, "head_of_delegation")
        with writing():
            return approval.approve_minutes(self.document(ulid), **values, by=by)

    def object(self, ulid: str, party: str, text: str = "2.1 应改为…") -> None:
        by = self.world.reader(party, "head_of_delegation")
        said = {"party_code": party, "manifest_sha256": self.seen(ulid), "text": text}
        with writing():
            approval.object_to_minutes(self.document(ulid), **said, by=by, now=self.now)

    def seen(self, ulid: str) -> str:
        """The hash of the manifest that the page shows now."""
        current = queries.current_circulation(self.document(ulid))
        return current.manifest_sha256 if current else ""

    @kept
    def circulated(self) -> str:
        """Minutes in three languages, circulated by China."""
        ulid = self.create()
        self.save(ulid, en=ENGLISH)
        self.save(ulid, en=STAMPED, zh=CHINESE, ru=RUSSIAN)
        self.circulate(ulid)
        return ulid

    @kept
    def agreed(self) -> str:
        ulid = self.circulated()
        self.approve(ulid, "CN")
        self.approve(ulid, "BY")
        return ulid

    def correct(self, ulid: str, party: str = "BY", correction: Correction | None = None) -> str:
        """The ULID of the draft of a corrigendum."""
        by, correction = self.world.reader(party, "secretary"), correction or CORRECTION
        draft = prepare_corrigendum(self.document(ulid), correction, by)
        with writing():
            return propose_corrigendum(self.document(ulid), draft, by=by, now=self.now).ulid

    def state(
        self, ulid: str, party: str = "BY", by: Reader | None = None, now: datetime | None = None, **texts: str
    ) -> str:
        """The ULID of a statement of the party; `file` is the name of a file that it sends."""
        by = by or self.world.reader(party, "secretary")
        kept = self.keep(texts.pop("file")) if "file" in texts else None
        with writing():
            return attach_statement(self.document(ulid), party, texts, kept, by=by, now=now or self.now).ulid

    def withdraw(self, ulid: str, statement: str, party: str = "BY", now: datetime | None = None) -> None:
        by = self.world.reader(party, "secretary")
        with writing():
            withdraw_statement(self.document(ulid), statement, by=by, now=now or self.now)

    def add_language(self, ulid: str, party: str = "BY", code: str = "ru", source: str = RUSSIAN) -> str:
        """The ULID of the draft of the agreed text in one more language."""
        by = self.world.reader(party, "secretary")
        draft = prepare_version(self.document(ulid), code, source, by)
        with writing():
            return add_version(self.document(ulid), draft, ["en", "zh", "ru"], by=by, now=self.now).ulid

    def settle(self, ulid: str, **terms: object) -> str:
        """Circulates the draft, and both parties approve it."""
        self.circulate(ulid, **terms)
        self.approve(ulid, "CN")
        self.approve(ulid, "BY")
        return ulid

    def annex(self, ulid: str, name: str = "附件一.pdf", content: bytes = PDF, party: str = "CN") -> str:
        """The ULID of the new annex."""
        kept, by = self.keep(name, content), self.world.reader(party, "secretary")
        with writing():
            return add_annex(self.document(ulid), kept, by=by, now=self.now).ulid

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
            "signed_on": date(2026, 11, 22),
            "signers": signers,
            **changes,
        }
        by = by or self.world.reader(party, "secretary")
        with writing():
            return sign_minutes(self.document(ulid), Signing(**values), scans, by=by, now=self.now)

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
