"""Making, editing and planning a series, as browsers do it."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Series
from forumhub.events.series.queries import meetings_of
from tests.events.examples import make_series
from tests.world import NOW

TYPED = {
    "titles-en": "Annual forum",
    "titles-zh": "年度论坛",
    "titles-ru": "Ежегодный форум",
    "register_code": "FORUM",
    "kind": "forum",
    "under": "",
    "local_start": "2027-05-20T09:00",
    "local_end": "2027-05-21T18:00",
    "repeats": "YEARLY",
    "pattern": "nth",
    "rrule": "",
    "rotation-0-party": "BY",
    "rotation-1-party": "CN",
    "rotation-1-city": "上海",
    "rotation-1-venue": "会议中心",
    "rotation-2-party": "",
    "access": "parties",
    "parties": ["CN", "BY"],
    "lock_version": "1",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def organizer(world):
    return world.signed_in("CN", "organizer")


def planned(app) -> list[tuple[str, str, str]]:
    with app.app_context():
        series = db.session.scalar(select(Series))
        return [(f"{e.local_start:%F %H:%M}", e.host.code, next(iter(e.city.values()))) for e in meetings_of(series.id)]


def made(app, world, until: date = date(2028, 12, 31), **values: object) -> str:
    with app.app_context():
        series = make_series(world, **values)
        with writing():
            actions.plan_series(series, until, by=world.reader("CN", "organizer"), now=NOW)
        return series.ulid


def test_a_series_is_made_and_planned_two_years_ahead(app, world, organizer):
    answer = organizer.post("/series/new", TYPED)

    page = organizer.text(answer.location)
    assert planned(app) == [("2027-05-20 09:00", "BY", "Minsk"), ("2028-05-18 09:00", "CN", "上海")]
    assert "2 meetings were planned." in page
    assert "each year on the third Thursday of May" in page
    assert "会议中心" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"repeats": "own", "rrule": "FREQ=SECONDLY"}, "A series repeats yearly, monthly or weekly"),
        ({"repeats": "own", "rrule": "每年"}, "A rule cannot have"),
        ({"repeats": "own", "rrule": ""}, "Give the rule here"),
        ({"rotation-0-party": "", "rotation-1-party": ""}, "Nobody is in the rotation"),
        ({"rotation-0-party": "KZ"}, "not among the parties"),
        ({"rotation-0-timezone": "Европа/Минск"}, "There is no time zone Европа/Минск"),
        ({"local_end": "2027-05-20T08:00"}, "The end is not after the start"),
        ({"local_start": "9999-12-31T23:00", "local_end": ""}, "The year 9999"),
        ({"titles-en": "", "titles-zh": "", "titles-ru": " "}, "at least one language"),
        ({"register_code": "Форум"}, "two to eight Latin capitals"),
    ],
)
def test_bad_input_is_said_and_kept(app, world, organizer, changes, said):
    answer = organizer.post("/series/new", {**TYPED, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "会议中心" in page
    with app.app_context():
        assert db.session.scalar(select(Series)) is None


def test_the_form_says_what_follows_and_comes_back_as_it_stands(app, world, organizer):
    ulid = made(app, world)

    page = organizer.text(f"/series/{ulid}/edit")

    assert "3 planned meetings follow the series: Wed 25 Nov 2026; Thu 25 Nov 2027; Sat 25 Nov 2028." in page
    assert '<option selected value="date">' in page
    assert 'value="2016-11-25T17:30"' in page


def test_an_edit_reaches_planned_meetings_and_says_how_many(app, world, organizer):
    ulid = made(app, world)
    typed = {
        **TYPED,
        "local_start": "2016-11-25T10:00",
        "local_end": "2016-11-25T12:00",
        "repeats": "YEARLY",
        "pattern": "date",
    }
    rotation = {"rotation-0-party": "CN", "rotation-1-party": "BY", "rotation-1-city": "", "rotation-1-venue": ""}

    answer = organizer.post(f"/series/{ulid}/edit", {**typed, **rotation})

    assert "3 meetings changed with it." in organizer.text(answer.location)
    assert planned(app)[-3:] == [
        ("2026-11-25 10:00", "CN", "Beijing"),
        ("2027-11-25 10:00", "BY", "Minsk"),
        ("2028-11-25 10:00", "CN", "Beijing"),
    ]
    assert planned(app)[0] == ("2016-11-25 09:00", "CN", "Beijing")


def test_a_city_keeps_its_names_in_other_languages(app, world, organizer):
    ulid = made(app, world)
    organizer.get("/language?to=ru")
    typed = {
        **TYPED,
        "rotation-0-party": "CN",
        "rotation-0-city": "Пекин",
        "rotation-1-party": "BY",
        "rotation-1-city": "Гродно",
    }

    organizer.post(f"/series/{ulid}/edit", typed)

    with app.app_context():
        turns = db.session.scalar(select(Series)).rotation
        assert [turn.city for turn in turns] == [{"en": "Beijing", "zh": "北京", "ru": "Пекин"}, {"ru": "Гродно"}]


def test_a_stale_edit_shows_both_texts(app, world, organizer):
    ulid = made(app, world)
    organizer.post(f"/series/{ulid}/edit", {**TYPED, "titles-zh": "先到"})

    answer = organizer.post(f"/series/{ulid}/edit", {**TYPED, "titles-zh": "后到"})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, "先到" in page, "后到" in page) == (409, True, True)
    with app.app_context():
        assert db.session.scalar(select(Series)).titles["zh"] == "先到"


def test_planning_on_is_a_button(app, world, organizer):
    ulid = made(app, world, until=date(2017, 1, 1))

    answer = organizer.post(f"/series/{ulid}/plan", {"until": "2018-12-31"})

    assert "2 meetings were planned." in organizer.text(answer.location)
    assert [row[1] for row in planned(app)] == ["CN", "BY", "CN"]


@pytest.mark.parametrize("until", ["", "2028-13-01", "明年"])
def test_planning_until_no_day_is_refused_in_words(app, world, organizer, until):
    ulid = made(app, world, until=date(2017, 1, 1))

    answer = organizer.post(f"/series/{ulid}/plan", {"until": until})

    assert "Until which day?" in organizer.text(answer.location)
    assert len(planned(app)) == 1
