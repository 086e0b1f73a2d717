"""Making, editing and confirming an event, as browsers do it."""

from datetime import datetime

import pytest
from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from tests.events.examples import make_series, parties
from tests.events.pages import TYPED, made, saved, sent, stored

pytestmark = pytest.mark.usefixtures("today")


def test_an_event_is_made_of_few_words(app, world, organizer):
    answer = organizer.post("/events/new", TYPED)

    assert answer.status_code == 302
    assert stored(app, "kind", "timezone", "local_end", "state", "languages") == (
        "seminar",
        "Europe/Minsk",
        datetime(2027, 6, 1, 17, 30),
        "tentative",
        ["zh", "ru"],
    )
    assert stored(app, "titles", "city") == (
        {"en": TYPED["titles-en"], "zh": TYPED["titles-zh"], "ru": TYPED["titles-ru"]},
        {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
    )
    assert stored(app, "description_html") == ("<p>О <strong>чём</strong> речь: 电信诈骗</p>",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"register_code": "高级"}, "two to eight Latin capitals"),
        ({"titles-en": "", "titles-zh": "", "titles-ru": ""}, "Title, English</a>: Give a title"),
        ({"local_start": "2027-03-28T02:30", "timezone": "Europe/Warsaw"}, "Clocks in Europe/Warsaw go forward"),
        ({"timezone": "Минск"}, "There is no time zone Минск"),
        ({"local_start": ""}, "This field is required"),
        ({"local_start": "yesterday"}, "Not a valid datetime value"),
        ({"local_end": "2027-06-01T08:00"}, "The end is not after the start"),
        ({"local_start": "9999-12-31T23:00"}, "The year"),
        ({"capacity": "0"}, "Number must be between"),
        ({"kind": "party"}, "Not a valid choice"),
        ({"parties": ["KZ"], "host": "KZ"}, "Only an organizer"),
        ({"parties": ["CN"]}, "The host is not among the parties"),
    ],
)
def test_bad_input_is_said_and_kept(app, world, organizer, changes, said):
    answer = organizer.post("/events/new", {**TYPED, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code in (403, 422)
    assert said in page
    assert answer.status_code == 403 or "电信诈骗" in page
    with app.app_context():
        assert db.session.scalar(select(Event)) is None


def test_control_characters_are_dropped_and_never_break_a_page(app, world, organizer):
    dirty = {**TYPED, "titles-zh": "论坛\x00\x0b", "venue": "Зал\x00 2", "description": "a\x00b"}

    assert organizer.post("/events/new", dirty).status_code == 302
    assert organizer.get("/events?party=%00&series=%00&page=0").status_code == 200
    assert stored(app, "venue", "description") == ("Зал 2", "ab")


def test_an_extra_meeting_of_a_series_asks_for_no_code(app, world, organizer):
    with app.app_context():
        ulid = make_series(world).ulid

    page = organizer.text(f"/events/new?series={ulid}")
    answer = organizer.post(f"/events/new?series={ulid}", {**TYPED, "register_code": ""})

    assert 'name="register_code"' not in page
    assert answer.status_code == 302
    with app.app_context():
        assert db.session.scalar(select(Event)).register.code == "HLM"


def test_the_form_comes_back_as_the_event_stands(app, world, organizer):
    ulid = made(app, world, venue="Академия")

    page = organizer.text(f"/events/{ulid}/edit")

    for piece in ("打击人口贩运论坛", "Академия", 'value="2027-03-11T09:00"', 'value="Europe/Minsk"', "明斯克"):
        assert piece in page
    assert 'name="register_code"' not in page


def test_an_edit_is_saved(app, world, organizer):
    ulid = made(app, world)

    answer = saved(organizer, f"/events/{ulid}/edit", {**TYPED, "venue": "大会堂"})

    assert (answer.status_code, answer.location) == (302, f"/events/{ulid}")
    assert stored(app, "venue", "sequence", "lock_version", "kind") == ("大会堂", 1, 2, "seminar")


def test_a_stale_edit_shows_both_texts_and_can_be_saved_again(app, world, organizer):
    ulid = made(app, world)
    saved(organizer, f"/events/{ulid}/edit", {**TYPED, "venue": "Первый зал"})

    stale = world.signed_in("CN", "organizer").post(f"/events/{ulid}/edit", {**TYPED, "venue": "第二厅"})
    page = stale.get_data(as_text=True)

    assert stale.status_code == 409
    assert "Первый зал" in page
    assert "第二厅" in page
    assert 'name="lock_version" type="hidden" value="2"' in page
    assert stored(app, "venue") == ("Первый зал",)
    second = {**TYPED, "venue": "第二厅", "lock_version": "2"}
    again = saved(world.signed_in("CN", "organizer"), f"/events/{ulid}/edit", second)
    assert (again.status_code, stored(app, "venue")) == (302, ("第二厅",))


@pytest.mark.parametrize("version", ["", "x", "١", "9" * 40])
def test_a_lock_version_that_was_tampered_with_is_stale(app, world, organizer, version):
    ulid = made(app, world)

    answer = organizer.post(f"/events/{ulid}/edit", {**TYPED, "lock_version": version})

    assert (answer.status_code, stored(app, "lock_version")) == (409, (1,))


def test_confirming_shows_who_is_told_before_it_happens(app, world, organizer):
    ulid = made(app, world)

    unseen = organizer.post(f"/events/{ulid}/confirm", {"lock_version": "1"})
    before = stored(app, "state", "sequence")
    answer = sent(organizer, f"/events/{ulid}/confirm")

    assert (unseen.status_code, before) == (409, ("tentative", 0))
    assert "2 people will be told by mail" in unseen.get_data(as_text=True)
    assert answer.status_code == 302
    assert stored(app, "state", "sequence") == ("confirmed", 1)


def test_the_form_offers_the_parties_that_exist(app, world, organizer):
    with app.app_context():
        names = [party.names["en"] for party in parties(world, "CN", "BY", "KZ")]

    page = organizer.text("/events/new")

    assert [name in page for name in names] == [True, True, True]


@pytest.mark.parametrize("path", ["/events/%00/edit", "/series/%00", "/events/%E4%BC%9A/edit"])
def test_an_address_that_no_database_takes_is_not_found(world, organizer, path):
    assert organizer.get(path).status_code == 404
