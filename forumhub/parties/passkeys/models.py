"""Passkeys of accounts."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Addressed, Model


class Passkey(Addressed, Model):
    """A public key whose private one an authenticator keeps (WebAuthn Level 2 §4, credential record)."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    """COSE_Key (RFC 9052)."""
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    registered_at: Mapped[datetime]
