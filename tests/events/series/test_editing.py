"""Making, editing and planning a series, as browsers do it."""

import re
from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Series
from forumhub.events.series.queries import meetings_of
from tests.events.examples import make_series, parties
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
    assert "every year on the third Thursday of May" in page
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


AS_IT_STANDS = {
    **TYPED,
    "titles-en": "High-level meeting",
    "titles-zh": "高级别会晤",
    "titles-ru": "Встреча на высоком уровне",
    "kind": "high_level_meeting",
    "local_start": "2026-11-25T09:00",
    "local_end": "2026-11-25T17:30",
    "pattern": "date",
    "rotation-0-party": "CN",
    "rotation-1-party": "BY",
    "rotation-1-city": "",
    "rotation-1-venue": "",
}


def shown(browser, path: str, typed: dict) -> str:
    """The page that says what an edit would change."""
    answer = browser.post(path, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200, page
    return page


def seen(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def edit(browser, path: str, typed: dict):
    """Looks what changes, then saves it."""
    return browser.post(path, {**typed, "seen": seen(shown(browser, path, typed))})


def test_the_form_begins_with_the_first_meeting_to_come_and_its_host(app, world, organizer):
    ulid = made(app, world)

    page = organizer.text(f"/series/{ulid}/edit")

    assert "All meetings that are still to come change." in page
    assert '<option selected value="date">' in page
    assert 'value="2026-11-25T09:00"' in page
    assert 'value="2026-11-25T17:30"' in page
    assert page.index('<option selected value="CN">') < page.index('<option selected value="BY">')


def test_an_edit_shows_each_meeting_that_changes_before_it_is_saved(app, world, organizer):
    ulid = made(app, world)
    typed = {**AS_IT_STANDS, "local_start": "2026-11-25T10:00", "local_end": "2026-11-25T12:00"}

    page = shown(organizer, f"/series/{ulid}/edit", typed)

    assert "3 meetings change." in page
    assert "10 stay as they are." in page
    assert "<s>Wed 25 Nov 2026, 09:00–17:30 Beijing</s>" in page
    assert "Wed 25 Nov 2026, 10:00–12:00 Beijing" in page
    assert page.count("has begun") == 10
    assert planned(app)[-3][0] == "2026-11-25 09:00"


def test_a_seen_edit_reaches_planned_meetings_and_says_how_many(app, world, organizer):
    ulid = made(app, world)
    typed = {**AS_IT_STANDS, "local_start": "2026-11-25T10:00", "local_end": "2026-11-25T12:00"}

    answer = edit(organizer, f"/series/{ulid}/edit", typed)

    assert "3 meetings changed with it." in organizer.text(answer.location)
    assert planned(app)[-3:] == [
        ("2026-11-25 10:00", "CN", "Beijing"),
        ("2027-11-25 10:00", "BY", "Minsk"),
        ("2028-11-25 10:00", "CN", "Beijing"),
    ]
    assert planned(app)[0] == ("2016-11-25 09:00", "CN", "Beijing")


def test_boxes_in_another_order_are_no_change(app, world, organizer):
    ulid = made(app, world, languages=["zh", "ru", "en"])
    typed = {**AS_IT_STANDS, "languages": ["en", "zh", "ru"], "titles-zh": "新名称"}

    page = shown(organizer, f"/series/{ulid}/edit", typed)

    assert ("3 meetings change." in page, "Changes as well" in page) == (True, False)


def test_this_and_the_following_leaves_the_earlier_ones(app, world, organizer):
    ulid = made(app, world)
    with app.app_context():
        start = meetings_of(db.session.scalar(select(Series)).id)[-2].ulid
    typed = {**AS_IT_STANDS, "local_start": "2027-11-26T14:00", "local_end": "2027-11-26T18:00"}
    typed |= {"repeats": "MONTHLY", "interval": "6", "pattern": "nth", "nth": "-1", "weekday": "FR"}
    typed |= {"rotation-0-party": "BY", "rotation-1-party": "CN"}

    page = shown(organizer, f"/series/{ulid}/edit?from={start}", typed)
    edit(organizer, f"/series/{ulid}/edit?from={start}", typed)

    assert "2 meetings change." in page
    assert "1 new one is planned." in page
    assert planned(app)[-4:] == [
        ("2026-11-25 09:00", "CN", "Beijing"),
        ("2027-11-26 14:00", "BY", "Minsk"),
        ("2028-05-26 14:00", "CN", "Beijing"),
        ("2028-11-24 14:00", "BY", "Minsk"),
    ]


def test_what_was_typed_comes_back_from_the_preview(app, world, organizer):
    ulid = made(app, world)

    page = shown(organizer, f"/series/{ulid}/edit", {**AS_IT_STANDS, "titles-zh": "新名称", "back": "1"})

    assert 'value="新名称"' in page


def test_an_edit_whose_outcome_changed_since_is_shown_again(app, world, organizer):
    ulid = made(app, world)
    typed = {**AS_IT_STANDS, "titles-zh": "新名称"}
    token = seen(shown(organizer, f"/series/{ulid}/edit", typed))
    with app.app_context(), writing():
        last = meetings_of(db.session.scalar(select(Series)).id)[-1]
        actions.cancel_event(last, reason="отменено", by=world.reader("CN", "organizer"), now=NOW)

    answer = organizer.post(f"/series/{ulid}/edit", {**typed, "seen": token})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Since you looked, something changed" in page
    assert "2 meetings change." in page
    with app.app_context():
        assert db.session.scalar(select(Series)).titles["zh"] == "高级别会晤"


def test_a_city_keeps_its_names_in_other_languages(app, world, organizer):
    ulid = made(app, world)
    organizer.get("/language?to=ru")
    typed = {**AS_IT_STANDS, "rotation-0-city": "Пекин", "rotation-1-city": "Гродно"}

    edit(organizer, f"/series/{ulid}/edit", typed)

    with app.app_context():
        turns = db.session.scalar(select(Series)).rotation
        assert [turn.city for turn in turns] == [{"en": "Beijing", "zh": "北京", "ru": "Пекин"}, {"ru": "Гродно"}]


def test_a_stale_edit_shows_both_texts(app, world, organizer):
    ulid = made(app, world)
    edit(organizer, f"/series/{ulid}/edit", {**AS_IT_STANDS, "titles-zh": "先到"})

    answer = organizer.post(f"/series/{ulid}/edit", {**AS_IT_STANDS, "titles-zh": "后到"})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, "先到" in page, "后到" in page) == (409, True, True)
    with app.app_context():
        assert db.session.scalar(select(Series)).titles["zh"] == "先到"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"local_start": "2026-11-20T09:00"}, "A meeting would be on 2026-11-20, which has passed"),
        ({"local_start": "2025-11-25T09:00"}, "The meeting before it is on 2025-11-25"),
        ({"repeats": "own", "rrule": "每年"}, "A rule cannot have"),
        ({"months_ahead": "999"}, "Number must be between 1 and 120."),
    ],
)
def test_an_edit_that_cannot_be_is_said_and_kept(app, world, organizer, changes, said):
    ulid = made(app, world)

    answer = organizer.post(f"/series/{ulid}/edit", {**AS_IT_STANDS, "titles-zh": "新名称", "local_end": "", **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert 'value="新名称"' in page


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


def test_a_meeting_that_the_editors_party_left_stays_and_is_named_only_to_who_may_see_it(app, world, organizer):
    ulid = made(app, world, access="public")
    with app.app_context():
        hidden, open_to_all = meetings_of(db.session.scalar(select(Series)).id)[-2:]
        with writing():
            for event, access in ((hidden, "parties"), (open_to_all, "public")):
                event.parties, event.host, event.access = parties(world, "BY"), parties(world, "BY")[0], access
        names = hidden.ulid, open_to_all.ulid

    page = shown(organizer, f"/series/{ulid}/edit", {**AS_IT_STANDS, "access": "public", "titles-zh": "新名称"})

    assert ("1 meeting changes." in page, "12 stay as they are." in page) == (True, True)
    assert page.count("belongs to other parties") == 1
    assert [name in page for name in names] == [False, True]


def test_what_calendars_outside_may_say_is_chosen_and_shown(app, world, organizer):
    ulid = made(app, world)
    path = f"/series/{ulid}/edit"

    organizer.post(path, {**AS_IT_STANDS, "calendar_detail": "full"})

    form = organizer.text(path)
    assert "<dt>Mails and calendars outside</dt><dd>All of it, with actions and agreed minutes</dd>" in organizer.text(
        f"/series/{ulid}"
    )
    assert '<option selected value="full">' in form
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "events.edit_series")).one()
        assert entry.details == {"calendar_detail": "full"}


def test_a_series_says_title_time_city_and_link_unless_its_organizers_chose_more(app, world, organizer):
    organizer.post("/series/new", TYPED)

    with app.app_context():
        assert db.session.scalars(select(Series.calendar_detail)).one() == "brief"
