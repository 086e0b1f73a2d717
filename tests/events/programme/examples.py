"""Programmes to arrange tests with, made by the room's own actions."""

from datetime import datetime, timedelta

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.programme.actions import add_hall, add_session, delete_session, open_programme, publish_programme
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession, Speaker
from tests.events.examples import START, make_event
from tests.world import NOW, World

GREAT_HALL = {"en": "Great Hall", "zh": "大礼堂", "ru": "Большой зал"}
BLUE_HALL = {"en": "Blue Hall", "zh": "蓝厅", "ru": "Голубой зал"}
OPENING = {"en": "Opening", "zh": "开幕式", "ru": "Открытие"}
PANEL = {"en": "Panel on cross-border cases", "zh": "跨境案件专题讨论", "ru": "Дискуссия о трансграничных делах"}


def who(world: World, party: str = "BY", role: str = "organizer") -> dict[str, object]:
    return {"by": world.reader(party, role), "now": NOW}


def make_programme(world: World, event: Event) -> Programme:
    with writing():
        return open_programme(db.session.get(Event, event.id), **who(world))


def make_hall(
    world: World, programme: Programme, names: dict[str, str] = GREAT_HALL, **values: object
) -> ProgrammeHall:
    with writing():
        return add_hall(db.session.get(Programme, programme.id), names=names, **who(world), **values)


def make_session(
    world: World,
    programme: Programme,
    hall: ProgrammeHall | None = None,
    *,
    after: int = 0,
    speakers: tuple[str, ...] = (),
    **values: object,
) -> ProgrammeSession:
    """An opening of an hour, `after` minutes from the event's start; speakers by their names."""
    with writing():
        said = {"titles": OPENING, "kind": "opening", "minutes": 60, "local_start": START + timedelta(minutes=after)}
        said["hall"] = hall and db.session.get(ProgrammeHall, hall.id)
        said["speakers"] = [Speaker(name=name) for name in speakers]
        return add_session(db.session.get(Programme, programme.id), **who(world), **{**said, **values})


def at(hour: int, minute: int = 0) -> datetime:
    return START.replace(hour=hour, minute=minute)


def publish(world: World, programme: Programme) -> None:
    with writing():
        publish_programme(db.session.get(Programme, programme.id), **who(world))


def examples(world: World) -> dict[str, dict[str, object] | str]:
    """A draft with a hall, a session and a deleted one; the same published; an event without a programme."""
    with world.app.app_context():
        draft, gone = _example(world, "PRD")
        published, _gone = _example(world, "PRP", published=True)
        bare = make_event(world, "PRN").ulid
        return {**_own(draft, gone), **_shown(published)} | {
            "events.programme#draft": f"/events/{draft[0]}/programme",
            "events.programme_xml#draft": f"/events/{draft[0]}/programme.xml",
            "events.programme_json#draft": f"/events/{draft[0]}/programme.json",
            "events.programme_session#draft": f"/events/{draft[0]}/programme/sessions/{draft[2]}",
            "events.programme_open": f"/events/{bare}/programme/open",
            "events.programme_take_back": f"/events/{published[0]}/programme/take-back",
        }


def _example(world: World, code: str, *, published: bool = False) -> tuple[tuple[str, str, str], str]:
    programme = make_programme(world, make_event(world, code))
    hall = make_hall(world, programme)
    session, gone = make_session(world, programme, hall), make_session(world, programme, hall, after=90)
    with writing():
        delete_session(gone, lock_version=1, **who(world))
    if published:
        publish(world, programme)
    return (programme.event.ulid, hall.ulid, session.ulid), gone.ulid


def _shown(names: tuple[str, str, str]) -> dict[str, str]:
    event, _hall, session = names
    page = f"/events/{event}/programme"
    return {
        "events.programme#published": page,
        "events.programme_xml#published": f"{page}.xml",
        "events.programme_json#published": f"{page}.json",
        "events.programme_session#published": f"{page}/sessions/{session}",
    }


def _own(names: tuple[str, str, str], gone: str) -> dict[str, object]:
    event, hall, session = names
    page = f"/events/{event}/programme"
    version, step = {"lock_version": "1"}, {"by": "1"}
    place = {"start": "2027-03-11T10:00", "minutes": "30", "hall": hall, **version}
    return {
        "events.programme_edit": f"{page}/edit",
        "events.programme_publish": f"{page}/publish",
        "events.programme_import": f"{page}/import",
        "events.programme_import_check": f"{page}/import/a-token-of-nobody",
        "events.programme_board": f"{page}/board",
        "events.programme_board_data": f"{page}/board.json",
        "events.programme_halls": f"{page}/halls",
        "events.programme_days": f"{page}/days",
        "events.halls_of_venue": f"{page}/halls/of-venue",
        "events.hall_edit": f"{page}/halls/{hall}",
        "events.hall_remove": f"{page}/halls/{hall}/remove",
        "events.hall_shift": {"url": f"{page}/halls/{hall}/shift", "data": step},
        "events.session_new": f"{page}/sessions/new",
        "events.session_edit": f"{page}/sessions/{session}/edit",
        "events.session_move": f"{page}/sessions/{session}/move",
        "events.session_shift": {"url": f"{page}/sessions/{session}/shift", "data": {"by": "5", **version}},
        "events.session_delete": {"url": f"{page}/sessions/{session}/delete", "data": version},
        "events.session_restore": f"{page}/sessions/{gone}/restore",
        "events.session_place": {"url": f"{page}/sessions/{session}/place", "data": place},
    }
