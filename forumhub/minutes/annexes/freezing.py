"""What circulation freezes of a draft's annexes."""

from forumhub.database import db
from forumhub.files import media_type_of
from forumhub.minutes.annexes.models import CirculatedAnnex
from forumhub.minutes.annexes.queries import annexes_of
from forumhub.minutes.manifest import FrozenAnnex
from forumhub.minutes.models import Circulation, Document


def frozen_annexes(document: Document) -> list[FrozenAnnex]:
    """For the manifest."""
    return [
        FrozenAnnex(annex.name, media_type_of(annex.name), annex.stored.size, annex.sha256)
        for annex in annexes_of(document.id)
    ]


def freeze_annexes(circulation: Circulation) -> None:
    """Keeps their bytes for the version, whatever the next draft does with them."""
    for number, annex in enumerate(annexes_of(circulation.document_id), start=1):
        db.session.add(
            CirculatedAnnex(circulation_id=circulation.id, number=number, name=annex.name, sha256=annex.sha256)
        )
    db.session.flush()
