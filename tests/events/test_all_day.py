"""Events of whole days and links to video conferences: entered, shown, inherited, and refused where they are none."""

import csv
from datetime import datetime
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.actions import edit_event, edit_series, plan_series
from forumhub.events.copying.actions import copy_event, copy_series
from forumhub.events.models import Event
from tests.events.examples import START, make_event, make_series, parties
from tests.events.pages import TYPED, made, saved, stored
from tests.events.series.test_editing import TYPED as SERIES
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")

LINK = "https://video.example.org/room/7?pwd=Ab1"
TWO_DAYS = {"local_start": "2027-06-01T09:30", "local_end": "2027-06-02T17:00", "all_day": "y", "conference": LINK}


def test_an_event_of_whole_days_tells_its_days_and_leads_to_its_conference(app, world, organizer):
    organizer.post("/events/new", {**TYPED, **TWO_DAYS})

    (ulid,) = stored(app, "ulid")
    page, edit = organizer.text(f"/events/{ulid}"), organizer.text(f"/events/{ulid}/edit")
    assert stored(app, "all_day", "conference", "local_start") == (True, LINK, datetime(2027, 6, 1, 9, 30))
    assert "Tue 1 Jun 2027 – Wed 2 Jun 2027, Minsk</time>" in page
    assert "09:30" not in page
    assert f'<a href="{LINK}" rel="noopener noreferrer nofollow">{LINK}</a>' in page
    assert 'checked class="form-check-input" id="all_day"' in edit
    assert 'value="2027-06-01T09:30"' in edit


def test_hours_come_back_where_whole_days_are_unticked(app, world, organizer):
    ulid = made(app, world, all_day=True, conference=LINK)
    data = {**TYPED, "titles-en": "Forum", "local_start": "2027-03-11T09:00", "local_end": "2027-03-11T17:30"}

    shown = organizer.post(f"/events/{ulid}/edit", data).get_data(as_text=True)
    saved(organizer, f"/events/{ulid}/edit", data)

    assert "<s>Thu 11 Mar 2027, Minsk</s>" in shown
    assert f"<s>{LINK}</s>" in shown
    assert stored(app, "all_day", "conference", "sequence") == (False, "", 1)


def test_a_scheme_is_one_in_capitals_too(app, world, organizer):
    organizer.post("/events/new", {**TYPED, "conference": "HTTPS://Video.Example.org/1"})

    assert stored(app, "conference") == ("HTTPS://Video.Example.org/1",)


@pytest.mark.parametrize(
    "link",
    [
        "http://video.example.org/1",
        "https://",
        "https://a@video.example.org/",
        "javascript:alert(1)",
        "会议",
        "https://x y",
        "https://video.example\u202eorg/1",
        "https://video.example\u200b.org/1",
    ],
)
def test_what_is_no_secure_link_is_refused_beside_its_field(app, world, organizer, link):
    answer = organizer.post("/events/new", {**TYPED, "conference": link})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert '<p class="error" id="conference-error">' in page
    assert "is no secure link" in page


def test_the_list_as_csv_says_both(app, world, organizer):
    made(app, world, all_day=True, conference=LINK)

    (row,) = csv.DictReader(organizer.text("/events.csv").lstrip("\ufeff").splitlines())

    assert (row["all_day"], row["conference"], row["local_start"]) == ("yes", LINK, "2027-03-11T09:00")


def test_the_calendar_draws_whole_days_as_bars_on_the_days_of_their_place(app, world, organizer):
    made(app, world, all_day=True, local_start=datetime(2027, 3, 11), local_end=datetime(2027, 3, 12))

    (event,) = organizer.get("/calendar.json?view=week&on=2027-03-11").get_json()["events"]
    days = organizer.text("/calendar?view=day&on=2027-03-11")

    assert (event["allDay"], event["start"], event["end"]) == (True, "2027-03-11T00:00", "2027-03-12T00:00")
    assert event["extendedProps"]["hourless"] is True
    assert "all day" in days
    assert "00:00" not in days


