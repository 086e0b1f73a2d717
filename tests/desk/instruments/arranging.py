"""An agreement of China and Belarus with two versions, meetings under it, and items of several years."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from forumhub.agreements import actions as agreements
from forumhub.agreements.models import Agreement
from forumhub.agreements.texts import read_text
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.followup.models import Item, ItemClause, Report
from forumhub.minutes.models import Document
from tests.desk.examples import CODE, put_agreement_in_force
from tests.events.examples import make_event, parties
from tests.world import NOW, World

AMENDED = {
    "en": "# C\n\n## 1. Regular high-level meetings\n\nx\n\n## 2. Forums\n\nx\n\n"
    "## 3. Shared information and joint work on major cases\n\nx\n\n## 5. Personnel communication and training\n\nx\n",
}
"""Art. 2 has a new title, art. 4 is art. 5 now."""


def day(text: str) -> datetime:
    """Noon of that day."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=UTC)


@dataclass
class Instrument:
    """Rows are entered as they would stand, so that years need not be lived through. Use it inside an app context."""

    world: World
    agreement: int

    @classmethod
    def make(cls, world: World) -> "Instrument":
        put_agreement_in_force(world)
        return cls(world, db.session.query(Agreement).filter_by(code=CODE).one().id)

    def amend(self) -> None:
        """Version 2, in force since 1 May 2020."""
        with writing():
            by = self.world.reader("CN", "secretary")
            version = agreements.amend_agreement(db.session.get(Agreement, self.agreement), by=by, now=NOW)
            texts = [read_text(language, "C", source) for language, source in AMENDED.items()]
            since = {"reached_on": date(2020, 5, 1), "place": "Minsk"}
            lock = version.lock_version
            version = agreements.save_version(version, texts, **since, lock_version=lock, by=by, now=NOW)
            version = agreements.propose_version(version, by=by, now=NOW)
            for party in parties(self.world, "CN", "BY"):
                keeper = self.world.reader(party.code, "secretary")
                agreements.approve_version(version, party, version.sha256, by=keeper, now=NOW)

    def meeting(self, code: str, on: str, clause: str = "", access: str = "parties", state: str = "held") -> Event:
        """With agreed minutes of their own."""
        event = make_event(self.world, code, access=access)
        start = datetime.fromisoformat(f"{on}T09:00")
        event.agreement_id, event.clause, event.state = self.agreement, clause, state
        event.set_time(start, start.replace(hour=17), "Europe/Minsk")
        db.session.commit()
        return event

    def document(self, event: Event, **changes: object) -> Document:
        values = {"kind": "minutes", "state": "agreed", "drafted_by_id": self.world.party["CN"], "created_at": NOW}
        document = Document(event_id=event.id, **{**values, **changes})
        db.session.add(document)
        db.session.commit()
        return document

    def item(self, document: Document, code: str, *clauses: str, **changes: object) -> Item:
        """Open since noon of the meeting's day. `opened`, `closed`, `due` are ISO days."""
        event = document.event
        kinds = {"C": "CONCERN", "R": "RECOMMENDATION", "D": "DECISION", "A": "ACTION", "S": "STATEMENT"}
        opened, closed = changes.pop("opened", f"{event.local_start:%Y-%m-%d}"), changes.pop("closed", "")
        due = changes.pop("due", "")
        item = Item(
            register=event.register,
            event=event,
            document_id=document.id,
            document_ulid=document.ulid,
            kind=kinds[code[0]],
            code=code,
            number=int(code[2:]),
            texts={"en": f"Words of {code}", "zh": f"{code} 的文字", "ru": f"Слова {code}"},
            state="closed" if closed else "open",
            opened_at=day(opened) if opened else None,
            closed_at=day(closed) if closed else None,
            due=due,
            due_on=date.fromisoformat(due) if due else None,
            original_due_on=date.fromisoformat(due) if due else None,
        )
        for name, value in changes.items():
            setattr(item, name, value)
        version = db.session.get(Agreement, self.agreement).versions[0].id
        its = {"agreement_id": self.agreement, "version_id": version}
        item.clauses = [ItemClause(number=each, reference=f"{CODE} art. {each}", **its) for each in clauses]
        db.session.add(item)
        db.session.commit()
        return item

    def say(self, item: Item, act: str, on: str, party: str = "", event: Event | None = None, **more: object) -> Report:
        """A party's report, or without one a STATUS in agreed minutes of the event."""
        said = {"party_id": self.world.party[party]} if party else {"event_id": event.id if event else None}
        report = Report(item=item, act=act, at=day(on), **said, **more)
        db.session.add(report)
        db.session.commit()
        return report
