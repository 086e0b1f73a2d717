"""The pages of events, as browsers see them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event as database_events
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Event
from tests.events.examples import START, make_event, make_series, parties, stand
from tests.world import NOW

TYPED = {
    "titles-en": "Seminar on cyber-enabled fraud",
    "titles-zh": "打击网络诈骗研讨会",
    "titles-ru": "Семинар по кибермошенничеству",
    "register_code": "fraud",
    "kind": "seminar",
    "under": "",
    "local_start": "2027-06-01T09:30",
    "host": "BY",
    "parties": ["CN", "BY"],
    "access": "parties",
    "languages": ["zh", "ru"],
    "description": "О **чём** речь: 电信诈骗",
    "lock_version": "1",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def organizer(world):
    return world.signed_in("BY", "organizer")


def made(app, world, **values: object) -> str:
    with app.app_context():
        return make_event(world, **values).ulid


def stored(app, *columns: str):
    with app.app_context():
        event = db.session.scalar(select(Event))
        return tuple(getattr(event, name) for name in columns)


def queries_of(app, client, path: str) -> int:
    count = []

    def note(*_: object) -> None:
        count.append(1)

    with app.app_context():
        engine = db.engine
    database_events.listen(engine, "before_cursor_execute", note)
    client.text(path)
    database_events.remove(engine, "before_cursor_execute", note)
    return len(count)


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
        ({"titles-en": "", "titles-zh": "", "titles-ru": ""}, "Give a title in at least one language"),
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

    answer = organizer.post(f"/events/{ulid}/edit", {**TYPED, "venue": "大会堂"})

    assert (answer.status_code, answer.location) == (302, f"/events/{ulid}")
    assert stored(app, "venue", "sequence", "lock_version", "kind") == ("大会堂", 1, 2, "seminar")


def test_a_stale_edit_shows_both_texts_and_can_be_saved_again(app, world, organizer):
    ulid = made(app, world)
    organizer.post(f"/events/{ulid}/edit", {**TYPED, "venue": "Первый зал"})

    stale = world.signed_in("CN", "organizer").post(f"/events/{ulid}/edit", {**TYPED, "venue": "第二厅"})
    page = stale.get_data(as_text=True)

    assert stale.status_code == 409
    assert "Первый зал" in page
    assert "第二厅" in page
    assert 'name="lock_version" type="hidden" value="2"' in page
    assert stored(app, "venue") == ("Первый зал",)
    again = world.signed_in("CN", "organizer").post(
        f"/events/{ulid}/edit", {**TYPED, "venue": "第二厅", "lock_version": "2"}
    )
    assert (again.status_code, stored(app, "venue")) == (302, ("第二厅",))


@pytest.mark.parametrize("version", ["", "x", "١", "9" * 40])
def test_a_lock_version_that_was_tampered_with_is_stale(app, world, organizer, version):
    ulid = made(app, world)

    answer = organizer.post(f"/events/{ulid}/edit", {**TYPED, "lock_version": version})

    assert (answer.status_code, stored(app, "lock_version")) == (409, (1,))


def test_postponing_says_how_many_are_told_and_moves_the_event(app, world, organizer):
    ulid = made(app, world)
    with app.app_context():
        event = db.session.scalar(select(Event))
        stand(event, world.person["CN", "delegate"], "confirmed")
        stand(event, world.person["BY", "delegate"], "invited")

    page = organizer.text(f"/events/{ulid}/postpone")
    answer = organizer.post(f"/events/{ulid}/postpone", {"reason": "Визит", "local_start": "2027-04-11T09:00"})

    assert "2 people will be told by mail" in page
    assert answer.status_code == 302
    assert stored(app, "state", "local_start", "sequence") == ("tentative", START.replace(month=4), 1)


def test_postponing_without_a_reason_keeps_what_was_typed(app, world, organizer):
    ulid = made(app, world)

    answer = organizer.post(f"/events/{ulid}/postpone", {"reason": " ", "local_start": "2027-04-11T09:00"})

    assert answer.status_code == 422
    assert 'value="2027-04-11T09:00"' in answer.get_data(as_text=True)
    assert stored(app, "state", "sequence") == ("tentative", 0)


def test_a_cancelled_event_stays_in_the_list_marked(app, world, organizer):
    ulid = made(app, world)

    organizer.post(f"/events/{ulid}/cancel", {"reason": "经双方同意"})
    page = organizer.text("/events")

    assert "Forum on trafficking in persons" in page
    assert '<span class="st late">Cancelled</span>' in page
    assert organizer.get(f"/events/{ulid}/edit").status_code == 422


def test_an_event_is_marked_as_held_only_after_its_start(app, world, organizer):
    ulid = made(app, world)

    early = organizer.post(f"/events/{ulid}/hold")
    with time_machine.travel(datetime(2027, 3, 12, tzinfo=UTC), tick=False):
        late = world.signed_in("BY", "organizer").post(f"/events/{ulid}/hold")

    assert (early.status_code, late.status_code, stored(app, "state")) == (422, 302, ("held",))
    assert "has not begun yet" in early.get_data(as_text=True)


def test_confirming_is_one_click(app, world, organizer):
    ulid = made(app, world)

    assert organizer.post(f"/events/{ulid}/confirm").status_code == 302
    assert stored(app, "state", "sequence") == ("confirmed", 1)


def test_a_secretary_names_the_own_partys_head(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")

    page = secretary.text(f"/events/{ulid}/heads")
    person = world.ulid["CN", "head_of_delegation"]
    answer = secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": person, "leads": "y"})

    assert (world.ulid["BY", "head_of_delegation"] in page, person in page) == (False, True)
    assert answer.status_code == 302
    assert "leads the delegation" in secretary.text(f"/events/{ulid}/heads")
    assert secretary.post(f"/events/{ulid}/heads/CN/{person}/remove").status_code == 302
    assert "Nobody is named yet" in secretary.text(f"/events/{ulid}/heads")


def test_naming_for_nothing_is_refused_in_words(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")

    answer = secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": world.ulid["CN", "delegate"]})

    assert answer.status_code == 422
    assert "to lead, to approve, or both" in answer.get_data(as_text=True)


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
    paths = ("/events", "/events.csv", "/calendar?month=2027-03", "/series")
    few = [queries_of(app, organizer, path) for path in paths]
    with app.app_context():
        for number in range(52):
            make_event(world, "A" + chr(65 + number // 26) + chr(65 + number % 26))
        for number in range(4):
            make_series(world, "SER" + chr(65 + number))

    many = [queries_of(app, organizer, path) for path in paths]
    first, second = organizer.text("/events"), organizer.text("/events?page=2")

    assert many == few
    assert [page.count("Forum on trafficking in persons</a>") for page in (first, second)] == [50, 3]


def test_the_csv_has_the_list_and_starts_no_formula(app, world, organizer):
    made(app, world, titles={"en": "=1+1"}, venue="@зал", city={"zh": "明斯克"})

    rows = list(csv.DictReader(io.StringIO(organizer.text("/events.csv").removeprefix("\ufeff"))))

    assert [(row["title"], row["venue"], row["city"], row["local_start"]) for row in rows] == [
        ("'=1+1", "'@зал", "明斯克", "2027-03-11T09:00")
    ]
    assert organizer.text("/events.csv?when=past").count("\n") == 1


def test_filters_narrow_the_list(app, world, organizer):
    made(app, world)

    assert "Forum on trafficking" in organizer.text("/events?party=CN&kind=forum&state=tentative")
    assert "No event is like this" in organizer.text("/events?kind=seminar")
    assert "Nothing has taken place yet" in organizer.text("/events?when=past")


def day_cell(page: str, words: str) -> str:
    """The day's number in the cell of the grid that holds these words."""
    cell = next(part for part in page.split("<td")[1:] if words in part)
    return cell.split('class="weekday">')[1].split("</span>")[1]


