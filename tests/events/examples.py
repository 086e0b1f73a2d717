"""Events and series to arrange tests with. Each is made by the room's own actions, in its own transaction."""

from datetime import datetime

from forumhub.database import db, writing
from forumhub.events.actions import create_event, create_series, name_head, set_standing
from forumhub.events.models import Event, HostTurn, Series
from forumhub.parties.models import Party, Person
from tests.world import NOW, World

FORUM = {"en": "Forum on trafficking in persons", "zh": "打击人口贩运论坛", "ru": "Форум по борьбе с торговлей людьми"}
HIGH_LEVEL = {"en": "High-level meeting", "zh": "高级别会晤", "ru": "Встреча на высоком уровне"}
START = datetime(2027, 3, 11, 9, 0)
END = datetime(2027, 3, 11, 17, 30)


def parties(world: World, *codes: str) -> list[Party]:
    return [db.session.get(Party, world.party[code]) for code in codes]


def make_event(world: World, code: str = "FTP", **changes: object) -> Event:
    """A forum of China and Belarus in Minsk on 11 March 2027; Belarus' organizer made it."""
    with writing():
        cn, by = parties(world, "CN", "BY")
        values = {"titles": FORUM, "kind": "forum", "parties": [cn, by], "host": by}
        values |= {"local_start": START, "local_end": END, "by": world.reader("BY", "organizer"), "now": NOW}
        return create_event(register_code=code, **{**values, **changes})


def make_series(world: World, code: str = "HLM", **changes: object) -> Series:
    """High-level meetings each 25 November since 2016, in turn in Beijing and Minsk, none made yet."""
    with writing():
        cn, by = parties(world, "CN", "BY")
        values = {"titles": HIGH_LEVEL, "kind": "high_level_meeting", "parties": [cn, by], "rrule": "FREQ=YEARLY"}
        values |= {"first_local_start": datetime(2016, 11, 25, 9, 0), "minutes_long": 510}
        values |= {"rotation": [HostTurn(party=cn), HostTurn(party=by)], "now": NOW}
        return create_series(register_code=code, by=world.reader("CN", "organizer"), **{**values, **changes})


def stand(event: Event, person_id: int, standing: str) -> None:
    with writing():
        set_standing(event, person_id, standing)


def examples(world: World) -> dict[str, str]:
    """An event and a series of China and Belarus, for the walk over all routes; a head whom China named."""
    from tests.events.papers import examples as papers  # which arranges with what is here

    with world.app.app_context():
        event, series = make_event(world), make_series(world)
        with writing():
            person = db.session.get(Person, world.person["CN", "head_of_delegation"])
            name_head(event, *parties(world, "CN"), person, True, True, by=world.reader("CN", "secretary"), now=NOW)
        own = {
            name: f"/events/{event.ulid}/{name}"
            for name in (
                "edit",
                "confirm",
                "move",
                "postpone",
                "date",
                "cancel",
                "reinstate",
                "hold",
                "heads",
                "skip",
                "host",
                "copy",
            )
        }
        return {
            "events.save": own["edit"],
            "events.moved": own["move"],
            "events.remove_head": f"{own['heads']}/CN/{person.ulid}/remove",
            "events.series": f"/series/{series.ulid}",
            "events.series_copy": f"/series/{series.ulid}/copy",
            "events.series_edit": f"/series/{series.ulid}/edit",
            "events.series_plan": f"/series/{series.ulid}/plan",
            "events.series_restore": {"url": f"/series/{series.ulid}/restore", "data": {"day": "2026-11-25"}},
            **papers.rights_examples(world, event),
        } | {f"events.{name}": url for name, url in own.items()}
