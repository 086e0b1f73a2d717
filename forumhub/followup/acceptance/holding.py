"""The words of answers, which the ledger names by their hashes, for an export of a register."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from forumhub import ledger
from forumhub.database import db
from forumhub.followup.acceptance.models import ItemAnswer
from forumhub.followup.models import Item
from forumhub.followup.queries import visible_to
from forumhub.parties.policy import Reader


def answers(register_id: int, wanted: Collection[str], reader: Reader | None) -> Iterator[tuple[str, bytes]]:
    """(hash, words) of what a reader may see; of everything where there is none."""
    statement = select(ItemAnswer.words).join(Item, Item.id == ItemAnswer.item_id)
    statement = statement.where(Item.register_id == register_id, ItemAnswer.words != "")
    if reader is not None:
        statement = statement.where(visible_to(reader))
    for words in db.session.scalars(statement):
        yield ledger.sha256(words.encode()), words.encode()
