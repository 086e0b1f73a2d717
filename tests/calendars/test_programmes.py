"""Sessions of a published programme as entries of their own."""

import pytest
from sqlalchemy import select

from forumhub.calendars.models import CalendarMember, CalendarObject
from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, edit_event, set_standing
from forumhub.events.models import Event
from forumhub.events.programme import actions
from forumhub.events.programme.models import Programme, ProgrammeSession
from tests.calendars.arranging import events_in, fetch, make_link, poll
from tests.calendars.test_publishing import counters, members
from tests.calendars.wire import component, properties
from tests.events.examples import FORUM, make_event, stand
from tests.events.programme.examples import (
    BLUE_HALL,
    at,
    make_hall,
    make_programme,
    make_session,
    publish,
    who,
)
from tests.world import NOW


class Forum:
    """A published programme of one session, by names, since rows end with their transaction."""

    def __init__(self, world, **event: object) -> None:
        self.world = world
        programme = make_programme(world, make_event(world, **event))
        self.hall = make_hall(world, programme)
        about = {"abstract": "О чём речь", "links": [{"url": "https://example.org/报告", "title": "Доклад"}]}
        session = make_session(world, programme, self.hall, speakers=("部长",), **about)
        self.programme_id, self.session_id = programme.id, session.id
        self.event_ulid, self.ulid = programme.event.ulid, session.ulid

    @property
    def programme(self) -> Programme:
        return db.session.get(Programme, self.programme_id)

    @property
    def session(self) -> ProgrammeSession:
        return db.session.get(ProgrammeSession, self.session_id)

    @property
    def uid(self) -> str:
        return f"{self.ulid}@forumhub.example"

    @property
    def parent(self) -> str:
        return f"{self.event_ulid}@forumhub.example"

    @property
    def collection(self) -> str:
        return f"event/{self.event_ulid}"

    def publish(self) -> "Forum":
        publish(self.world, self.programme)
        return self

    def move(self, **changes: object) -> None:
        place = {"local_start": self.session.local_start, "minutes": 60, "hall": self.session.hall}
        with writing():
            version = self.session.lock_version
            actions.move_session(self.session, lock_version=version, **{**place, **changes}, **who(self.world))

    def told(self) -> dict[str, str]:
        return component(db.session.scalars(select(CalendarObject.body).where(CalendarObject.uid == self.uid)).one())


def test_draft_reaches_no_calendar(database, world):
    forum = Forum(world)

    assert members(forum.collection) == {}
    assert db.session.scalars(select(CalendarObject.uid)).all() == [forum.parent]


def test_published_sessions_are_entries_of_their_own_below_the_forum(database, world):
    forum = Forum(world, access="public").publish()

    told = forum.told()

    joined = counters()[forum.collection], False
    assert members(forum.collection) == {forum.parent: joined, forum.uid: joined}
    assert (told["UID"], told["RELATED-TO"], told["SUMMARY"]) == (forum.uid, forum.parent, "Opening")
    assert (told["DTSTART"], told["DTEND"]) == ("20270311T090000", "20270311T100000")
    assert told["LOCATION"] == "Great Hall\\, Minsk"
    assert told["DESCRIPTION"].startswith("部长\\n\\nО чём речь\\n\\nhttp://localhost/events/")
    assert (told["STATUS"], told["LINK"]) == ("TENTATIVE", "https://example.org/%E6%8A%A5%E5%91%8A")


def test_sessions_of_a_forum_of_whole_days_keep_their_hours_and_its_conference(database, world):
    link = "https://video.example.org/7"
    forum = Forum(world, access="public", all_day=True, conference=link).publish()

    told = forum.told()
    parent = component(db.session.scalars(select(CalendarObject.body).where(CalendarObject.uid == forum.parent)).one())

    assert (told["DTSTART"], told["TRANSP"], told["CONFERENCE"]) == ("20270311T090000", "OPAQUE", link)
    assert f"\\n\\n{link}\\n\\n" in told["DESCRIPTION"]
    assert (parent["DTSTART"], parent["DTEND"], parent["TRANSP"]) == ("20270311", "20270312", "TRANSPARENT")


