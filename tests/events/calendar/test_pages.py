"""The calendar's pages and what the board reads: by address, on either clock, for whoever may see it."""

import re
from datetime import datetime, timedelta

import pytest

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, plan_series
from forumhub.events.queries import get_event
from forumhub.parties.models import Person
from tests.events.examples import HIGH_LEVEL, make_event, make_series, parties
from tests.events.pages import made, queries_of
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")
MARCH = "on=2027-03-11"
VIEWS = ("month", "week", "day", "list")


def day_cell(page: str, words: str) -> str:
    """The day's number in the cell of the grid that holds these words."""
    cell = next(part for part in page.split("<td")[1:] if words in part)
    return cell.split('class="weekday">')[1].split("</span>")[1]


def ulids(page: str) -> set[str]:
    """Of the events that a page links to."""
    return set(re.findall(r"/events/([0-9A-Z]{26})", page.split("<main")[1]))


def test_a_month_shows_days_of_the_reader_or_of_the_host(app, world):
    late = {"local_start": datetime(2027, 3, 11, 22, 0), "local_end": datetime(2027, 3, 11, 23, 0)}
    made(app, world, **late)
    reader = world.signed_in("CN", "organizer")

    own, hosts = reader.text(f"/calendar?{MARCH}"), reader.text(f"/calendar?{MARCH}&clock=host")

    assert (day_cell(own, "Forum on"), day_cell(hosts, "Forum on")) == ("12", "11")
    assert ("03:00</time> Forum on" in own, "22:00</time> Forum on" in hosts) == (True, True)


def test_a_month_shows_each_day_of_a_longer_event(app, world, organizer):
    made(app, world, local_end=datetime(2027, 3, 14, 0, 0))

    page = organizer.text(f"/calendar?{MARCH}")

    assert page.count("Forum on trafficking in persons</a>") == 3
    assert re.findall(r"day \d of \d", page) == ["day 1 of 3", "day 2 of 3", "day 3 of 3"]


@pytest.mark.parametrize(
    ("start", "hours", "zone", "shown"),
    [
        (datetime(2027, 6, 1, 9), 3, "America/New_York", "2027-06-01"),
        (datetime(2027, 5, 5, 0), 24, "Europe/Minsk", "2027-05-05"),
        (datetime(2027, 5, 5, 9), 3, "Pacific/Kiritimati", "2027-05-05"),
    ],
)
def test_whole_days_are_counted_on_the_days_of_their_place(app, world, start, hours, zone, shown):
    made(
        app, world, local_start=start, local_end=start + timedelta(hours=hours), timezone="Asia/Shanghai", all_day=True
    )
    with app.app_context(), writing():
        db.session.query(Person).filter_by(id=world.person["CN", "organizer"]).one().timezone = zone
    reader, on = world.signed_in("CN", "organizer"), start.date()

    days = [str(on + timedelta(days=step)) for step in (-1, 0, 1)]
    pages = {day: reader.text(f"/calendar?view=day&on={day}") for day in days}

    assert [day for day, page in pages.items() if re.search(r"\b1 event\b", page)] == [shown]
    assert [day for day, page in pages.items() if ulids(page)] == [shown]


@pytest.mark.parametrize("on", ["", "2027-13", "0001-01", "9999-12", "二〇二七", "2027-3", "%00"])
def test_a_day_that_is_none_is_today(world, organizer, on):
    assert "<h1>November 2026</h1>" in organizer.text(f"/calendar?on={on}")
    assert "<h1>Sun 22 Nov 2026</h1>" in organizer.text(f"/calendar?view=day&on={on}")
    assert "<h1>November 2026</h1>" in organizer.text(f"/calendar?view=year&on={on}")


