"""Programmes to arrange tests with, made by the room's own actions."""

from datetime import datetime, timedelta

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.programme.actions import add_hall, add_session, open_programme
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession, Speaker
from tests.events.examples import START
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
