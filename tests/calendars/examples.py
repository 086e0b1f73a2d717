"""Events to render: one that is real in kind, and any that hypothesis can think of."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

from hypothesis import strategies as st
from sqlalchemy import select

from forumhub.calendars.mapping import CalendarEvent, Link
from forumhub.calendars.models import Subscription
from forumhub.calendars.zones import has_block
from forumhub.database import db
from tests.calendars.arranging import make_link
from tests.calendars.importing.arranging import keep_calendar
from tests.events.examples import make_event, make_series
from tests.events.programme.examples import make_hall, make_programme, make_session, publish
from tests.world import World

TITLES = {
    "en": "Forum on cross-border crime; first day, Minsk",
    "zh": "中白打击跨境犯罪论坛：第一天，明斯克",
    "ru": "Форум по борьбе с трансграничной преступностью, Минск",
}


def an_event(**changes: object) -> CalendarEvent:
    event = {
        "uid": "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example",
        "sequence": 3,
        "changed_at": datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC),
        "local_start": datetime(2027, 9, 14, 9, 30),
        "local_end": datetime(2027, 9, 14, 17, 0),
        "timezone": "Europe/Minsk",
        "summary": TITLES["en"],
        "state": "confirmed",
        "access": "public",
        "url": "https://forumhub.example/events/01JDM3Q8Z0A1B2C3D4E5F6G7H8",
        "city": "Minsk",
        "location": "Academy of the Ministry, hall 2, Minsk",
        "geo": (53.9, 27.57),
        "description": "Exchange of concerns;\nclause 2, item 1.",
        "categories": ("forum", "clause 2"),
        "related_to": "01JDM3Q8Z0SERIES@forumhub.example",
        "refid": "CN-BY-2016 art. 2",
        "links": (Link("https://forumhub.example/documents/议程.pdf", 'Agenda, "draft" 议程'),),
        "conference": "https://video.example/room/7?pwd=a,b;c",
    }
    return CalendarEvent(**{**event, **changes})


ZONES = [*sorted(filter(has_block, available_timezones())), "UTC", "Africa/Cairo"]
_SCRIPTS = [
    "跨境恐怖袭击与人口贩运",
    "Обеспокоенность сторон",
    "منتدى الأمن",
    "👩‍⚖️🇨🇳🇧🇾",
    "é",
    "a",
    ",;:\\\"'^\n\r\t",
    "\x00\x0b\x85\u2028",
]
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*"".join(_SCRIPTS), "\r\n", "BEGIN:VALARM", "\nEND:VEVENT\n"]), max_size=60).map("".join),
)
clocks = st.datetimes(datetime(2016, 1, 1), datetime(2037, 12, 31)).map(
    lambda clock: clock.replace(microsecond=0, fold=0)
)


@st.composite
def events(draw: st.DrawFn) -> CalendarEvent:
    start = draw(clocks)
    return an_event(
        sequence=draw(st.integers(0, 10_000)),
        changed_at=draw(clocks).replace(tzinfo=UTC),
        local_start=start,
        local_end=start + timedelta(minutes=draw(st.integers(150, 10_000))),
        timezone=draw(st.sampled_from(ZONES)),
        all_day=draw(st.booleans()),
        summary=draw(texts),
        language=draw(st.sampled_from(["en", "zh", "ru", "be"])),
        state=draw(st.sampled_from(["tentative", "confirmed", "postponed", "held", "cancelled"])),
        access=draw(st.sampled_from(["public", "parties", "delegates"])),
        url="https://forumhub.example/" + draw(texts),
        city=draw(texts),
        location=draw(texts),
        geo=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        description=draw(texts),
        categories=tuple(draw(st.lists(texts, max_size=3))),
        refid=draw(st.none() | texts),
        links=tuple(draw(st.lists(st.builds(Link, texts, texts), max_size=3))),
        conference=draw(st.none() | texts),
    )


def examples(world: World) -> dict[str, str | dict]:
    """For the walk over routes: events at each level of access, series, and a link of the CN delegate's."""
    token = make_link(world, "CN", "delegate")
    with world.app.app_context():
        levels = zip(("public", "parties", "delegates"), ("CALA", "CALB", "CALC"), strict=True)
        events = {access: make_event(world, code, access=access).ulid for access, code in levels}
        public, hidden = make_series(world, "CALD", access="public").ulid, make_series(world, "CALE").ulid
        link = db.session.scalars(select(Subscription.ulid)).one()
        shown = published(world, "CALF", access="public"), published(world, "CALG")
    upload = f"/calendar/import/{keep_calendar(world)}"
    choice = {"collection": f"series/{public}", "label": "手机"}
    return {
        **{f"calendars.event_file#{access}": f"/events/{ulid}.ics" for access, ulid in events.items()},
        "calendars.programme_feed#public": f"/events/{shown[0]}/programme.ics",
        "calendars.programme_feed#parties": f"/events/{shown[1]}/programme.ics",
        "calendars.series_feed#public": f"/series/{public}.ics",
        "calendars.series_feed#parties": f"/series/{hidden}.ics",
        "calendars.feed": f"/feeds/{token}.ics",
        "calendars.feed#missing": "/feeds/AAAAAAAAAAAAAAAAAAAAAA.ics",
        "calendars.make_link": {"url": "/subscribe", "data": choice},
        "calendars.revoke": f"/subscribe/{link}/revoke",
        "calendars.import_report": upload,
        "calendars.read_again": upload,
        "calendars.apply_import": f"{upload}/apply",
        "calendars.import_report_text": f"{upload}/report.txt",
    }


def published(world: World, code: str, **event: object) -> str:
    """The ULID of an event whose programme is published."""
    programme = make_programme(world, make_event(world, code, **event))
    make_session(world, programme, make_hall(world, programme))
    publish(world, programme)
    return programme.event.ulid