def test_a_month_shows_days_of_the_reader_or_of_the_host(app, world):
    late = {"local_start": datetime(2027, 3, 11, 22, 0), "local_end": datetime(2027, 3, 11, 23, 0)}
    made(app, world, **late)
    reader = world.signed_in("CN", "organizer")

    own, hosts = reader.text("/calendar?month=2027-03"), reader.text("/calendar?month=2027-03&clock=host")

    assert (day_cell(own, "Forum on"), day_cell(hosts, "Forum on")) == ("12", "11")
    assert ("03:00 Forum on" in own, "22:00 Forum on" in hosts) == (True, True)


def test_a_month_shows_each_day_of_a_longer_event(app, world, organizer):
    made(app, world, local_end=datetime(2027, 3, 14, 0, 0))

    page = organizer.text("/calendar?month=2027-03")

    assert page.count("Forum on trafficking in persons</a>") == 3


@pytest.mark.parametrize("month", ["", "2027-13", "0001-01", "9999-12", "二〇二七", "2027-3", "%00"])
def test_a_month_that_is_none_is_this_month(world, organizer, month):
    assert "November 2026" in organizer.text(f"/calendar?month={month}")


def test_what_is_postponed_stays_ahead_and_what_is_over_is_past(app, world, organizer):
    made(app, world)
    with app.app_context(), writing():
        event = db.session.scalar(select(Event))
        actions.postpone_event(event, reason="?", by=world.reader("CN", "organizer"), now=NOW)

    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        later = world.signed_in("BY", "organizer")
        ahead, past = later.text("/events"), later.text("/events?when=past")

    assert ("Forum on" in ahead, "Forum on" in past) == (True, False)


def test_a_public_event_is_for_everyone(app, world, client):
    made(app, world, access="public")

    assert "Forum on trafficking" in client.text("/events")
    assert "Forum on trafficking" in client.text("/calendar?month=2027-03")
    assert "打击人口贩运论坛" in client.get("/events", headers={"Accept-Language": "zh-CN"}).get_data(as_text=True)


def test_the_form_offers_the_parties_that_exist(app, world, organizer):
    with app.app_context():
        names = [party.names["en"] for party in parties(world, "CN", "BY", "KZ")]

    page = organizer.text("/events/new")

    assert [name in page for name in names] == [True, True, True]
