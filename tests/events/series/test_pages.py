"""The pages that show series."""

import re
from datetime import date, datetime

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Series
from forumhub.events.series.queries import meetings_of
from tests.events.examples import make_event, make_series
from tests.events.pages import queries_of
from tests.world import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def organizer(world):
    return world.signed_in("CN", "organizer")


def made(app, world, until: date = date(2028, 12, 31), **values: object) -> str:
    with app.app_context():
        series = make_series(world, **values)
        with writing():
            actions.plan_series(series, until, by=world.reader("CN", "organizer"), now=NOW)
        return series.ulid


def test_the_series_page_draws_and_numbers_its_meetings(app, world, organizer):
    ulid = made(app, world)
    with app.app_context(), writing():
        first, second = meetings_of(db.session.scalar(select(Series)).id)[:2]
        by = world.reader("CN", "organizer")
        actions.hold_event(first, by=by, now=NOW)
        actions.cancel_event(second, reason="疫情", by=by, now=NOW)

    planned, past = organizer.text(f"/series/{ulid}"), organizer.text(f"/series/{ulid}?when=past")

    assert '<svg role="img" aria-label="1 held, 12 others"' in planned
    assert re.findall(r">No\. (\d+) · ", planned) == ["10", "11", "12"]
    assert re.findall(r">No\. (\d+) · ", past) == ["9", "8", "7", "6", "5", "4", "3", "2", "1"]


def test_the_series_page_says_what_is_an_exception_and_what_can_be_done(app, world, organizer):
    ulid = made(app, world)
    by = world.reader("CN", "organizer")
    with app.app_context():
        series = db.session.scalar(select(Series))
        moved, skipped = meetings_of(series.id)[-2:]
        with writing():
            actions.postpone_event(moved, reason="x", local_start=datetime(2027, 12, 1, 9), by=by, now=NOW)
            actions.skip_occurrence(series, skipped.occurrence, reason="装修", by=by, now=NOW)
        make_event(world, "", series=series)

    page = organizer.text(f"/series/{ulid}")

    assert "Moved: the rule has it on Thu 25 Nov 2027" in page
    assert "Extra meeting, outside the rule" in page
    assert "装修" in page
    assert f"/series/{ulid}/edit?from={moved_ulid(page)}" in page
    assert "Skip this meeting" in page
    assert "Skip this meeting" not in world.signed_in("CN", "delegate").text(f"/series/{ulid}")


def moved_ulid(page: str) -> str:
    return re.search(r"/series/\w+/edit\?from=(\w+)", page)[1]


def test_long_lists_of_meetings_are_paged(app, world, organizer):
    ulid = made(app, world, code="WEEK", rrule="FREQ=WEEKLY", first_local_start=datetime(2026, 12, 1, 9))

    page = organizer.text(f"/series/{ulid}?page=2")

    assert "Page 2 of 3, 109 in all" in page
    assert re.findall(r">No\. (\d+) · ", page) == [str(number) for number in range(51, 101)]
    assert '<svg role="img" aria-label="0 held, 109 others"' in page


def test_the_series_page_reads_no_more_rows_because_there_are_more_meetings(app, world, organizer):
    few = made(app, world, until=date(2017, 12, 31), code="FEW")
    many = made(app, world, code="MANY", rrule="FREQ=WEEKLY", first_local_start=datetime(2026, 12, 1, 9))

    assert queries_of(app, organizer, f"/series/{few}?when=past") == queries_of(app, organizer, f"/series/{many}")


