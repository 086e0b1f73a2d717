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
from tests.events.examples import make_series
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

    page = organizer.text(f"/series/{ulid}")

    assert '<svg role="img" aria-label="1 held, 12 others"' in page
    assert "No. 1 · High-level meeting" in page
    assert "No. 12 · High-level meeting" in page
    assert "No. 13" not in page


def test_the_series_pages_ask_a_constant_number_of_queries(app, world, organizer):
    few = made(app, world, until=date(2017, 12, 31), code="FEW")
    many = made(app, world, until=date(2035, 12, 31), code="MANY")

    assert queries_of(app, organizer, f"/series/{few}") == queries_of(app, organizer, f"/series/{many}")


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
