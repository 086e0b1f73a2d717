"""The mails that arrived at reply addresses, and what became of each."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, column_property, deferred, mapped_column, relationship

from forumhub.calendars.replies.rules import OUTCOMES
from forumhub.database import Addressed, Model, one_of
from forumhub.registration.models import Registration


class ReceivedMail(Addressed, Model):
    """One mail to one recipient. What matches no registration is kept without anything that it says."""

    __tablename__ = "received_mail"
    __table_args__ = (
        one_of("outcome", OUTCOMES),
        Index("ix_received_mail_received_at", "received_at"),
        Index("ix_received_mail_message_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    recipient: Mapped[str] = mapped_column(String(254))
    sender: Mapped[str] = mapped_column(String(254))
    message_id: Mapped[str] = mapped_column(String(300))
    size: Mapped[int]
    """In bytes."""
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    """Whose invitation its address belongs to; None where it is none of ours."""
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it changed nothing: a marked message, translated where it is shown; `reason_values` fill it."""
    reason_values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    method: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(20), default="")
    """PARTSTAT of the person whose invitation it is, in capitals."""
    comment: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int | None]
    stamp: Mapped[datetime | None]
    proposed_start: Mapped[datetime | None]
    proposed_end: Mapped[datetime | None]
    proposed_whole_days: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether both are days, as `proposing.Proposed` has them."""
    linked: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it set off a mail with the link to withdraw."""
    raw: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    """Its calendar, for some weeks, and only where it changed nothing: `keeping.extract` says what."""

    registration: Mapped[Registration | None] = relationship()

    @property
    def proposed_days(self) -> tuple[date, date] | None:
        """The first and the last, where whole days are proposed."""
        if not (self.proposed_whole_days and self.proposed_start and self.proposed_end):
            return None
        return self.proposed_start.date(), self.proposed_end.date() - timedelta(days=1)


ReceivedMail.raw_kept = column_property(ReceivedMail.__table__.c.raw.is_not(None))  # type: ignore[attr-defined]
