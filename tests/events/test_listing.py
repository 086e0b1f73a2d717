"""The list of events, as a page and as CSV."""

import csv
import io
from datetime import timedelta

import pytest

from forumhub import clock
from forumhub.database import db, writing
from forumhub.events.models import Event
from tests.events.examples import make_event, make_series
from tests.events.pages import made, queries_of

pytestmark = pytest.mark.usefixtures("today")


def test_a_stranger_is_sent_to_sign_in_or_told_that_there_is_nothing(app, world, client):
    ulid = made(app, world)

    assert "/sign-in" in client.get(f"/events/{ulid}/edit").location
    assert world.signed_in("KZ", "organizer").get(f"/events/{ulid}/edit").status_code == 404
    assert world.signed_in("BY", "delegate").get(f"/events/{ulid}/edit").status_code == 404
    assert "Forum on trafficking" not in client.text("/events")


@pytest.mark.parametrize(("language", "title"), [("zh", "打击人口贩运论坛"), ("ru", "Форум по борьбе")])
def test_a_list_reads_in_the_readers_language(app, world, organizer, language, title):
    made(app, world)
    organizer.get(f"/language?to={language}")

    page = organizer.text("/events")

    assert title in page


def test_lists_have_pages_of_fifty_and_a_constant_number_of_queries(app, world, organizer):
    with app.app_context():
        make_event(world, "", series=make_series(world))
    paths = ("/events", "/events.csv", "/calendar?on=2027-03", "/series")
    few = [queries_of(app, organizer, path) for path in paths]
    with app.app_context():
        for number in range(52):
            make_event(world, "A" + chr(65 + number // 26) + chr(65 + number % 26))
        for number in range(4):
            make_series(world, "SER" + chr(65 + number))

    many = [queries_of(app, organizer, path) for path in paths]
    pages = [organizer.text(f"/events?page={number}") for number in (1, 2, 99)]

    assert many == few
    assert [page.count("Forum on trafficking in persons</a>") for page in pages] == [50, 3, 3]


def test_the_csv_has_the_list_and_starts_no_formula(app, world, organizer):
    made(app, world, titles={"en": "=1+1"}, venue="＠зал", city={"zh": "明斯克"})

    rows = list(csv.DictReader(io.StringIO(organizer.text("/events.csv").removeprefix("\ufeff"))))

    assert [(row["title"], row["venue"], row["city"], row["local_start"]) for row in rows] == [
        ("'=1+1", "'＠зал", "明斯克", "2027-03-11T09:00")
    ]
    assert organizer.text("/events.csv?when=past").count("\n") == 1


def test_filters_narrow_the_list(app, world, organizer):
    made(app, world)

    assert "Forum on trafficking" in organizer.text("/events?party=CN&kind=forum&state=tentative")
    assert "No event is like this" in organizer.text("/events?kind=seminar")
    assert "Nothing has taken place yet" in organizer.text("/events?when=past")


def test_a_public_event_is_for_everyone(app, world, client):
    made(app, world, access="public")

    assert "Forum on trafficking" in client.text("/events")
    assert "Forum on trafficking" in client.text("/calendar?on=2027-03")
    assert "打击人口贩运论坛" in client.get("/events", headers={"Accept-Language": "zh-CN"}).get_data(as_text=True)


def test_a_confirmed_event_that_is_over_reads_ended_in_the_list_and_at_its_desk(app, world, organizer):
    ulid, paths = made(app, world), ("/events?when=past", "/events/{}")
    before = [organizer.text(path.format(ulid)) for path in paths]

    with app.app_context(), writing():
        event = db.session.query(Event).filter_by(ulid=ulid).one()
        event.state, event.ends_at = "confirmed", clock.now() - timedelta(seconds=1)

    after = [organizer.text(path.format(ulid)) for path in paths]
    assert [">Ended</span>" in page for page in before + after] == [False, False, True, True]
