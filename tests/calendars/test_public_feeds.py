"""What everybody may read: conditional requests, codings, files of events, series."""

import gzip
from datetime import datetime, timedelta

import icalendar
import pytest
from sqlalchemy import and_, select

from forumhub import clock
from forumhub.calendars.models import CalendarBlob, CalendarCollection
from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, edit_event, edit_series, postpone_event
from forumhub.events.models import Event, Series
from tests.calendars.arranging import events_in, fetch, make_link, titles_in
from tests.events.examples import FORUM, make_event, make_series
from tests.world import NOW, World

MICROSOFT = [
    "Microsoft.Exchange/15.20 (Exchange Web Services)",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.5071; Pro)",
    "Exchange/15.20 (ICalendarSubscription)",
]


@pytest.fixture
def public_event(app, world: World) -> str:
    """Its ULID."""
    with app.app_context():
        return make_event(world, access="public", titles={"en": "Seminar", "ru": "Семинар", "zh": "研讨会"}).ulid


def change(world: World, ulid: str, act, **values: object) -> None:
    with world.app.app_context(), writing():
        event = db.session.scalars(select(Event).where(Event.ulid == ulid)).one()
        act(event, by=world.reader("BY", "organizer"), now=NOW, **values)


def test_the_public_feed_is_empty_before_the_first_event(app, world):
    with app.app_context():
        make_event(world)

    answer = fetch(app, "/public.ics")

    assert events_in(answer) == {}


def test_the_public_feed_shows_public_events_with_all_that_they_say(app, world, public_event):
    with app.app_context():
        make_event(world, code="HIDDEN", access="parties")

    (event,) = events_in(fetch(app, "/public.ics")).values()

    assert (str(event["SUMMARY"]), event["CATEGORIES"].to_ical()) == ("Seminar", b"forum")


def test_an_event_that_is_public_no_more_leaves_the_public_feed(app, world, public_event):
    before = fetch(app, "/public.ics")

    change(world, public_event, edit_event, lock_version=1, access="parties")

    after = fetch(app, "/public.ics", If_None_Match=before.headers["ETag"])
    organizer = fetch(app, f"/feeds/{make_link(world, 'CN', 'organizer')}.ics")
    assert (titles_in(before), titles_in(after), titles_in(organizer)) == (["Seminar"], [], ["Seminar"])


@pytest.mark.parametrize("tag", ["{etag}", "W/{etag}", '"other", {etag}', '"other",W/{etag} , "third"', "*"])
def test_a_client_that_has_the_state_is_told_so(app, world, public_event, tag):
    etag = fetch(app, "/public.ics").headers["ETag"]

    answer = fetch(app, "/public.ics", If_None_Match=tag.format(etag=etag))

    assert (answer.status_code, answer.get_data(), answer.headers["ETag"]) == (304, b"", etag)


def test_a_304_tells_a_cache_what_a_200_would(app, world, public_event):
    names = ("ETag", "Vary", "Cache-Control")
    full = fetch(app, "/public.ics")

    answer = fetch(app, "/public.ics", If_None_Match=full.headers["ETag"])

    assert {name: answer.headers[name] for name in names} == {name: full.headers[name] for name in names}
    assert full.headers["Vary"] == "Accept-Encoding, User-Agent"


@pytest.mark.parametrize("tag", ["", '"another"'])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_what_is_answered_before_flask_is_what_flask_answers(
    app, world, public_event, monkeypatch, method, coding, tag
):
    asked = {"method": method, "headers": {"Accept-Encoding": coding, "If-None-Match": tag}}
    paths = ["/public.ics", f"/feeds/{make_link(world, 'CN', 'organizer')}.ics"]

    before = [app.test_client().open(path, base_url="https://localhost", **asked) for path in paths]

    monkeypatch.setattr("forumhub.calendars.views.polling.AnsweredFirst._answered", lambda *_args: None)
    by_flask = [app.test_client().open(path, base_url="https://localhost", **asked) for path in paths]
    assert [_all_of(each) for each in before] == [_all_of(each) for each in by_flask]


def _all_of(answer) -> tuple[object, ...]:
    return answer.status, sorted(answer.headers), answer.get_data()


def test_a_date_serves_where_no_tag_is_sent(app, world, public_event):
    then = fetch(app, "/public.ics").headers["Last-Modified"]

    assert fetch(app, "/public.ics", If_Modified_Since=then).status_code == 304
    assert fetch(app, "/public.ics", If_Modified_Since=then, If_None_Match='"other"').status_code == 200


def test_two_changes_in_one_second_differ_by_date_too(app, world, public_event, time_machine):
    time_machine.move_to(clock.now() + timedelta(hours=1), tick=False)  # after what made the event
    change(world, public_event, edit_event, lock_version=1, venue="Hall 1")
    first = fetch(app, "/public.ics").headers["Last-Modified"]

    change(world, public_event, edit_event, lock_version=2, venue="Hall 2")

    assert fetch(app, "/public.ics", If_Modified_Since=first).status_code == 200