def test_a_changed_rule_is_shown_with_the_day_from_which_it_holds(app, world, organizer):
    ulid = made(app, world)
    by = world.reader("CN", "organizer")
    with app.app_context(), writing():
        series = db.session.scalar(select(Series))
        start = meetings_of(series.id)[-1]
        values = {"rrule": "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "first_local_start": datetime(2028, 11, 24, 10)}
        actions.edit_series(series, lock_version=1, start=start, by=by, now=NOW, **values)

    page = organizer.text(f"/series/{ulid}")

    assert "every year on 25 November" in page
    assert "from Fri 24 Nov 2028 on" in page
    assert "on the last Friday of November" in page


def test_a_rule_by_which_no_meeting_comes_any_more_is_not_shown(app, world, organizer):
    ulid = made(app, world)
    by = world.reader("CN", "organizer")
    with app.app_context(), writing():
        series = db.session.scalar(select(Series))
        start = next(event for event in meetings_of(series.id) if event.starts_at > NOW)
        values = {"rrule": "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "first_local_start": datetime(2026, 11, 27, 10)}
        actions.edit_series(series, lock_version=1, start=start, by=by, now=NOW, **values)

    page = organizer.text(f"/series/{ulid}")

    assert ("every year on 25 November" in page, "on the last Friday of November" in page) == (False, True)


@pytest.mark.parametrize("path", ["skip", "host"])
def test_a_step_shows_what_changes_then_does_it(app, world, organizer, path):
    ulid = made(app, world)
    with app.app_context():
        first, second = [event.ulid for event in meetings_of(db.session.scalar(select(Series)).id)[-3:-1]]
    url = f"/events/{first}/{path}"
    typed = {"skip": {"reason": "Ремонт зала"}, "host": {"other": second}}[path]

    form, shown = organizer.text(url), organizer.post(url, typed).get_data(as_text=True)
    token = re.search(r'name="seen" value="(\w+)"', shown)[1]
    answer = organizer.post(url, {**typed, "seen": token})

    assert "See what changes" in form
    assert {"skip": "1 meeting changes.", "host": "2 meetings change."}[path] in shown
    assert answer.location.endswith(f"/series/{ulid}")
    done = {"skip": ("Cancelled", "Ремонт зала"), "host": ("2026, 09:00–17:30 Minsk", "2027, 09:00–17:30 Beijing")}
    page = organizer.text(answer.location)
    assert [words in page for words in done[path]] == [True, True]


def test_the_list_of_series_is_paged(app, world, organizer):
    for number in range(51):
        made(app, world, until=date(2016, 12, 31), code="S" + chr(65 + number // 26) + chr(65 + number % 26))

    first, second = organizer.text("/series"), organizer.text("/series?page=2")

    assert ("Page 1 of 2, 51 in all" in first, first.count('<div class="id">')) == (True, 50)
    assert second.count('<div class="id">') == 1
    assert "SBY" in second


def test_a_skip_without_a_reason_is_refused_beside_its_field(app, world, organizer):
    made(app, world)
    with app.app_context():
        last = meetings_of(db.session.scalar(select(Series)).id)[-1].ulid

    answer = organizer.post(f"/events/{last}/skip", {"reason": " "})

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Give a reason: the participants will read it." in page, page


def test_a_skipped_day_is_planned_after_all_by_a_button(app, world, organizer):
    ulid = made(app, world, until=date(2026, 12, 31))
    by = world.reader("CN", "organizer")
    with app.app_context(), writing():
        actions.skip_occurrence(db.session.scalar(select(Series)), date(2027, 11, 25), reason="x", by=by, now=NOW)

    shown = "Plan it after all" in organizer.text(f"/series/{ulid}")
    answer = organizer.post(f"/series/{ulid}/restore", {"day": "2027-11-25"})

    page = organizer.text(answer.location)
    assert (shown, "not skipped any more" in page, "Plan it after all" in page) == (True, True, False)


@pytest.mark.parametrize(("language", "words"), [("zh", "高级别会晤"), ("ru", "Встреча на высоком уровне")])
def test_a_series_reads_in_the_readers_language(app, world, organizer, language, words):
    ulid = made(app, world)
    organizer.get(f"/language?to={language}")

    assert words in organizer.text(f"/series/{ulid}")
    assert words in organizer.text("/series")


def test_a_public_series_is_for_everyone_and_another_for_nobody_else(app, world, client):
    public = made(app, world, access="public", code="PUB", until=date(2017, 1, 1))
    hidden = made(app, world, first_local_start=datetime(2020, 1, 1, 9), code="HID", until=date(2020, 1, 1))

    assert client.get(f"/series/{public}").status_code == 200
    assert "/sign-in" in client.get(f"/series/{hidden}").location
    assert world.signed_in("KZ", "secretary").get(f"/series/{hidden}").status_code == 404
    assert "HID" not in client.text("/series")


def test_the_list_of_series_tells_the_next_meeting_on_both_clocks(app, world):
    made(app, world)

    page = world.signed_in("BY", "delegate").text("/series")

    assert re.findall(r"<small>next: (.+)</small>", page) == ["Wed 25 Nov 2026, 09:00–17:30 Beijing (04:00 Minsk)"]
