"""Personal feeds: what they show, to whom, and when a client must read them again."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, edit_event, name_head, postpone_event
from forumhub.events.models import Event
from forumhub.parties.models import Account, Grant, Party, Person
from tests.calendars.arranging import events_in, fetch, instants_in, make_link, poll, titles_in
from tests.events.examples import END, FORUM, make_event, make_series, stand
from tests.world import NOW, World


@pytest.fixture
def delegates_only(app, world: World) -> int:
    """The row id of an event that only its delegates, organizers and secretaries may see."""
    with app.app_context():
        return make_event(world, access="delegates").id


def load(event_id: int) -> Event:
    return db.session.get(Event, event_id)


def change(world: World, act, event_id: int, **values: object) -> None:
    with world.app.app_context(), writing():
        act(load(event_id), by=world.reader("BY", "organizer"), now=NOW, **values)


def stands(world: World, event_id: int, standing: str, role: str = "delegate") -> None:
    with world.app.app_context():
        stand(load(event_id), world.person["CN", role], standing)


def test_a_feed_has_the_event_at_the_right_instant_in_both_zones(app, world, delegates_only):
    token = make_link(world, "CN", "delegate")
    stands(world, delegates_only, "confirmed")

    answer = poll(app, token)

    ((start, end),) = instants_in(answer, 2027)
    assert (start, end) == (datetime(2027, 3, 11, 6, 0, tzinfo=UTC), datetime(2027, 3, 11, 14, 30, tzinfo=UTC))
    assert start.isoformat() == "2027-03-11T09:00:00+03:00"


def test_a_feed_of_a_second_zone_has_its_instant_too(app, world):
    with app.app_context():
        make_event(world, timezone="Asia/Shanghai", access="delegates")
    token = make_link(world, "CN", "organizer")

    answer = poll(app, token)

    ((start, _end),) = instants_in(answer, 2027)
    assert (start.isoformat(), start) == ("2027-03-11T09:00:00+08:00", datetime(2027, 3, 11, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize("standing", ["invited", "applied", "waiting", "confirmed"])
def test_a_feed_shows_an_event_that_names_the_person(app, world, delegates_only, standing):
    token = make_link(world, "CN", "delegate")
    before = poll(app, token)

    stands(world, delegates_only, standing)

    after = poll(app, token, before.headers["ETag"])
    assert (titles_in(before), titles_in(after)) == ([], [FORUM["en"]])


@pytest.mark.parametrize("standing", ["declined", "withdrawn"])
def test_a_person_who_is_named_no_more_loses_the_event_and_the_tag_changes(app, world, delegates_only, standing):
    token = make_link(world, "CN", "delegate")
    stands(world, delegates_only, "confirmed")
    before = poll(app, token)

    stands(world, delegates_only, standing)

    after = poll(app, token, before.headers["ETag"])
    assert (titles_in(before), titles_in(after)) == ([FORUM["en"]], [])


def test_a_person_who_is_named_again_sees_the_event_again(app, world, delegates_only):
    token = make_link(world, "CN", "delegate")
    for standing in ("confirmed", "withdrawn", "invited"):
        stands(world, delegates_only, standing)

    answer = poll(app, token)

    assert titles_in(answer) == [FORUM["en"]]


def test_a_head_of_delegation_sees_the_event(app, world, delegates_only):
    token = make_link(world, "CN", "observer")
    with app.app_context(), writing():
        party, person = db.session.get(Party, world.party["CN"]), db.session.get(Person, world.person["CN", "observer"])
        name_head(load(delegates_only), party, person, True, False, by=world.reader("CN", "secretary"), now=NOW)

    answer = poll(app, token)

    assert titles_in(answer) == [FORUM["en"]]


@pytest.mark.parametrize(
    ("access", "code", "role", "shown"),
    [
        ("delegates", "CN", "organizer", True),
        ("delegates", "BY", "secretary", True),
        ("delegates", "CN", "delegate", False),
        ("delegates", "KZ", "organizer", False),
        ("parties", "CN", "observer", True),
        ("parties", "KZ", "secretary", False),
        ("public", "CN", "observer", True),
        ("public", "KZ", "secretary", False),
    ],
)
def test_a_personal_feed_shows_the_events_of_ones_parties_by_role(app, world, access, code, role, shown):
    with app.app_context():
        make_event(world, access=access)

    answer = poll(app, make_link(world, code, role))

    assert titles_in(answer) == [FORUM["en"]] * shown


def end_grant(world: World, **values: object) -> None:
    with world.app.app_context(), writing():
        person_id = world.person["CN", "organizer"]
        grant = db.session.scalar(select(Grant).where(Grant.person_id == person_id))
        for name, value in values.items():
            setattr(grant, name, value)


@pytest.mark.parametrize("ending", [{"ended_at": NOW}, {"until_date": date(2026, 11, 1)}])
def test_who_loses_a_role_loses_its_events_and_the_tag_changes(app, world, delegates_only, ending):
    token = make_link(world, "CN", "organizer")
    before = poll(app, token)

    end_grant(world, **ending)

    after = poll(app, token, before.headers["ETag"])
    assert (titles_in(before), titles_in(after)) == ([FORUM["en"]], [])


def test_a_role_that_ends_by_date_moves_the_date_of_the_feed(app, world, delegates_only, time_machine):
    time_machine.move_to("2036-11-30T15:59:00Z", tick=False)
    token = make_link(world, "CN", "organizer")
    end_grant(world, until_date=date(2036, 11, 30))
    before = poll(app, token)

    time_machine.move_to("2036-11-30T16:01:00Z", tick=False)

    after = fetch(app, f"/feeds/{token}.ics", If_Modified_Since=before.headers["Last-Modified"])
    assert (titles_in(before), titles_in(after)) == ([FORUM["en"]], [])


def test_a_hidden_event_does_not_move_the_tag_of_who_may_not_see_it(app, world, delegates_only):
    token = make_link(world, "CN", "delegate")
    before = poll(app, token)

    change(world, postpone_event, delegates_only, reason="洪水")

    assert poll(app, token, before.headers["ETag"]).status_code == 304


def test_somebody_elses_registration_does_not_move_the_tag(app, world, delegates_only):
    token = make_link(world, "CN", "delegate")
    stands(world, delegates_only, "confirmed")
    before = poll(app, token)

    stands(world, delegates_only, "confirmed", role="observer")

    assert poll(app, token, before.headers["ETag"]).status_code == 304


def test_an_event_that_is_not_public_carries_title_time_city_and_link_only(app, world):
    with app.app_context():
        event = make_event(world, venue="Hall 2, Academy", description="Draft agenda, not for others")
        ulid = event.ulid

    ((uid, shown),) = events_in(poll(app, make_link(world, "CN", "organizer"))).items()

    link = f"http://localhost/events/{ulid}"
    assert uid == f"{ulid}@forumhub.example"
    assert (str(shown["LOCATION"]), str(shown["DESCRIPTION"]), str(shown["URL"])) == ("Minsk", link, link)
    assert {"CATEGORIES", "RELATED-TO", "REFID", "ORGANIZER", "ATTENDEE"} & set(shown) == set()


def test_postponing_raises_the_sequence_moves_the_time_and_changes_the_tag(app, world, delegates_only):
    token = make_link(world, "CN", "organizer")
    before = poll(app, token)

    change(world, postpone_event, delegates_only, reason="洪水", local_start=datetime(2027, 4, 8, 9, 0))

    after = poll(app, token, before.headers["ETag"])
    (old,), (new,) = events_in(before).values(), events_in(after).values()
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert instants_in(after, 2027)[0][0] == datetime(2027, 4, 8, 6, 0, tzinfo=UTC)
    assert str(old["UID"]) == str(new["UID"])


def test_a_cancelled_event_stays_and_says_so(app, world, delegates_only):
    token = make_link(world, "CN", "organizer")

    change(world, cancel_event, delegates_only, reason="Визит отменён")

    (event,) = events_in(poll(app, token)).values()
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["SUMMARY"])) == (
        "CANCELLED",
        1,
        f"[Cancelled] {FORUM['en']}",
    )


def test_an_event_of_the_past_stays(app, world):
    with app.app_context():
        make_event(world, local_start=datetime(2016, 11, 25, 9), local_end=datetime(2016, 11, 25, 17))

    answer = poll(app, make_link(world, "CN", "delegate"))

    assert titles_in(answer) == [FORUM["en"]]


def test_an_edit_that_calendars_do_not_show_moves_only_its_own_time(app, world, delegates_only):
    token = make_link(world, "CN", "organizer")

    change(world, edit_event, delegates_only, lock_version=1, capacity=40)

    (event,) = events_in(poll(app, token)).values()
    assert event["SEQUENCE"] == 0


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("打击跨境恐怖袭击论坛", "zh"),
        ("Форум: терроризм; 1-й день, Минск", "ru"),
        ("👩‍⚖️🇨🇳🇧🇾 forum\\n", "en"),
    ],
)
def test_titles_of_any_script_arrive_whole(app, world, title, language):
    with app.app_context():
        make_event(world, titles={language: title}, languages=[language])

    answer = poll(app, make_link(world, "CN", "organizer"))

    assert titles_in(answer) == [title]


def test_a_series_link_shows_its_own_meetings_only_and_only_those_one_may_see(app, world):
    with app.app_context():
        series = make_series(world, access="delegates")
        collection = f"series/{series.ulid}"
        for code in ("A", "B"):
            make_event(world, code=f"X{code}", titles={"en": f"other {code}"})
        own = make_event(world, series=series, titles={"en": "mine"}, access="delegates")
        make_event(world, series=series, titles={"en": "open to all"}, access="public", local_end=END)
        stand(own, world.person["CN", "delegate"], "invited")

    delegate, observer, stranger = (
        poll(app, make_link(world, *who, collection))
        for who in [("CN", "delegate"), ("CN", "observer"), ("KZ", "secretary")]
    )

    assert sorted(titles_in(delegate)) == ["mine", "open to all"]
    assert (titles_in(observer), titles_in(stranger)) == (["open to all"], ["open to all"])


def test_a_token_shows_nothing_of_a_deactivated_account(app, world, delegates_only):
    token = make_link(world, "CN", "organizer")
    with app.app_context(), writing():
        db.session.scalars(select(Account).where(Account.email == world.email("CN", "organizer"))).one().active = False

    assert poll(app, token).status_code == 404


def test_a_feed_takes_the_same_number_of_queries_however_many_events(app, world, statements):
    token = make_link(world, "CN", "organizer")
    numbers = {}
    for count in (5, 200):
        with app.app_context(), writing():
            have = db.session.query(Event).count()
        with app.app_context():
            for number in range(have, count):
                make_event(world, code=f"E{chr(65 + number // 26)}{chr(65 + number % 26)}")
        with statements() as seen:
            answer = poll(app, token)
        numbers[count] = len(seen)
        assert len(events_in(answer)) == count

    assert numbers[5] == numbers[200]


def test_head_answers_as_get_without_a_body(app, world, delegates_only):
    token = make_link(world, "CN", "organizer")
    got = poll(app, token)

    from tests.client import Client

    head = Client(app).http.head(f"/feeds/{token}.ics")

    assert (head.status_code, head.get_data()) == (200, b"")
    assert {name: head.headers[name] for name in ("ETag", "Content-Type", "Last-Modified")} == {
        name: got.headers[name] for name in ("ETag", "Content-Type", "Last-Modified")
    }


def test_feeds_are_kept_by_the_subscriber_only(app, world, delegates_only):
    answer = fetch(app, f"/feeds/{make_link(world, 'CN', 'organizer')}.ics", Accept_Encoding="gzip")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert answer.headers.get("Content-Encoding") is None
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_poll_that_finds_nothing_new_asks_the_database_once(app, world, delegates_only, statements):
    token = make_link(world, "CN", "organizer")
    etag = poll(app, token).headers["ETag"]

    with statements() as asked:
        answer = poll(app, token, etag)

    assert (answer.status_code, [text.split()[0] for text in asked]) == (304, ["SELECT"])


def test_a_poll_reads_no_session_and_sets_none(app, world, delegates_only):
    answer = poll(app, make_link(world, "CN", "organizer"))

    assert (answer.headers["Vary"], "Set-Cookie" in answer.headers) == ("Accept-Encoding", False)