def test_each_coding_has_its_tag_and_the_same_calendar(app, world, public_event):
    plain, packed = fetch(app, "/public.ics"), fetch(app, "/public.ics", Accept_Encoding="br, gzip;q=0.8")

    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert plain.headers["Cache-Control"] == "public, max-age=900"


def test_what_is_served_is_what_was_stored(app, world, public_event):
    with app.app_context():
        stored = dict(db.session.execute(select(CalendarBlob.coding, CalendarBlob.body)).all())

    assert stored == {
        "identity": fetch(app, "/public.ics").get_data(),
        "gzip": fetch(app, "/public.ics", Accept_Encoding="gzip").get_data(),
    }


@pytest.mark.parametrize("agent", MICROSOFT)
def test_agents_of_microsoft_get_no_gzip(app, world, public_event, agent):
    answer = fetch(app, "/public.ics", Accept_Encoding="gzip", User_Agent=agent)

    assert answer.headers.get("Content-Encoding") is None
    assert titles_in(answer) == ["Seminar"]


def test_an_event_can_be_taken_as_a_file(app, world, public_event):
    answer = fetch(app, f"/events/{public_event}.ics")

    assert answer.headers["Content-Disposition"] == "attachment; filename=FTP-2027-03-11.ics"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert list(events_in(answer)) == [f"{public_event}@forumhub.example"]


def test_the_file_of_an_event_says_that_it_was_cancelled(app, world, public_event):
    before = fetch(app, f"/events/{public_event}.ics").headers["ETag"]

    change(world, public_event, cancel_event, reason="洪水")

    (event,) = events_in(fetch(app, f"/events/{public_event}.ics", If_None_Match=before)).values()
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_the_file_of_a_hidden_event_is_for_those_who_may_see_it(app, world):
    with app.app_context():
        path = f"/events/{make_event(world, venue='Hall 2', access='delegates').ulid}.ics"

    organizer, delegate = world.signed_in("CN", "organizer").get(path), world.signed_in("CN", "delegate").get(path)

    ((event),) = events_in(organizer).values()
    assert (str(event["LOCATION"]), delegate.status_code) == ("Minsk", 404)
    assert fetch(app, path).location == f"/sign-in?next=%2Fevents%2F{path[8:34]}.ics"


def test_a_public_series_is_read_without_a_token(app, world):
    with app.app_context():
        series = make_series(world, access="public")
        path = f"/series/{series.ulid}.ics"
        make_event(world, series=series, access="public")
        make_event(world, series=series, access="delegates", titles={"en": "hidden"})

    answer = fetch(app, path)

    assert titles_in(answer) == [FORUM["en"]]
    assert answer.headers["Content-Disposition"] == "inline; filename=HLM.ics"


def test_what_is_hidden_of_a_public_series_moves_nothing_that_strangers_are_told(app, world):
    with app.app_context():
        series = make_series(world, access="public")
        path = f"/series/{series.ulid}.ics"
        shown = make_event(world, series=series, access="public").ulid
        hidden = make_event(world, series=series, access="parties", titles={"en": "hidden"}).ulid
    before = fetch(app, path)

    change(world, hidden, postpone_event, reason="Паводок", local_start=datetime(2027, 4, 8, 9, 0))

    after = fetch(app, path, If_None_Match=before.headers["ETag"])
    assert (after.status_code, fetch(app, path).get_data()) == (304, before.get_data())  # with LAST-MODIFIED
    assert str(calendar_of(before)["UID"]) == f"series/{path[8:34]}@forumhub.example"
    change(world, shown, postpone_event, reason="Паводок", local_start=datetime(2027, 4, 8, 9, 0))
    assert fetch(app, path, If_None_Match=before.headers["ETag"]).status_code == 200


def test_a_series_that_is_not_public_has_no_feed_without_a_token(app, world):
    with app.app_context():
        path = f"/series/{make_series(world).ulid}.ics"

    assert world.signed_in("CN", "organizer").get(path).status_code == 404


def test_a_series_that_turns_public_is_read_at_once(app, world):
    with app.app_context():
        series = make_series(world)
        path = f"/series/{series.ulid}.ics"
        make_event(world, series=series, access="public")
        with writing():
            db.session.scalars(select(Series)).one().access = "public"

    assert titles_in(fetch(app, path)) == [FORUM["en"]]


def calendar_of(answer) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(answer.get_data())


