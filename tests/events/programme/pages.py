"""A programme to look at in tests of pages: names of what was made, since rows end with their session."""

from dataclasses import dataclass

from forumhub.database import db
from forumhub.events.programme.models import Programme, ProgrammeSession
from forumhub.events.programme.queries import programme_of, sessions_of
from tests.events.examples import make_event
from tests.events.programme.examples import BLUE_HALL, PANEL, at, make_hall, make_programme, make_session, publish
from tests.world import World

TYPED = {
    "titles-en": "Panel on cyber-enabled fraud",
    "titles-zh": "电信网络诈骗专题讨论",
    "titles-ru": "Дискуссия о сетевом мошенничестве",
    "kind": "panel",
    "state": "confirmed",
    "day": "2027-03-11",
    "clock": "14:00",
    "minutes": "90",
    "language": "ru",
    "interpretation": ["zh", "en"],
    "abstract": "О **чём** речь: 电信诈骗",
    "links": "https://example.org/a Доклад\nhttps://example.org/b",
    "speakers-0-who": "organizer by (BY)",
    "speakers-0-place": "2",
    "speakers-1-who": "Министр",
    "speakers-1-place": "1",
    "speakers-1-affiliation": "公安部",
    "speakers-1-chairs": "y",
    "lock_version": "1",
}


@dataclass(frozen=True)
class Made:
    """A draft of the event with two halls, an opening at 9 and a panel at 10 in the Great Hall."""

    event: str
    great: str
    blue: str
    opening: str
    panel: str

    @property
    def page(self) -> str:
        return f"/events/{self.event}/programme"

    def session(self, act: str, ulid: str = "") -> str:
        return f"{self.page}/sessions/{ulid or self.opening}/{act}"


def made(app, world: World, *, published: bool = False, **event: object) -> Made:
    with app.app_context():
        programme = make_programme(world, make_event(world, **event))
        great, blue = make_hall(world, programme), make_hall(world, programme, BLUE_HALL)
        opening = make_session(world, programme, great, speakers=("部长",))
        panel = make_session(world, programme, great, titles=PANEL, kind="panel", local_start=at(10))
        if published:
            publish(world, programme)
        return Made(programme.event.ulid, great.ulid, blue.ulid, opening.ulid, panel.ulid)


def stored(app, ulid: str, *columns: str) -> tuple[object, ...]:
    with app.app_context():
        session = db.session.query(ProgrammeSession).filter_by(ulid=ulid).one()
        return tuple(getattr(session, name) for name in columns)


def programme(app) -> Programme:
    """In an app context of the caller's."""
    return programme_of(db.session.query(Programme).one().event_id)


def titles(app) -> list[str]:
    with app.app_context():
        return [session.titles["en"] for session in sessions_of(programme(app))]
