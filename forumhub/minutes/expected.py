"""What the agreed agenda of a meeting leads one to expect in its minutes."""

from forumhub.markdown import Remark, read_bounded
from forumhub.minutes import rules
from forumhub.minutes.models import Document
from forumhub.minutes.queries import find_agenda, settled_circulation
from forumhub.minutes.texts import Reading, Remarks
from forumhub.minutes.topics import missing_remarks
from forumhub.parties.policy import Reader


def remarks_of_agenda(document: Document, reading: Reading, by: Reader) -> Remarks:
    """By language: on the working text of minutes, the items of the agreed agenda that it does not have."""
    found: dict[str, list[Remark]] = {language: [] for language in reading.documents}
    agenda = find_agenda(document.event_id, by) if document.kind == rules.MINUTES else None
    if agenda is None or agenda.state not in rules.SETTLED or document.working_language not in found:
        return found
    agreed = settled_circulation(agenda).revision.texts
    source = next(text.source for text in agreed if text.language == agenda.working_language)
    found[document.working_language] = missing_remarks(
        read_bounded(source), reading.documents[document.working_language]
    )
    return found