def test_a_renamed_series_whose_meetings_stay_as_they_are_is_told_by_its_new_name(app, world):
    with app.app_context():
        series = make_series(world, access="public", languages=["zh", "ru", "en"])
        path, series_id = f"/series/{series.ulid}.ics", series.id
        make_event(world, series=series, access="public")
    before = fetch(app, path)

    with app.app_context(), writing():
        titles = {"en": "Consultations", "zh": "磋商", "ru": "Консультации"}
        by = world.reader("CN", "organizer")
        edit_series(db.session.get(Series, series_id), lock_version=1, titles=titles, by=by, now=NOW)

    by_tag = fetch(app, path, If_None_Match=before.headers["ETag"])
    by_date = fetch(app, path, If_Modified_Since=before.headers["Last-Modified"])
    packed = gzip.decompress(fetch(app, path, Accept_Encoding="gzip").get_data())
    assert (by_tag.status_code, by_date.status_code, packed) == (200, 200, by_tag.get_data())
    assert str(calendar_of(before)["NAME"]) == "高级别会晤 / Встреча на высоком уровне / High-level meeting"
    names = [str(calendar_of(by_tag)[name]) for name in ("NAME", "X-WR-CALNAME")]
    assert names == ["磋商 / Консультации / Consultations"] * 2
    assert titles_in(before) == titles_in(by_tag) == [FORUM["en"]]
    with app.app_context():
        stored = select(CalendarBlob.body).where(CalendarBlob.collection == f"series-public/{path[8:34]}")
        assert packed in db.session.scalars(stored).all()


def edit(world: World, **values: object) -> None:
    with world.app.app_context(), writing():
        series = db.session.scalars(select(Series)).one()
        by = world.reader("CN", "organizer")
        edit_series(series, lock_version=series.lock_version, by=by, now=NOW, **values)


def test_a_series_that_opens_without_another_change_is_served_as_it_was_stored(app, world):
    with app.app_context():
        series = make_series(world)
        path = f"/series/{series.ulid}.ics"
        make_event(world, series=series, access="public")

    edit(world, access="public")

    with app.app_context():
        of_series = CalendarBlob.collection == f"series-public/{path[8:34]}"
        rows = db.session.execute(
            select(CalendarBlob.coding, CalendarBlob.body)
            .where(of_series)
            .join(
                CalendarCollection,
                and_(CalendarCollection.name == CalendarBlob.collection, CalendarCollection.seq == CalendarBlob.seq),
            )
        )
        stored = dict(rows.all())
    plain, packed = fetch(app, path), fetch(app, path, Accept_Encoding="gzip")
    assert stored == {"identity": plain.get_data(), "gzip": packed.get_data()}
    assert titles_in(plain) == [FORUM["en"]]


def test_a_series_that_never_showed_an_event_is_told_by_its_new_name(app, world):
    with app.app_context():
        path = f"/series/{make_series(world, access='public', languages=['en']).ulid}.ics"
    before = fetch(app, path)

    edit(world, titles={"en": "Consultations", "zh": "磋商", "ru": "Консультации"})

    by_tag = fetch(app, path, If_None_Match=before.headers["ETag"])
    by_date = fetch(app, path, If_Modified_Since=before.headers["Last-Modified"])
    assert (by_tag.status_code, by_date.status_code, by_date.get_data()) == (200, 200, by_tag.get_data())
    assert str(calendar_of(by_tag)["NAME"]) == "Consultations"
    with app.app_context():
        assert by_tag.get_data() in db.session.scalars(select(CalendarBlob.body)).all()


def test_a_series_that_keeps_its_name_stays_as_clients_have_it(app, world):
    with app.app_context():
        series = make_series(world, access="public")
        path, series_id = f"/series/{series.ulid}.ics", series.id
        make_event(world, series=series, access="public")
    etag = fetch(app, path).headers["ETag"]

    with app.app_context(), writing():
        by = world.reader("CN", "organizer")
        edit_series(db.session.get(Series, series_id), lock_version=1, months_ahead=7, by=by, now=NOW)

    assert fetch(app, path, If_None_Match=etag).status_code == 304


@pytest.mark.parametrize("path", ["/public.ics", "/series/{ulid}.ics"])
def test_a_feed_names_its_own_address_whatever_name_it_was_asked_by(app, world, path):
    with app.app_context():
        path = path.format(ulid=make_series(world, access="public").ulid)

    answer = fetch(app, path, Host="forged.example")

    assert str(calendar_of(answer)["SOURCE"]) == f"http://localhost{path}"


@pytest.mark.parametrize("path", ["/public.ics", "/events/{ulid}.ics"])
def test_postponing_changes_the_tag(app, world, public_event, path):
    etag = fetch(app, path.format(ulid=public_event)).headers["ETag"]

    change(world, public_event, postpone_event, reason="Паводок", local_start=datetime(2027, 4, 8, 9, 0))

    assert fetch(app, path.format(ulid=public_event), If_None_Match=etag).status_code == 200
