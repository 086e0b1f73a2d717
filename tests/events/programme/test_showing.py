"""The programme as its readers see it."""

import re
from datetime import timedelta

import pytest

from forumhub.database import writing
from forumhub.events.actions import postpone_event
from forumhub.events.programme.actions import build_session, edit_session
from forumhub.events.programme.models import Speaker
from forumhub.events.programme.queries import get_session
from forumhub.events.queries import get_event
from tests.events.examples import make_event
from tests.events.pages import queries_of
from tests.events.programme.examples import at, make_session, who
from tests.events.programme.pages import made, programme
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")


def test_programme_shows_both_clocks_and_names_them(app, world):
    names = made(app, world, published=True)

    page = world.signed_in("CN", "delegate").text(names.page)

    assert '<th scope="col">Minsk</th><th scope="col">Beijing</th>' in page
    assert "09:00–10:00" in page
    assert "14:00–15:00" in page


def test_programme_on_the_readers_own_clock_shows_one(app, world):
    names = made(app, world, published=True)

    page = world.signed_in("BY", "delegate").text(names.page)

    assert '<th scope="col">Minsk</th><th scope="col">Session</th>' in page


def test_programme_of_a_postponed_event_says_so(app, world):
    names = made(app, world, published=True)
    with app.app_context(), writing():
        event = get_event(names.event, world.reader("BY", "organizer"))
        postpone_event(event, reason="Ремонт зала", by=world.reader("BY", "organizer"), now=NOW)

    page = world.signed_in("CN", "delegate").text(names.page)

    assert re.findall(r"Minsk \(14:00 Beijing\) <span[^>]*>([^<]+)</span>", page) == ["Postponed"]


@pytest.mark.parametrize("step", ["postpone", "move?start=2027-03-18T10:00"])
def test_a_new_date_says_that_the_programme_goes_along(app, world, step):
    names = made(app, world, published=True)
    with app.app_context():
        bare = make_event(world, code="BARE").ulid
    organizer, said = world.signed_in("BY", "organizer"), "The programme goes along by whole days"

    pages = [organizer.text(f"/events/{ulid}/{step}") for ulid in (names.event, bare)]

    assert [said in page for page in pages] == [True, False]


def test_programme_names_the_readers_day_where_it_is_another(app, world):
    names = made(app, world, published=False)
    with app.app_context():
        make_session(world, programme(app), local_start=at(21), kind="break")

    page = world.signed_in("CN", "organizer").text(names.page)

    assert "02:00–03:00 <small>Fri 12 Mar 2027</small>" in page


def test_programme_by_hall_stands_in_the_order_of_halls(app, world):
    names = made(app, world, published=True)
    with app.app_context():
        make_session(world, programme(app), kind="break", local_start=at(11))

    page = world.signed_in("BY", "delegate").text(f"{names.page}?by=hall")

    assert page.index("<h3>Every hall</h3>") < page.index("<h3>Great Hall</h3>")
    assert "<h3>Blue Hall</h3>" not in page


@pytest.mark.parametrize(
    ("language", "heading", "hall"), [("zh", "日程", "大礼堂"), ("ru", "Программа", "Большой зал")]
)
def test_programme_speaks_the_readers_language(app, world, language, heading, hall):
    names = made(app, world, published=True)
    reader = world.signed_in("BY", "delegate")
    reader.get(f"/language?to={language}")

    page = reader.text(names.page)

    assert f"<h1>{heading}</h1>" in page
    assert hall in page


def test_session_shows_its_abstract_speakers_and_languages(app, world):
    names = made(app, world)
    with app.app_context(), writing():
        session = get_session(programme(app), names.opening)
        values = {"abstract": "О **чём**", "html": "<p>О <strong>чём</strong></p>", "interpretation": ["zh"]}
        values["links"] = [{"url": "https://example.org/a?b=1&c", "title": "Доклад"}]
        values["speakers"] = [Speaker(name="Министр <МВД>", affiliation="Минск", chairs=True)]
        edit_session(session, lock_version=1, **values, **who(world))

    page = world.signed_in("BY", "secretary").text(f"{names.page}/sessions/{names.opening}")

    assert "<p>О <strong>чём</strong></p>" in page
    assert 'Министр &lt;МВД&gt; <span class="st off">Chair</span>' in page
    assert "<dt>Interpretation into</dt><dd>中文</dd>" in page
    assert '<a href="https://example.org/a?b=1&amp;c" rel="noreferrer nofollow">Доклад</a>' in page


def test_session_that_was_deleted_is_missing(app, world, organizer):
    names = made(app, world)
    organizer.post(names.session("delete"), {"lock_version": "1"})

    assert organizer.get(f"{names.page}/sessions/{names.opening}").status_code == 404


def test_programme_of_an_event_without_one_is_begun_by_its_organizer(app, world, organizer):
    with app.app_context():
        event = make_event(world).ulid
    page = f"/events/{event}/programme"

    before = "No programme yet" in organizer.text(page), world.signed_in("BY", "secretary").get(page).status_code
    answer = organizer.post(f"{page}/open")

    assert before == (True, 404)
    assert answer.location == f"{page}/edit"


def test_public_programme_is_seen_by_everybody(app, world, client):
    names = made(app, world, published=True, access="public")

    assert "Panel on cross-border cases" in client.text(names.page)


def test_pages_of_five_hundred_sessions_ask_as_often_as_of_two(app, world, organizer):
    names = made(app, world)
    paths = [names.page, f"{names.page}?by=hall", f"{names.page}/edit", f"{names.page}/board.json"]
    few = [queries_of(app, organizer, path) for path in paths]
    with app.app_context():
        crowd(world, app, 500)

    many = [queries_of(app, organizer, path) for path in paths]

    assert many == few


def crowd(world, app, count: int) -> None:
    """Sessions, each with a speaker, made at once."""
    with writing():
        found = programme(app)
        for number in range(count):
            values = {"titles": {"en": f"Session {number}"}, "hall": found.halls[number % 2], "minutes": 5}
            values["local_start"] = at(9) + timedelta(minutes=number % 500)
            build_session(found, NOW, speakers=[Speaker(name=f"委员 {number}")], **values)
