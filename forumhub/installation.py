"""What one installation decided once and keeps, whatever its settings say later."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model, db

UID_HOST = "uid_host"
"""Right of the @ in every UID and Message-ID. A UID never changes (RFC 5545 §3.8.4.7), so neither may this."""
TZDATA = "tzdata"
"""The version of the time-zone database by which instants were derived last."""


class Decided(Model):
    __tablename__ = "installation"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def decided(name: str) -> str | None:
    row = db.session.get(Decided, name)
    return row.value if row else None


def decide(name: str, value: str) -> None:
    db.session.merge(Decided(name=name, value=value))


def uid_host() -> str:
    """Raises LookupError before the first `forumhub upgrade`."""
    host = decided(UID_HOST)
    if host is None:
        raise LookupError("the installation has no UID host yet; run `forumhub upgrade`")
    return host
