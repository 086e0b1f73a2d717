"""Objects, members and counters: what each change moves, and that nothing is lost when two change at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from forumhub.calendars.actions import render_again_if_stale
from forumhub.calendars.models import CalendarCollection, CalendarCounter, CalendarMember, CalendarObject
from forumhub.database import db, writing
from forumhub.events.actions import (
    create_event,
    edit_event,
    edit_series,
    name_head,
    plan_series,
    postpone_event,
    set_standing,
)
from forumhub.events.models import Event, Series
from forumhub.events.papers.actions import edit_paper
from forumhub.events.venues.actions import edit_venue
from forumhub.markdown import read
from forumhub.parties.models import Person
from tests.calendars.wire import component, properties
from tests.events.examples import END, FORUM, START, make_event, make_series, parties, stand
from tests.events.papers.examples import submit
from tests.events.venues.examples import PALACE, make_venue
from tests.world import NOW, World

LATER = NOW + timedelta(days=1)


def counters() -> dict[str, int]:
    return dict(db.session.execute(select(CalendarCollection.name, CalendarCollection.seq)).all())


def members(collection: str) -> dict[str, tuple[int, bool]]:
    """Counter at the last change and whether it is gone, by UID."""
    rows = db.session.scalars(select(CalendarMember).where(CalendarMember.collection == collection))
    return {row.uid: (row.seq, row.gone) for row in rows}


def audiences() -> dict[str, str]:
    return dict(db.session.execute(select(CalendarObject.uid, CalendarObject.audience)).all())


def edit(world: World, event: Event, **values: object) -> None:
    with writing():
        values = {"lock_version": event.lock_version, **values}
        edit_event(event, by=world.reader("BY", "organizer"), now=NOW, **values)


def test_an_event_enters_every_collection_that_shows_it_in_the_same_transaction(database, world):
    series = make_series(world)
    before = counters()

    make_event(world, series=series, access="public")

    named = f"series/{series.ulid}", f"series-public/{series.ulid}"
    assert before == {}
    assert counters() == {"public": 1, **dict.fromkeys(named, 1), "party/BY": 1, "party/CN": 1}


def make_and_fail(world: World) -> None:
    with writing():
        cn, by = parties(world, "CN", "BY")
        values = {"titles": FORUM, "kind": "forum", "parties": [cn, by], "local_start": START, "local_end": END}
        create_event(register_code="FTP", by=world.reader("BY", "organizer"), now=NOW, **values)
        raise ZeroDivisionError


def test_nothing_is_published_where_the_transaction_rolls_back(database, world):
    with pytest.raises(ZeroDivisionError):
        make_and_fail(world)

    with writing():
        assert (counters(), audiences()) == ({}, {})


def test_a_change_moves_every_collection_that_shows_the_event_once(database, world):
    event = make_event(world)
    stand(event, world.person["CN", "delegate"], "invited")
    before = counters()

    edit(world, event, venue="Зал 2", titles={"en": "Renamed 论坛"})

    person = f"person/{world.ulid['CN', 'delegate']}"
    assert (before, counters()) == (
        {"party/BY": 1, "party/CN": 1, person: 2},
        {"party/BY": 3, "party/CN": 3, person: 3},
    )
    assert members(person) == {f"{event.ulid}@forumhub.example": (2, False)}
    assert db.session.scalars(select(CalendarObject.seq)).all() == [3]


def test_who_works_in_any_language_of_an_event_reads_title_city_and_mark(database, world):
    languages, city = ["zh", "ru", "en"], {"en": "Minsk", "zh": "明斯克", "ru": "Минск"}
    series = make_series(world, calendar_detail="full")
    text = "**Цель** / 目标: [программа](https://example.org/议程)\n\n- раз\n- 二"
    about = {"description": text, "description_html": read(text).html, "venue": "Зал 2 / 二号厅"}
    event = make_event(world, series=series, languages=languages, city=city, **about)

    with writing():
        postpone_event(event, lock_version=1, reason="Паводок", by=world.reader("BY", "organizer"), now=NOW)

    told = component(db.session.scalars(select(CalendarObject.body)).one())
    assert {name: told[name] for name in ("SUMMARY", "LOCATION", "DESCRIPTION")} == {
        "SUMMARY": "[已延期 / Перенесено / Postponed] 打击人口贩运论坛 / Форум по борьбе с торговлей людьми"
        " / Forum on trafficking in persons",
        "LOCATION": r"Зал 2 / 二号厅\, 明斯克 / Минск / Minsk",
        "DESCRIPTION": r"Паводок\n\nЦель / 目标: программа (https://example.org/议程)\n\n- раз\n- 二\n\n" + told["URL"],
    }


LINK = "https://video.example.org/room/7"


def test_an_event_of_whole_days_is_of_dates_and_keeps_nobody_busy(database, world):
    event = make_event(world, access="public", all_day=True, local_end=datetime(2027, 3, 12, 17))

    stored = db.session.scalars(select(CalendarObject)).one()
    body, span = stored.body, (stored.starts_at, stored.ends_at)
    edit(world, event, all_day=False)

    told = component(body)
    assert (told["DTSTART"], told["DTEND"], told["TRANSP"]) == ("20270311", "20270313", "TRANSPARENT")
    assert b"DTSTART;VALUE=DATE:20270311" in body
    assert span == (datetime(2027, 3, 10, 21, tzinfo=UTC), datetime(2027, 3, 12, 21, tzinfo=UTC))
    again = component(db.session.scalars(select(CalendarObject)).one().body)
    assert (again["DTSTART"], again["SEQUENCE"], again["TRANSP"]) == ("20270311T090000", "1", "OPAQUE")


def test_the_conference_and_where_the_venue_is_are_told_to_who_is_told_more(database, world):
    by = world.reader("BY", "organizer")
    venue = make_venue(world, latitude=53.9065, longitude=27.526)
    event = make_event(world, site=venue, conference=LINK)
    brief = db.session.scalars(select(CalendarObject)).one().body
    edit(world, event, access="public")
    public = db.session.scalars(select(CalendarObject)).one().body

    with writing():
        edit_venue(venue, {"names": PALACE, "latitude": -1.0, "longitude": 27.0}, [], lock_version=1, by=by, now=LATER)

    moved = db.session.scalars(select(CalendarObject)).one()
    told = component(public)
    assert (b"CONFERENCE" in brief, b"GEO" in brief, b"video.example" in brief) == (False, False, False)
    assert (told["CONFERENCE"], told["GEO"]) == (LINK, "53.9065;27.526")
    assert told["DESCRIPTION"].split("\\n\\n")[0] == LINK
    assert (component(moved.body)["GEO"], component(moved.body)["SEQUENCE"]) == ("-1.0;27.0", told["SEQUENCE"])
    assert component(moved.body)["DTSTAMP"] == f"{LATER:%Y%m%dT%H%M%SZ}"


def test_an_entry_that_carries_neither_papers_nor_a_place_on_the_map_stays_as_it_is(database, world):
    venue = make_venue(world)
    event = make_event(world, site=venue)
    before = db.session.scalars(select(CalendarObject)).one().body

    paper, said = submit(world, event), {"item": "1", "shared_with": "everyone", "by": world.reader("CN", "secretary")}
    with writing():
        edit_paper(paper, lock_version=paper.lock_version, titles=paper.titles, now=LATER, **said)
    values = {"names": venue.names, "address": "", "city": {}, "timezone": "", "capacity": 500, "access_notes": ""}
    values |= {"latitude": 53.9, "longitude": 27.56}
    with writing():
        edit_venue(venue, values, [], lock_version=venue.lock_version, by=world.reader("BY", "organizer"), now=LATER)

    assert db.session.scalars(select(CalendarObject)).one().body == before


def test_papers_that_every_reader_sees_are_linked_while_they_do(database, world):
    event = make_event(world, access="public", languages=["zh", "en"])
    submit(world, event)
    paper, by = submit(world, event, shared_with="everyone"), world.reader("CN", "secretary")
    before = db.session.scalars(select(CalendarObject)).one().body
    values = {"titles": paper.titles, "item": paper.item, "by": by}

    with writing():
        edit_paper(paper, lock_version=paper.lock_version, shared_with="parties", now=LATER, **values)
    back = db.session.scalars(select(CalendarObject)).one().body
    with writing():
        edit_paper(paper, lock_version=paper.lock_version, shared_with="everyone", now=LATER, **values)
    edit(world, event, access="parties")

    (link,) = [each for each in properties(before) if each.name == "LINK"]
    closed = db.session.scalars(select(CalendarObject)).one()
    assert link.value == f"http://localhost/events/{event.ulid}/papers/{paper.ulid}"
    assert link.parameters["LABEL"] == "WP.2 工作计划草案 / Draft work plan"
    assert ("LINK" in component(back), component(back)["DTSTAMP"]) == (False, f"{LATER:%Y%m%dT%H%M%SZ}")
    assert (closed.audience, b"LINK" in closed.body) == ("restricted", False)


def test_leaving_is_a_tombstone_and_counts(database, world):
    event, person = make_event(world), f"person/{world.ulid['CN', 'delegate']}"
    stand(event, world.person["CN", "delegate"], "confirmed")

    stand(event, world.person["CN", "delegate"], "withdrawn")

    assert members(person) == {f"{event.ulid}@forumhub.example": (3, True)}
    assert counters() == {"party/BY": 1, "party/CN": 1, person: 3}


def test_heads_who_were_shown_meetings_whatever_their_office_are_placed_anew(database, world):
    event, head = make_event(world), ("CN", "head_of_delegation")
    with writing():
        person = db.session.get_one(Person, world.person[head])
        name_head(event, *parties(world, "CN"), person, True, True, by=world.reader("CN", "secretary"), now=NOW)
    with writing():
        stored = db.session.query(CalendarMember).filter_by(collection=f"person/CN/{world.ulid[head]}").one()
        stored.collection = f"person/{world.ulid[head]}"
        db.session.execute(update(CalendarObject).values(render_version="7"))

    with writing():
        render_again_if_stale(LATER)

    shown = {name: gone for name in ("", "CN/") for _seq, gone in members(f"person/{name}{world.ulid[head]}").values()}
    assert shown == {"": True, "CN/": False}


def test_what_is_gone_is_not_moved_by_later_changes(database, world):
    event, person = make_event(world), f"person/{world.ulid['CN', 'delegate']}"
    for standing in ("confirmed", "withdrawn"):
        stand(event, world.person["CN", "delegate"], standing)

    edit(world, event, titles={"en": "Renamed"})

    assert (counters()["party/CN"], counters()[person]) == (4, 3)


def test_another_access_changes_the_audience_and_the_collections(database, world):
    event = make_event(world, access="public")
    uid = f"{event.ulid}@forumhub.example"
    public = audiences()

    edit(world, event, access="delegates")

    assert (public, audiences()) == ({uid: "public"}, {uid: "restricted"})
    assert {name: members(name)[uid] for name in ("public", "party/CN", "staff/CN")} == {
        "public": (2, True),
        "party/CN": (2, True),
        "staff/CN": (2, False),
    }


def test_a_series_is_published_once_for_all_of_its_meetings(database, world, statements):
    series = make_series(world, first_local_start=datetime(2027, 11, 25, 9, 0))
    numbers = []

    for until in (date(2028, 12, 31), date(2034, 12, 31)):
        with statements() as seen, writing():
            plan_series(series, until, by=world.reader("CN", "organizer"), now=NOW)
        numbers.append(len([statement for statement in seen if "calendar_" in statement]))

    assert counters() == dict.fromkeys([f"series/{series.ulid}", "party/BY", "party/CN"], 2)
    assert numbers[0] == numbers[1]


def test_an_edit_of_the_series_reaches_the_components_of_its_meetings(database, world):
    series = make_series(world, first_local_start=datetime(2027, 11, 25, 9, 0))
    with writing():
        plan_series(series, date(2029, 12, 31), by=world.reader("CN", "organizer"), now=NOW)

    with writing():
        series = db.session.scalars(select(Series)).one()
        edit_series(
            series,
            lock_version=series.lock_version,
            titles={"zh": "高级别会晤（改）"},
            by=world.reader("CN", "organizer"),
            now=NOW,
        )

    bodies = db.session.scalars(select(CalendarObject.body)).all()
    assert [component(body)["SUMMARY"] for body in bodies] == ["高级别会晤（改）"] * 3
    assert counters()[f"series/{series.ulid}"] == 2


def test_a_component_is_made_again_where_another_version_made_it(database, world):
    event = make_event(world)
    with writing():
        db.session.execute(update(CalendarObject).values(render_version="0/old", body=b"old"))

    with writing():
        first, second = render_again_if_stale(NOW), render_again_if_stale(NOW)

    (body,) = db.session.scalars(select(CalendarObject.body)).all()
    assert (first, second, component(body)["UID"]) == (1, 0, f"{event.ulid}@forumhub.example")
    assert counters() == {"party/BY": 2, "party/CN": 2}


def test_events_without_a_component_get_one(database, world):
    event = make_event(world, access="public")
    with writing():
        for model in (CalendarObject, CalendarMember, CalendarCollection):
            db.session.query(model).delete()

    with writing():
        rendered = render_again_if_stale(NOW)

    assert (rendered, audiences()) == (1, {f"{event.ulid}@forumhub.example": "public"})
    assert counters() == {"public": 2, "party/BY": 2, "party/CN": 2}


def in_thread(app, work):
    with app.app_context(), writing():
        work()


def test_changes_at_once_are_all_counted_and_the_last_one_stands(app, world):
    with app.app_context():
        ulids = [make_event(world, code=f"R{letter}").ulid for letter in "ABCD"]
        people = [world.person["CN", role] for role in ("delegate", "observer", "organizer", "secretary")]

    def load(ulid: str) -> Event:
        return db.session.scalars(select(Event).where(Event.ulid == ulid)).one()

    def postpone(ulid: str, day: int) -> None:
        organizer = world.reader("BY", "organizer")
        postpone_event(load(ulid), reason="洪水", local_start=datetime(2027, 5, day, 9), by=organizer, now=NOW)

    def invite(ulid: str, person_id: int) -> None:
        set_standing(load(ulid), person_id, "invited")

    works = [lambda u=u, d=d: postpone(u, d) for d in range(1, 6) for u in ulids]
    works += [lambda u=u, p=p: invite(u, p) for p in people for u in ulids]
    with ThreadPoolExecutor(12) as pool:
        outcomes = [task.result() for task in [pool.submit(in_thread, app, work) for work in works]]

    with app.app_context():
        assert outcomes == [None] * 36
        assert db.session.scalars(select(CalendarCounter.seq)).one() == 4 + 36
        for ulid in ulids:
            event, uid = load(ulid), f"{ulid}@forumhub.example"
            stored = db.session.get(CalendarObject, (uid, "restricted"))
            assert component(stored.body)["SEQUENCE"] == str(event.sequence) == "5"
            assert component(stored.body)["DTSTART"] == f"{event.local_start:%Y%m%dT%H%M%S}"
            shown = db.session.scalars(select(CalendarMember.collection).where(CalendarMember.uid == uid)).all()
            assert sum(name.startswith("person/") for name in shown) == 4


def test_a_savepoint_that_is_taken_back_forgets_nothing_of_what_came_before(database, world):
    event = make_event(world)

    with writing():
        edit_event(event, lock_version=1, titles={"en": "Renamed 论坛"}, by=world.reader("BY", "organizer"), now=NOW)
        with suppress(ZeroDivisionError), db.session.begin_nested():
            raise ZeroDivisionError

    assert counters() == {"party/BY": 2, "party/CN": 2}
