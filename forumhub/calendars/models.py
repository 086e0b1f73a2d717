"""What calendar clients read: components rendered at write, which collection shows them, and who subscribed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Addressed, Model


class CalendarCounter(Model):
    """One row: the number of the last publication, and the smallest that a sync token may still have."""

    __tablename__ = "calendar_counter"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    oldest: Mapped[int]


class CalendarObject(Model):
    """A bare component, once for each audience (public, restricted, full), as it goes on the wire.

    `seq` numbers the publication that rendered it.
    """

    __tablename__ = "calendar_object"
    __table_args__ = (Index("ix_calendar_object_render_version", "render_version"),)

    uid: Mapped[str] = mapped_column(String(120), primary_key=True)
    audience: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    timezones: Mapped[list[str]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    etag: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    render_version: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(server_default="0")


class CalendarCollection(Model):
    """`series/<ulid>`, `person/<ulid>`, …; `seq` numbers the last publication that changed what it shows.

    It is the collection's ctag, its sync token and the base of its ETag; of several, the greatest is.
    """

    __tablename__ = "calendar_collection"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int]
    changed_at: Mapped[datetime]


class CalendarMember(Model):
    """Which collection shows which object to which audience; leaving is a tombstone (`gone`) with its time.

    `seq` numbers the publication at which it joined or left; that its object changed is written at the object alone.
    """

    __tablename__ = "calendar_member"
    # holds all that a publication asks, so that the thousands of an event are found without their rows
    __table_args__ = (Index("ix_calendar_member_uid", "uid", "seq", "gone", "collection"),)

    collection: Mapped[str] = mapped_column(String(80), primary_key=True)
    uid: Mapped[str] = mapped_column(String(120), primary_key=True)
    audience: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int]
    gone: Mapped[bool] = mapped_column(default=False)
    gone_at: Mapped[datetime | None]


class CalendarBlob(Model):
    """A public feed, assembled, in one content coding (identity or gzip)."""

    __tablename__ = "calendar_blob"

    collection: Mapped[str] = mapped_column(String(80), primary_key=True)
    coding: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    seq: Mapped[int]


class Subscription(Addressed, Model):
    """One secret address of a feed. Only the SHA-256 of its token is kept; it can be revoked alone."""

    __tablename__ = "calendar_subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    collection: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_client: Mapped[str] = mapped_column(String(200), default="")
