"""A meeting ahead, what was put forward for it, and its agenda."""

from dataclasses import dataclass
from datetime import timedelta

from forumhub import clock
from forumhub.database import writing
from forumhub.events import queries as events
from forumhub.minutes import queries as documents
from forumhub.minutes.agendas import actions, queries
from forumhub.minutes.agendas.models import AgendaPoint
from forumhub.minutes.agendas.taking import prepare_taking
from tests.minutes.arranging import Meeting
from tests.world import NOW

VALUES = {
    "kind": "point",
    "title": "Телефонное мошенничество 电信诈骗",
    "text": "Ответы приходят медленно.\n\n请求的答复缓慢。",
    "language": "ru",
    "organ": "BY-MIA",
    "minutes_long": 40,
}


@dataclass
class Ahead(Meeting):
    """Calls the sub-room's actions as its people would, each in a transaction."""

    def bring_forward(self) -> None:
        """The meeting begins in ten days, by the clock of the pages, too."""
        event, begins = self.row(), max(clock.now(), NOW) + timedelta(days=10)
        event.starts_at, event.ends_at = begins, begins + timedelta(hours=8)

    def put(self, party: str = "BY", role: str = "secretary", *, submitted: bool = True, **values: object) -> str:
        by = self.world.reader(party, role)
        with writing():
            event = events.get_event(self.event, by)
            return actions.put_forward(event, submitted=submitted, by=by, now=NOW, **{**VALUES, **values}).ulid

    def seen(self, party: str, role: str) -> list[str]:
        """Titles of what the reader sees of the event's points."""
        return [point.title for point in queries.points_of(self.row().id, self.world.reader(party, role))]

    def point(self, ulid: str, party: str = "CN") -> AgendaPoint:
        return queries.get_point(self.event, ulid, self.world.reader(party, "secretary"))

    def take(self, ulid: str, agenda: str, party: str = "CN") -> None:
        by = self.world.reader(party, "secretary")
        draft = prepare_taking(self.point(ulid, party), documents.get_document(agenda, by), by)
        with writing():
            document = documents.get_document(agenda, by)
            actions.take_point(self.point(ulid, party), document, draft, by=by, now=NOW)
