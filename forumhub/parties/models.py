"""Parties, their organs, people, accounts, sessions, and the roles that people hold for parties."""

from datetime import date, datetime
from typing import Any

from flask_security import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forumhub.database import Addressed, Model, one_of
from forumhub.parties.policy import ROLES


class Party(Model):
    """A state or an organisation that concludes agreements."""

    __tablename__ = "party"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """CN, BY: Latin capitals, the word that stands in minutes."""
    names: Mapped[dict[str, str]]
    """By language: {"en": "China", "zh": "中国", "ru": "Китай"}."""
    secretariat_email: Mapped[str] = mapped_column(String(254))
    """Where notices to the party go: grants, circulations, heads of the ledger."""
    timezone: Mapped[str] = mapped_column(String(64))
    """IANA name: the clock of the capital."""
    city: Mapped[dict[str, str]]
    """The capital, by language."""
    language: Mapped[str] = mapped_column(String(8), default="en")

    organs: Mapped[list["Organ"]] = relationship(back_populates="party", order_by="Organ.code")


class Organ(Model):
    """A ministry or service of a party, which owns actions: CN-MPS, BY-MIA."""

    __tablename__ = "organ"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    names: Mapped[dict[str, str]]

    party: Mapped[Party] = relationship(back_populates="organs", lazy="joined")


class Person(Addressed, Model):
    """Somebody who is registered, approves or reports; with or without an account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    own_name: Mapped[str] = mapped_column(String(200), default="")
    """The name in the person's own script, where it is another."""
    title: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Lower case. None where it is not known."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    organ_id: Mapped[int | None] = mapped_column(ForeignKey("organ.id"))
    language: Mapped[str] = mapped_column(String(8), default="en")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")

    party: Mapped[Party | None] = relationship(lazy="joined")
    organ: Mapped[Organ | None] = relationship()
    account: Mapped["Account | None"] = relationship(back_populates="person", uselist=False)


class Account(Model, UserMixin):  # type: ignore[misc]
    """What somebody signs in with. The columns are those that Flask-Security names."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    operator: Mapped[bool] = mapped_column(default=False)
    """Keeps the installation running: makes parties and accounts, reads no content."""
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_counter: Mapped[int | None]
    """The time step of the last code that was taken: a code counts once (RFC 6238 §5.2)."""
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    credentials_reset_at: Mapped[datetime | None]
    """Since when the 72 hours run in which the account cannot act for its party."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="account", lazy="joined")

    roles: list[Any] = []  # noqa: RUF012 - Flask-Security asks for it; our roles are grants with dates
    tf_phone_number = None


class SignIn(Addressed, Model):
    """A session: where an account is signed in. Ending it here ends it there."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    client: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Grant(Addressed, Model):
    """A role that a person holds for a party, from a day until a day (both inclusive, the party's calendar)."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", ROLES),
        Index("ix_role_grant_person_party", "person_id", "party_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    from_date: Mapped[date]
    until_date: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: the operator, who names a party's first administrator."""
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    party: Mapped[Party] = relationship(lazy="joined")