@pytest.mark.parametrize("clock", ["", "host"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_page_and_the_board_show_the_same_events(app, world, view, clock):
    with app.app_context():
        hours = {"local_end": datetime(2027, 3, 12, 9)}
        shown = [
            make_event(world, "AA").ulid,
            make_event(world, "BB", local_start=datetime(2027, 3, 10, 9), **hours).ulid,
        ]
        make_event(world, "CC", local_start=datetime(2027, 5, 10, 9), local_end=datetime(2027, 5, 10, 10))
        make_event(world, "DD", parties=parties(world, "BY"), access="delegates")
        make_event(world, "EE", local_start=datetime(2027, 1, 8, 9), local_end=datetime(2027, 3, 11, 8))
    reader, address = world.signed_in("CN", "delegate"), f"view={view}&{MARCH}&clock={clock}"

    page, board = reader.text(f"/calendar?{address}"), reader.get(f"/calendar.json?{address}").json["events"]

    listed = {event["id"] for event in board}
    assert ulids(page) == listed
    assert set(shown) < listed
    assert len(listed) == 3
    assert ">3 events" in page


def test_the_board_gets_wall_clocks_and_whole_days(app, world):
    with app.app_context():
        make_event(world, "AA")
        make_event(world, "BB", local_end=datetime(2027, 3, 13, 0, 0))
    reader = world.signed_in("CN", "delegate")

    own = reader.get(f"/calendar.json?{MARCH}").json["events"]
    hosts = reader.get(f"/calendar.json?{MARCH}&clock=host").json["events"]

    moments = [[(each["start"], each["end"], each["allDay"]) for each in events] for events in (own, hosts)]
    assert moments == [
        [("2027-03-11T14:00", "2027-03-11T22:30", False), ("2027-03-11T00:00", "2027-03-14T00:00", True)],
        [("2027-03-11T09:00", "2027-03-11T17:30", False), ("2027-03-11T00:00", "2027-03-13T00:00", True)],
    ]
    assert [each["extendedProps"]["start"] for each in own] == ["2027-03-11T14:00"] * 2
    assert [each["startEditable"] for each in own] == [False, False]


def test_a_public_event_is_for_everyone_and_others_are_for_nobody_else(app, world, client):
    public = made(app, world, code="AA", access="public")
    made(app, world, code="BB")

    board = client.get(f"/calendar.json?{MARCH}").json["events"]

    assert [event["id"] for event in board] == [public]
    assert ulids(client.text(f"/calendar?{MARCH}")) == {public}
    assert ulids(world.signed_in("KZ", "organizer").text(f"/calendar?{MARCH}")) == {public}


@pytest.mark.parametrize("view", VIEWS)
def test_filters_narrow_every_view_and_say_how_many(app, world, organizer, view):
    with app.app_context():
        series = make_series(world, first_local_start=datetime(2027, 3, 11, 9))
        with writing():
            plan_series(series, datetime(2027, 4, 1).date(), by=world.reader("CN", "organizer"), now=NOW)
        make_event(world, "AA")
        make_event(world, "BB", kind="seminar", parties=parties(world, "BY"))
        ulid = series.ulid
    counted = {}
    for query in ("", "party=CN", f"series={ulid}", "kind=seminar", "kind=seminar&party=CN", "state=held", "party=XX"):
        page = organizer.text(f"/calendar?view={view}&{MARCH}&{query}")
        counted[query.replace(ulid, "HLM")] = (len(ulids(page)), re.findall(r"(\d+) events?", page))

    whole = organizer.text(f"/calendar?view={view}&{MARCH}")

    assert counted == {
        "": (3, ["3"]), "party=CN": (2, ["2"]), "series=HLM": (1, ["1"]), "kind=seminar": (1, ["1"]),
        "kind=seminar&party=CN": (0, ["0"]), "state=held": (0, ["0"]), "party=XX": (0, ["0"]),
    }  # fmt: skip
    assert re.findall(r"<option[^>]*>([^<]+ \([1-9]\))", whole) == [
        "Belarus (3)", "China (2)", HIGH_LEVEL["en"] + " (1)", "High-level meeting (1)", "Forum (1)", "Seminar (1)",
        "Tentative (3)",
    ]  # fmt: skip


def test_links_keep_the_view_the_clock_and_the_filters(world, organizer):
    page = organizer.text(f"/calendar?view=week&{MARCH}&clock=host&party=CN")

    assert "?view=week&amp;clock=host&amp;party=CN&amp;on=2027-03-18" in page
    assert "?view=week&amp;clock=host&amp;party=CN&amp;on=2027-03-04" in page
    assert "?on=2027-03-11&amp;clock=host&amp;party=CN&amp;view=month" in page
    assert 'name="clock" value="host"' in page


def test_more_than_fit_into_a_day_lead_to_the_day_with_all_of_them(app, world, organizer):
    with app.app_context():
        for number in range(6):
            make_event(world, "A" + chr(65 + number))

    month, week = organizer.text(f"/calendar?{MARCH}&kind=forum"), organizer.text(f"/calendar?view=week&{MARCH}")
    day = re.search(r'class="more" href="([^"]+)">3 more', month)[1].replace("&amp;", "&")

    assert len(ulids(month)) == 3
    assert "3 more" in week
    assert day == "/calendar?on=2027-03-11&kind=forum&view=day"
    assert len(ulids(organizer.text(day))) == 6


def test_what_was_cancelled_stays_and_says_so(app, world, organizer):
    ulid = made(app, world)
    with app.app_context(), writing():
        by = world.reader("BY", "organizer")
        cancel_event(get_event(ulid, by), reason="Зал недоступен", by=by, now=NOW)

    pages = [organizer.text(f"/calendar?view={view}&{MARCH}") for view in VIEWS]

    assert ["Cancelled</span>" in page and ulid in page for page in pages] == [True] * 4


@pytest.mark.parametrize(
    ("language", "month", "weekdays", "holiday"),
    [
        ("en", "March 2027", ["Mon", "Sun"], ">Women&#39;s Day (BY)<"),
        ("zh", "2027年3月", ["周一", "周日"], ' lang="en">Women&#39;s Day (BY)<'),
        ("ru", "март 2027\u202fг.", ["пн", "вс"], ">День женщин (BY)<"),
    ],
)
def test_names_are_the_languages_own_and_weeks_begin_on_monday(world, organizer, language, month, weekdays, holiday):
    organizer.get(f"/language?to={language}")

    page = organizer.text(f"/calendar?{MARCH}")
    named = re.findall(r'<th scope="col">([^<]+)</th>', page)

    assert f"<h1>{month}</h1>" in page
    assert [named[0], named[-1], len(named)] == [*weekdays, 7]
    assert holiday in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_period_asks_a_constant_number_of_queries(app, world, organizer, view):
    with app.app_context():
        make_event(world, "", series=make_series(world))
    paths = (f"/calendar?view={view}&{MARCH}", f"/calendar.json?view={view}&{MARCH}")
    few = [queries_of(app, organizer, path) for path in paths]
    with app.app_context():
        for number in range(12):
            series = make_series(world, "SER" + chr(65 + number))
            make_event(world, "A" + chr(65 + number), series=series, local_end=datetime(2027, 3, 11 + number % 3, 18))

    assert [queries_of(app, organizer, path) for path in paths] == few


def test_more_than_are_shown_at_once_are_told(app, world, organizer, monkeypatch):
    for room in ("queries", "views.showing"):
        monkeypatch.setattr(f"forumhub.events.calendar.{room}.MOST_EVENTS", 2)
    with app.app_context():
        for number in range(3):
            make_event(world, "A" + chr(65 + number), local_start=datetime(2027, 3, 11, 9 + number))

    page = organizer.text(f"/calendar?view=list&{MARCH}")

    assert "3 events. Only the first 2 are shown" in page
    assert len(ulids(page)) == 2


def test_what_lasts_longest_is_shown_to_its_last_day(app, world, organizer):
    longest = {"local_start": datetime(2027, 1, 8, 9), "local_end": datetime(2027, 1, 8, 9) + timedelta(days=62)}
    ulid = made(app, world, **longest)

    shown = [ulids(organizer.text(f"/calendar?view=day&on={day}")) for day in ("2027-03-11", "2027-03-12")]

    assert shown == [{ulid}, set()]
