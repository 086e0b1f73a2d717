"""What corrigenda made of items; the minutes' own text stays as it was agreed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forumhub.database import Model, one_of
from forumhub.followup.corrections.rules import OUTCOMES, Passage, passage


class ItemCorrection(Model):
    """An agreed corrigendum that concerns an item."""

    __tablename__ = "item_correction"
    __table_args__ = (UniqueConstraint("item_id", "document_id"), one_of("outcome", OUTCOMES))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    document_ulid: Mapped[str] = mapped_column(String(26))
    """The corrigendum's address, for links: documents belong to a later room."""
    number: Mapped[str] = mapped_column(String(120), default="")
    """The corrigendum's official number, once it is signed; minutes write it."""
    outcome: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, str]]
    after: Mapped[dict[str, str]]
    """The item's line in each language in which it was corrected, without Markdown."""
    at: Mapped[datetime]

    def passages(self, first: str) -> list[tuple[str, Passage]]:
        """(language, what was and what stands instead), the language `first` before the others."""
        codes = sorted(self.after, key=lambda code: (code != first, code))
        return [(code, passage(self.before[code], self.after[code])) for code in codes]
