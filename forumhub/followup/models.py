"""The registers: items with their owners, clauses, links, reports and evidence."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.events.models import Event, Register
from forumhub.followup.rules import KINDS, LONGEST_SECTION, STATES
from forumhub.parties.models import Organ, Party, Person
from forumhub.phrases import in_language

IN_ORDER = ("register_id", "number", "state", "event_id")
"""What an index on a list's order holds besides, so that order and rights need no row of the table."""


class ItemCounter(Model):
    """The last number issued in a register for a kind; never goes back, so no id is reused."""

    __tablename__ = "item_counter"

    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int]


class Item(Model):
    """A concern, recommendation, decision, action or statement of a register.

    Proposed while its minutes are a draft (then only those who may read the draft see it), provisional once they
    are circulated, open once they are agreed. Its words are those of the minutes and change only with them, and with
    what every party agrees of them later: a corrigendum, one more language.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("register_id", "code"),
        one_of("kind", KINDS),
        one_of("state", STATES),
        Index("ix_item_state_due", "state", "due_on"),
        Index("ix_item_place", "due_place", "register_id", "kind", "number", "state", "event_id"),
        Index("ix_item_due_place", "kind", "due_place", *IN_ORDER),
        Index("ix_item_due_place_back", "kind", "due_place_back", *IN_ORDER),
        Index("ix_item_state_place", "kind", "state", "due_place", "register_id", "number", "event_id"),
        Index("ix_item_reference", "register_id", "kind", "number", "state", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(16))
    """A-14; outside its register HLM/A-14."""
    state: Mapped[str] = mapped_column(String(16), default="proposed")
    text: Mapped[str] = mapped_column(Text, default="")
    """The paragraph in the working language, inline Markdown kept."""
    texts: Mapped[dict[str, str]]
    """The paragraph in each language of the document, as words: without Markdown."""
    section: Mapped[str] = mapped_column(String(LONGEST_SECTION), default="")
    priority: Mapped[str] = mapped_column(String(8), default="")
    due: Mapped[str] = mapped_column(String(24), default="")
    """As the minutes have it: an ISO date, `next meeting`, `ongoing` or empty."""
    due_on: Mapped[date | None]
    """The day after which it is overdue, where one is known."""
    original_due_on: Mapped[date | None]
    """As first agreed; kept when a new date is agreed."""
    due_place: Mapped[int] = mapped_column(default=0)
    due_place_back: Mapped[int] = mapped_column(default=0)
    """`tallies.rules.places`, so that an index has the order of the lists."""
    acceptance: Mapped[str] = mapped_column(String(16), default="waiting")
    """Of a recommendation: `acceptance.rules.acceptance` of the answers to it."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    document_ulid: Mapped[str] = mapped_column(String(26), default="")
    """The minutes' address, for links: documents belong to a later room."""
    opened_at: Mapped[datetime | None]
    worded_at: Mapped[datetime | None]
    """When its words last followed what was agreed after its minutes."""
    closed_at: Mapped[datetime | None]
    lock_version: Mapped[int] = mapped_column(default=1)

    register: Mapped[Register] = relationship(lazy="joined")
    event: Mapped[Event] = relationship()
    owners: Mapped[list["ItemOwner"]] = relationship(
        order_by="ItemOwner.position", cascade="all, delete-orphan", lazy="selectin"
    )
    clauses: Mapped[list["ItemClause"]] = relationship(
        order_by="ItemClause.id", cascade="all, delete-orphan", lazy="selectin"
    )
    links: Mapped[list["ItemLink"]] = relationship(
        foreign_keys="ItemLink.item_id", order_by="ItemLink.id", cascade="all, delete-orphan", lazy="selectin"
    )
    reports: Mapped[list["Report"]] = relationship(
        back_populates="item", order_by="Report.id", cascade="all, delete-orphan"
    )

    @property
    def reference(self) -> str:
        """The id as it reads outside its register: `HLM/A-14`."""
        return f"{self.register.code}/{self.code}"

    @property
    def owner_ids(self) -> set[int]:
        """Row ids of the parties that own it; those that help are not among them."""
        return {owner.party_id for owner in self.owners if not owner.helps}

    def words(self, language: str) -> str:
        """The paragraph in this language, else in another that there is."""
        return in_language(self.texts, language) or self.text


class ItemOwner(Model):
    """A party, or one of its organs, that owns an item or helps with it."""

    __tablename__ = "item_owner"
    __table_args__ = (UniqueConstraint("item_id", "code", "helps"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    """As in the minutes: `BY-MIA` or `BY`."""
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("organ.id"))
    helps: Mapped[bool] = mapped_column(default=False)
    """True for `with`."""

    party: Mapped[Party] = relationship(lazy="joined")
    organ: Mapped[Organ | None] = relationship()


class ItemClause(Model):
    """The clause of an agreement that an item carries out."""

    __tablename__ = "item_clause"
    __table_args__ = (UniqueConstraint("item_id", "agreement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"))
    """The version in force on the document's date."""
    number: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(64))
    """As it reads: `CN-BY-2016 art. 2`."""

    @property
    def agreement_code(self) -> str:
        return self.reference.removesuffix(f" art. {self.number}")


class ItemLink(Model):
    """from, split_into, superseded_by: what an item answers and what came of it."""

    __tablename__ = "item_link"
    __table_args__ = (UniqueConstraint("item_id", "relation", "target_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    relation: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)

    target: Mapped[Item] = relationship(foreign_keys=[target_id], lazy="joined")


class Report(Addressed, Model):
    """What was said about an item after the meeting: by an owner, by the other side, or by a STATUS in minutes."""

    __tablename__ = "item_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    """One of rules.ACTS or wishes.WISHES: what was reported, decided or wished."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    """None where it stands in minutes that every party agreed."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    document_ulid: Mapped[str] = mapped_column(String(26), default="")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    """The meeting in whose minutes it stands; who may not see that meeting does not see it."""
    pending: Mapped[bool] = mapped_column(default=False)
    """A STATUS in minutes that are circulated and not agreed: it takes effect when they are."""
    due: Mapped[str] = mapped_column(String(24), default="")
    """The new date that a STATUS sets, as the minutes have it; or that a party proposes or agrees to, in ISO."""
    split_into: Mapped[list[str]] = mapped_column(default=list)
    superseded_by: Mapped[list[str]] = mapped_column(default=list)
    """References such as HLM/A-15."""
    text: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]

    party: Mapped[Party | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")
    item: Mapped[Item] = relationship(back_populates="reports")
    files: Mapped[list["ReportFile"]] = relationship(
        order_by="ReportFile.id", cascade="all, delete-orphan", lazy="selectin"
    )


class ReportFile(Addressed, Model):
    """Evidence: a stored file under the name that its reporter gave it."""

    __tablename__ = "item_report_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("item_report.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(255))