def test_meetings_take_both_from_their_series_unless_they_were_set_for_one(database, world):
    by = world.reader("CN", "organizer")
    series = make_series(world, all_day=True, conference=LINK)
    with writing():
        plan_series(series, START.date().replace(year=2028), by=by, now=NOW)
    first, second = db.session.scalars(select(Event).order_by(Event.starts_at).where(Event.starts_at > NOW)).all()[:2]
    inherited = {(each.all_day, each.conference) for each in (first, second)}
    with writing():
        edit_event(first, conference="https://other.example.org/1", lock_version=first.lock_version, by=by, now=NOW)

    with writing():
        values = {"all_day": False, "conference": "https://new.example.org/9"}
        edit_series(series, lock_version=series.lock_version, by=by, now=NOW, **values)

    assert inherited == {(True, LINK)}
    assert (first.all_day, first.conference) == (False, "https://other.example.org/1")
    assert (second.all_day, second.conference) == (False, "https://new.example.org/9")


def test_a_series_of_whole_days_is_made_and_edited_by_its_form(app, world, organizer):
    answer = organizer.post("/series/new", {**SERIES, "all_day": "y", "conference": LINK})

    form, page = organizer.text(f"{answer.location}/edit"), organizer.text("/events")
    assert answer.status_code == 302
    assert 'checked class="form-check-input" id="all_day"' in form
    assert f'value="{LINK}"' in form
    assert "Thu 20 May 2027 – Fri 21 May 2027, Minsk" in page


COPIES = {
    "COPA": (("place", "settings"), "CN BY", (True, "public", LINK)),
    "COPB": (("place", "settings"), "CN BY KZ", (True, "public", "")),
    "COPC": (("place",), "CN BY", (True, "parties", "")),
    "COPD": (("settings",), "CN BY", (True, "public", "")),
}


def test_a_copy_has_whole_days_as_its_source_and_the_link_where_nobody_new_reads_it(database, world):
    by, source = world.reader("BY", "organizer"), make_event(world, all_day=True, conference=LINK, access="public")
    asked = {"titles": source.titles, "host": source.host, "local_start": datetime(2028, 3, 11, 9)}

    copies = []
    for code, (parts, codes, _expected) in COPIES.items():
        with writing():
            asked["parties"] = parties(world, *codes.split())
            copies.append(copy_event(source, parts=parts, prepared={}, register_code=code, by=by, now=NOW, **asked))

    told = [(each.all_day, each.access, each.conference) for each in copies]
    assert told == [expected for _parts, _codes, expected in COPIES.values()]


@pytest.mark.parametrize(
    ("access", "parts", "link"),
    [("public", ("settings",), LINK), ("public", (), ""), ("delegates", ("settings",), "")],
)
def test_a_copied_series_leads_to_the_conference_where_its_access_comes_along(database, world, access, parts, link):
    source = make_series(world, all_day=True, conference=LINK, access=access)
    asked = {"titles": source.titles, "local_start": START, "until": START.date(), "parts": parts, "now": NOW}

    with writing():
        copy = copy_series(source, register_code="COPY", by=world.reader("BY", "organizer"), **asked)

    assert (copy.all_day, copy.access == access, copy.conference) == (True, bool(parts), link)
    assert list(db.session.scalars(select(Event.conference).filter_by(series_id=copy.id))) == [link]


def test_a_series_of_whole_days_and_its_next_dates_tell_no_hour(app, world, organizer):
    typed = {**SERIES, "all_day": "y"}
    ulid = organizer.post("/series/new", typed).location.split("/")[-1]

    pages = [
        organizer.text(f"/series/{ulid}"),
        organizer.text(f"/series/{ulid}/edit").split('id="next-dates"')[1].split("</section>")[0],
        organizer.text(f"/series/dates?{urlencode(typed, doseq=True)}"),
        organizer.text(f"/series/dates?{urlencode(SERIES, doseq=True)}"),
    ]

    assert "by the host's clock" not in unescape(pages[0])
    assert ["Thu 20 May 2027" in page for page in pages] == [True] * 4
    assert [", 09:00" in page for page in pages] == [False, False, False, True]
