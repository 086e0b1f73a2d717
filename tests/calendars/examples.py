"""Events to render: one that is real in kind, and any that hypothesis can think of."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st
from sqlalchemy import select

from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.mapping import FULL, PUBLIC, RESTRICTED, CalendarEvent, Link, render_event, wire_zones
from forumhub.calendars.models import Subscription
from forumhub.calendars.rules import enclose, frame
from forumhub.calendars.zones import has_block
from forumhub.database import db
from forumhub.events.recurrence import instant
from tests.calendars.arranging import make_link
from tests.calendars.dav.arranging import password_for
from tests.calendars.importing.arranging import keep_calendar
from tests.calendars.reckoning import SECOND, changes_of, offset
from tests.calendars.replies.examples import replies_examples
from tests.events.examples import make_event, make_series
from tests.events.programme.examples import make_hall, make_programme, make_session, publish
from tests.world import World

AUDIENCES = (PUBLIC, RESTRICTED, FULL)
TITLES = {
    "en": "Forum on cross-border crime; first day, Minsk",
    "zh": "中白打击跨境犯罪论坛：第一天，明斯克",
    "ru": "Форум по борьбе с трансграничной преступностью, Минск",
}


def single_event_calendar(event: CalendarEvent, audience: str) -> bytes:
    """One event as a file to download."""
    return enclose(frame("PUBLISH"), [render_event(event, audience)], wire_zones(event))


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
# never changing, of both hemispheres, by half an hour, by decree, by the moon, without a block
TELLING_ZONES = [
    *("Europe/Minsk", "Asia/Shanghai", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo"),
    *("Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Asia/Almaty", "Asia/Tehran", "Asia/Kathmandu"),
    *("Africa/Casablanca", "America/Havana", "Africa/Cairo", "Asia/Jerusalem", "America/Nuuk", "Africa/Abidjan", "UTC"),
]
_PIECES = [
    *("跨境恐怖袭击与人口贩运", "，。「」", "Обеспокоенность сторон", "منتدى الأمن", "\u200f", "\u202b", "פורום"),
    *("👩\u200d⚖\ufe0f", "🇨🇳🇧🇾", "👨\u200d👩\u200d👧\u200d👦", "\u200d", "\ufeff", "\U0010fffd"),
    *("é", "e\u0301\u0323", "q\u0307\u0323", "한", "\u1112\u1161\u11ab", "नि", "ﷺ", "a", " ", "x" * 90),
    *(",", ";", ":", "\\", '"', "'", "^", "^n", "\\n", "%", "%41", "#", "[", "]", "=", "<b>", "&amp;", "\t"),
    *("\r", "\n", "\r\n", "\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufffe", "\uffff"),
    *("\ud800", "BEGIN:VALARM", "\nEND:VEVENT\n", "\r\n "),
]
texts = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join) | st.text(max_size=30)
addresses = st.sampled_from(["https://forumhub.example/", "https://[2001:db8::1]:8443/"])
addresses = st.builds(str.__add__, addresses, texts)
clocks = st.datetimes(datetime(2016, 1, 1), datetime(2037, 12, 31)).map(
    lambda clock: clock.replace(microsecond=0, fold=0)
)


@cache
def clocks_near_changes(tzid: str, first_year: int = 2016, end_year: int = 2031) -> list[datetime]:
    """Wall clocks around the changes of these years, those that are skipped and those that come twice among them."""
    zone, minutes = ZoneInfo(tzid), (-61, -30, -1, 0, 1, 30, 61)
    changes = changes_of(zone, datetime(first_year, 1, 1, tzinfo=UTC), datetime(end_year, 1, 1, tzinfo=UTC))
    locals_ = [change.astimezone(each).replace(tzinfo=None) for change in changes for each in sides_of(zone, change)]
    return [local + timedelta(minutes=each) for local in locals_ for each in minutes]


def sides_of(zone: ZoneInfo, change: datetime) -> list[timezone]:
    """The offsets before and after a change."""
    return [timezone(offset(zone, change - SECOND)), timezone(offset(zone, change))]


@st.composite
def times(draw: st.DrawFn) -> tuple[datetime, datetime, str]:
    """Begin, end and zone: wall clocks, the end after the begin as instants; often near a change of the clocks."""
    tzid = draw(st.sampled_from(TELLING_ZONES) | st.sampled_from(ZONES))
    changes = clocks_near_changes(tzid)
    start = draw(st.sampled_from(changes) | clocks if changes else clocks)
    end = start + timedelta(minutes=draw(st.sampled_from([15, 60, 90, 240]) | st.integers(1, 10_000)))
    return start, end if instant(end, tzid) > instant(start, tzid) else end + timedelta(hours=4), tzid


@st.composite
def events(draw: st.DrawFn) -> CalendarEvent:
    start, end, tzid = draw(times())
    return an_event(
        sequence=draw(st.integers(0, 10_000)),
        changed_at=draw(clocks).replace(tzinfo=UTC),
        local_start=start,
        local_end=end,
        timezone=tzid,
        all_day=draw(st.sampled_from([False, False, True])),
        summary=draw(texts),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "zh", "ru", "be"]), min_size=1, max_size=3))),
        state=draw(st.sampled_from(["tentative", "confirmed", "postponed", "held", "cancelled"])),
        access=draw(st.sampled_from(["public", "parties", "delegates"])),
        url=draw(addresses),
        city=draw(texts),
        location=draw(texts),
        geo=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        description=draw(texts),
        categories=tuple(draw(st.lists(texts, max_size=3))),
        refid=draw(st.none() | texts),
        links=tuple(draw(st.lists(st.builds(Link, addresses, texts, st.just("related")), max_size=2))),
        conference=draw(st.none() | addresses),
    )


def examples(world: World) -> dict[str, str | dict]:
    """For the walk over routes: events at each level of access, series, and a link of the CN delegate's."""
    token = make_link(world, "CN", "delegate")
    password_for(world, "CN", "delegate")
    with world.app.app_context():
        levels = zip(("public", "parties", "delegates"), ("CALA", "CALB", "CALC"), strict=True)
        events = {access: make_event(world, code, access=access).ulid for access, code in levels}
        public, hidden = make_series(world, "CALD", access="public").ulid, make_series(world, "CALE").ulid
        link = db.session.scalars(select(Subscription.ulid)).one()
        device = db.session.scalars(select(AppPassword.ulid)).one()
        shown = published(world, "CALF", access="public"), published(world, "CALG")
    upload = f"/calendar/import/{keep_calendar(world)}"
    choice = {"shows": "series", "series": public, "label": "手机"}
    return {
        **{f"calendars.event_file#{access}": f"/events/{ulid}.ics" for access, ulid in events.items()},
        "calendars.programme_feed#public": f"/events/{shown[0]}/programme.ics",
        "calendars.programme_feed#parties": f"/events/{shown[1]}/programme.ics",
        "calendars.series_feed#public": f"/series/{public}.ics",
        "calendars.series_feed#parties": f"/series/{hidden}.ics",
        "calendars.invitation": f"/events/{events['parties']}/invitation",
        "calendars.foretell": {
            "url": f"/events/{events['parties']}/invitation?step=cancel",
            "data": {"reason": "洪水"},
        },
        "calendars.feed": f"/feeds/{token}.ics",
        "calendars.feed#missing": "/feeds/AAAAAAAAAAAAAAAAAAAAAA.ics",
        "calendars.make_link": {"url": "/subscribe", "data": choice},
        "calendars.renew": f"/subscribe/{link}/renew",
        "calendars.ask_to_revoke": f"/subscribe/{link}/revoke",
        "calendars.revoke": f"/subscribe/{link}/revoke",
        "calendars.make_password": {"url": "/subscribe/devices", "data": {"label": "平板"}},
        "calendars.revoke_password": f"/subscribe/devices/{device}/revoke",
        "calendars.dav": f"/dav/calendars/{world.ulid['CN', 'delegate']}/events/",
        "calendars.import_report": upload,
        "calendars.read_again": upload,
        "calendars.apply_import": f"{upload}/apply",
        "calendars.import_report_text": f"{upload}/report.txt",
        **replies_examples(world),
    }


def published(world: World, code: str, **event: object) -> str:
    """The ULID of an event whose programme is published."""
    programme = make_programme(world, make_event(world, code, **event))
    make_session(world, programme, make_hall(world, programme))
    publish(world, programme)
    return programme.event.ulid