def test_session_names_its_parent_as_such(database, world):
    forum = Forum(world).publish()
    body = db.session.scalars(select(CalendarObject.body).where(CalendarObject.uid == forum.uid)).one()

    related = next(each for each in properties(body) if each.name == "RELATED-TO")

    assert related.parameters == {"RELTYPE": "PARENT"}


def test_session_of_an_event_that_is_not_public_carries_title_time_city_and_link(database, world):
    forum = Forum(world).publish()

    told = forum.told()

    assert told["LOCATION"] == "Minsk"
    assert told["DESCRIPTION"] == f"http://localhost/events/{forum.event_ulid}/programme/sessions/{forum.ulid}"
    assert {"CATEGORIES", "LINK"} & told.keys() == set()


def test_sessions_are_in_no_other_collection(database, world):
    forum = Forum(world).publish()
    uids = select(CalendarMember.collection).where(CalendarMember.uid == forum.uid)

    assert db.session.scalars(uids).all() == [forum.collection]


def test_sequence_grows_with_time_and_hall_and_not_with_words(database, world):
    forum = Forum(world).publish()
    blue, joined = make_hall(world, forum.programme, BLUE_HALL), counters()[forum.collection]
    sequences = [forum.told()["SEQUENCE"]]

    with writing():
        actions.edit_session(forum.session, lock_version=1, titles={"zh": "开幕"}, **who(world))
    sequences.append(forum.told()["SEQUENCE"])
    forum.move(local_start=at(11))
    sequences.append(forum.told()["SEQUENCE"])
    forum.move(hall=blue)
    sequences.append(forum.told()["SEQUENCE"])

    assert sequences == ["0", "0", "1", "2"]
    assert members(forum.collection)[forum.uid] == (joined, False)
    assert counters()[forum.collection] > joined


def test_sequence_grows_with_the_events_own(database, world):
    forum = Forum(world).publish()

    with writing():
        edit_event(db.session.get(Event, forum.programme.event_id), lock_version=1, venue="Дворец", **who(world))

    assert forum.told()["SEQUENCE"] == "1"


def test_cancelling_the_event_cancels_its_sessions(database, world):
    forum = Forum(world).publish()

    with writing():
        cancel_event(db.session.get(Event, forum.programme.event_id), reason="отменено", **who(world))

    assert (forum.told()["STATUS"], forum.told()["SUMMARY"]) == ("CANCELLED", "[Cancelled] Opening")


@pytest.mark.parametrize("act", ["delete", "take back"])
def test_leaving_is_a_tombstone(database, world, act):
    forum = Forum(world).publish()

    with writing():
        if act == "delete":
            actions.delete_session(forum.session, lock_version=1, **who(world))
        else:
            actions.take_back_programme(forum.programme, **who(world))

    assert members(forum.collection)[forum.uid] == (counters()[forum.collection], True)
    assert db.session.scalars(select(CalendarObject.uid).where(CalendarObject.uid == forum.uid)).all() == []


def test_published_again_comes_back(database, world):
    forum = Forum(world).publish()
    with writing():
        actions.take_back_programme(forum.programme, **who(world))

    forum.publish()

    joined = counters()[forum.collection], False
    assert members(forum.collection) == {forum.parent: joined, forum.uid: joined}


def test_who_stands_how_moves_no_session(database, world):
    forum = Forum(world).publish()
    before = counters()[forum.collection]

    with writing():
        event = db.session.get(Event, forum.programme.event_id)
        set_standing(event, world.person["CN", "delegate"], "invited")

    assert counters()[forum.collection] == before


def test_feed_of_a_public_programme_is_for_everybody(app, world):
    with app.app_context():
        forum = Forum(world, access="public").publish()
        path = f"/events/{forum.event_ulid}/programme.ics"

    answer = fetch(app, path)

    assert set(events_in(answer)) == {forum.parent, forum.uid}
    assert fetch(app, path, If_None_Match=answer.headers["ETag"]).status_code == 304


def test_file_of_a_programme_is_for_whoever_sees_the_event(app, world):
    with app.app_context():
        forum = Forum(world).publish()
        path = f"/events/{forum.event_ulid}/programme.ics"

    statuses = [world.signed_in(*reader).get(path).status_code for reader in (("CN", "delegate"), ("KZ", "organizer"))]

    assert statuses == [200, 404]
    assert set(events_in(world.signed_in("BY", "observer").get(path))) == {forum.parent, forum.uid}


