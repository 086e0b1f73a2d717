"""The outbox: each mail that a transaction promised, until it is sent, and afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Addressed, Model


class OutboxMail(Addressed, Model):
    """One mail to one recipient, written in the transaction that it is about; the worker renders and sends it."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        UniqueConstraint("message_id", "recipient"),
        Index("ix_outbox_mail_due", "sent_at", "given_up_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200))
    """RFC 5322 §3.6.4, with its angle brackets; fixed when written, so that a mail sent twice is known as one."""
    together: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Of a message to several, all of them: `email`, `name`, `language`, `timezone`. Each has a row, so that an address
    that bounces keeps nobody else waiting; the message and its id are the same in all. Empty where it is to one alone.
    """
    template: Mapped[str] = mapped_column(String(64))
    """templates/mail/<template>.txt and .html"""
    recipient: Mapped[str] = mapped_column(String(254))
    recipient_name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8))
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    snapshot: Mapped[dict[str, Any]]
    """What the mail is about, as plain JSON values, as it was when it was written."""
    secret: Mapped[str] = mapped_column(Text, default="")
    """A link's token, encrypted with the installation's key and emptied once sent: the snapshot holds none."""
    written_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
