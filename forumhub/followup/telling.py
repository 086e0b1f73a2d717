"""What mails say of an item: what it is and how it stands, and its words where its meeting lets them out."""

from datetime import date
from typing import Any

from forumhub.followup.models import Item
from forumhub.followup.wording import KIND_WORDS, status


def told(item: Item) -> dict[str, Any]:
    """Plain JSON values: `kind` and `status` are marked msgids, `texts` by language, empty where they stay here."""
    owners, helping = ([owner.code for owner in item.owners if owner.helps == helps] for helps in (False, True))
    return {
        "register": item.register.code,
        "code": item.code,
        "kind": KIND_WORDS[item.kind],
        "state": item.state,
        "status": status(item.kind, item.state, None, date.min)[0],
        "texts": (item.texts or {"en": item.text}) if item.event.tells_outcomes else {},
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "owners": ", ".join(owners),
        "helping": ", ".join(helping),
    }