@pytest.mark.parametrize("access", ["public", "parties"])
def test_renamed_programme_is_told_by_its_new_name_in_all_of_its_languages(app, world, access):
    with app.app_context():
        forum = Forum(world, access=access, languages=["ru", "zh"]).publish()
        path = f"/events/{forum.event_ulid}/programme.ics"
    reader = world.signed_in("CN", "delegate")
    etag = reader.get(path).headers["ETag"]

    with app.app_context(), writing():
        event = db.session.scalars(select(Event)).unique().one()
        edit_event(event, lock_version=1, titles={**FORUM, "ru": "Семинар"}, **who(world))

    answer = reader.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "\r\nNAME:Семинар / 打击人口贩运论坛\\, 2027-03-11\r\n" in answer.get_data(as_text=True)


def test_file_of_a_programme_names_its_own_address_whatever_name_it_was_asked_by(app, world):
    with app.app_context():
        path = f"/events/{Forum(world).publish().event_ulid}/programme.ics"
    cookie = world.signed_in("CN", "delegate").http.get_cookie("session").value

    headers = {"Host": "forged.example", "Cookie": f"session={cookie}"}
    answer = app.test_client(use_cookies=False).get(path, headers=headers)

    assert f"SOURCE;VALUE=URI:http://localhost{path}".encode() in answer.get_data().replace(b"\r\n ", b"")


def test_draft_has_no_file(app, world):
    with app.app_context():
        forum = Forum(world)

    assert world.signed_in("BY", "organizer").get(f"/events/{forum.event_ulid}/programme.ics").status_code == 404


def test_subscription_to_a_programme_shows_it_while_its_owner_sees_the_event(app, world):
    with app.app_context():
        forum = Forum(world).publish()
    token = make_link(world, "CN", "delegate", collection=forum.collection)
    before = set(events_in(poll(app, token)))

    with app.app_context(), writing():
        event = db.session.scalars(select(Event)).unique().one()
        edit_event(event, lock_version=1, access="delegates", **who(world))

    assert (before, set(events_in(poll(app, token)))) == ({forum.parent, forum.uid}, set())


def narrow(world) -> None:
    with writing():
        event = db.session.scalars(select(Event)).unique().one()
        edit_event(event, lock_version=event.lock_version, access="delegates", **who(world))


def withdraw(world) -> None:
    stand(db.session.scalars(select(Event)).unique().one(), world.person["CN", "delegate"], "withdrawn")


@pytest.mark.parametrize(("access", "act"), [("parties", narrow), ("public", narrow), ("delegates", withdraw)])
def test_subscription_to_a_programme_that_its_owner_sees_no_more_is_told_by_date(app, world, time_machine, access, act):
    time_machine.move_to("2026-12-01T08:00:00Z", tick=False)
    with app.app_context():
        forum = Forum(world, access=access).publish()
        stand(db.session.scalars(select(Event)).unique().one(), world.person["CN", "delegate"], "confirmed")
        if act is narrow:
            withdraw(world)
    token = make_link(world, "CN", "delegate", collection=forum.collection)
    time_machine.move_to("2026-12-01T09:00:00Z", tick=False)
    before = poll(app, token)
    since = {"If_Modified_Since": before.headers["Last-Modified"]}
    same = fetch(app, f"/feeds/{token}.ics", **since)

    with app.app_context():
        act(world)

    after = fetch(app, f"/feeds/{token}.ics", **since)
    assert (set(events_in(before)), same.status_code) == ({forum.parent, forum.uid}, 304)
    assert (after.status_code, set(events_in(after))) == (200, set())


def test_page_that_makes_links_offers_published_programmes(app, world, time_machine):
    time_machine.move_to(NOW)
    with app.app_context():
        forum = Forum(world).publish()

    page = world.signed_in("CN", "delegate").text(f"/subscribe?collection={forum.collection}")

    assert f'<option selected value="{forum.event_ulid}">Forum on trafficking in persons, Thu 11 Mar 2027' in page


def test_draft_is_not_offered_as_a_link(app, world):
    with app.app_context():
        forum = Forum(world)

    assert forum.event_ulid not in world.signed_in("CN", "organizer").text("/subscribe")
