"""What an import makes, changes and leaves; the same file twice; people, halls and days; how much it asks."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event as database_events

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.programme import actions
from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.interchange.actions import import_schedule
from forumhub.events.programme.models import ProgrammeSession, Speaker
from forumhub.events.programme.queries import programme_of, sessions_of
from forumhub.parties.models import Person
from tests.counting import counted
from tests.events.examples import make_event
from tests.events.programme.interchange.arranging import (
    CONGRESS,
    FOSDEM,
    HUB,
    bring,
    bring_file,
    event_for,
    exported,
    reading_of,
    values,
)
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")
HEAD = (
    "<schedule><version>1</version><conference><acronym>ftp</acronym><title>论坛</title></conference>"
    "<day date='2027-03-11' start='2027-03-11T09:00:00+03:00' end='2027-03-12T02:00:00+03:00'>\n"
)
TAIL = "</day></schedule>"


def part(guid: str = "g1", **changes: str) -> str:
    said = {
        "date": "2027-03-11T09:30:00+03:00", "duration": "00:45", "title": "Открытие форума", "track": "一",
        "type": "lecture", "language": "ru", "abstract": "О **чём**", "description": "",
    } | changes  # fmt: skip
    people = said.pop("persons", "<person id='7'> Ирина Ковальчук</person><person id='8'>李伟</person>")
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    return f"<event guid='{guid}' id='{guid[1:]}'>{inner}<persons>{people}</persons></event>\n"


def schedule(*parts: str, hall: str = "大礼堂") -> bytes:
    return f"{HEAD}<room name='{hall}'>\n{''.join(parts)}</room>{TAIL}".encode()


def counts(plan) -> tuple[int, int, int, int]:
    return len(plan.made), len(plan.changed), plan.same, plan.left


def only(world_event) -> ProgrammeSession:
    (session,) = sessions_of(programme_of(world_event.id))
    return session


def test_names_come_byte_for_byte_and_in_their_order(world):
    event = make_event(world)

    bring(world, event, schedule(part()))

    assert [(each.name, each.foreign) for each in only(event).speakers] == [
        (" Ирина Ковальчук", {"id": "7"}),
        ("李伟", {"id": "8"}),
    ]


def test_a_session_is_what_the_file_says(world):
    event = make_event(world)

    bring(world, event, schedule(part(subtitle="для всех", slug="open")))

    session = only(event)
    assert (session.guid, session.frab_id, session.slug) == ("g1", "1", "open")
    assert (session.local_start, session.minutes) == (datetime(2027, 3, 11, 9, 30), 45)
    assert (session.titles, session.subtitles) == ({"ru": "Открытие форума"}, {"ru": "для всех"})
    assert (session.kind, session.foreign, session.track) == ("presentation", {"type": "lecture"}, "一")
    assert session.html == "<p>О <strong>чём</strong></p>"
    assert session.hall.names == {"zh": "大礼堂"}


def test_days_and_halls_come_in_their_order(world, shared_data):
    event = event_for(world, CONGRESS)

    bring_file(world, event, shared_data, CONGRESS)

    programme = programme_of(event.id)
    assert [hall.names["en"] for hall in programme.halls] == ["Saal 1", "Saal 2", "Saal G", "Saal 6"]
    assert (programme.day_start, programme.day_end) == (11 * 60, 28 * 60)


def test_a_session_after_midnight_belongs_to_the_evening_before(world):
    event = make_event(world)

    plan = bring(world, event, schedule(part(date="2027-03-12T00:30:00+03:00")))

    assert (counts(plan), only(event).day) == ((1, 0, 0, 0), datetime(2027, 3, 11).date())


@pytest.mark.parametrize("name", [CONGRESS, FOSDEM, HUB])
def test_the_same_file_again_changes_nothing(world, shared_data, name):
    event = event_for(world, name)
    made = bring_file(world, event, shared_data, name)
    before, programme = values(event), programme_of(event.id)
    state = programme.lock_version, programme.changed_at

    again = bring_file(world, event, shared_data, name)

    assert counts(again) == (0, 0, len(made.made), 0)
    assert values(event) == before
    assert (programme.lock_version, programme.changed_at) == state


def test_what_changed_in_the_file_changes_here_and_what_it_does_not_name_stays(world):
    event = make_event(world)
    bring(world, event, schedule(part(), part("g2", title="第二")))
    ulid = next(each.ulid for each in sessions_of(programme_of(event.id)) if each.guid == "g1")

    plan = bring(world, event, schedule(part(duration="01:00", title="Открытие"), part("g3")))

    assert counts(plan) == (1, 1, 0, 1)
    assert plan.changed[0].fields == ("minutes", "titles")
    session = next(each for each in sessions_of(programme_of(event.id)) if each.guid == "g1")
    assert (session.ulid, session.minutes, session.titles) == (ulid, 60, {"ru": "Открытие"})
    assert (session.sequence, session.lock_version) == (1, 2)


def test_what_a_plain_file_cannot_say_stays_as_the_organizers_wrote_it(world):
    event, by = make_event(world), world.reader("BY", "organizer")
    bring(world, event, schedule(part()))
    person = world.person["BY", "delegate"]
    with writing():
        session = only(event)
        chair = Speaker(name="李伟", affiliation="公安部", chairs=True, foreign={"id": "8"}, person_id=person)
        own = {"titles": {"ru": "Открытие форума", "zh": "开幕"}, "kind": "opening", "interpretation": ["zh"]}
        actions.edit_session(session, lock_version=1, by=by, now=NOW, speakers=[chair], state="tentative", **own)

    plan = bring(world, event, schedule(part(persons="<person id='8'>李伟</person>", title="Открытие")))

    session = only(event)
    assert plan.changed[0].fields == ("titles",)
    assert session.titles == {"ru": "Открытие", "zh": "开幕"}
    assert (session.kind, session.interpretation, session.state) == ("opening", ["zh"], "tentative")
    (speaker,) = session.speakers
    assert (speaker.affiliation, speaker.chairs, speaker.person_id) == ("公安部", True, person)


def test_people_of_the_installation_are_kept_when_others_join_them(world):
    event, by = make_event(world), world.reader("BY", "organizer")
    bring(world, event, schedule(part()))
    person = world.person["BY", "delegate"]
    with writing():
        known = Speaker(name="李伟", person=db.session.get(Person, person))
        actions.edit_session(only(event), lock_version=1, by=by, now=NOW, speakers=[known])

    bring(world, event, schedule(part(persons="<person>新人</person><person>李伟</person>")))

    assert [(each.name, each.person_id) for each in only(event).speakers] == [("新人", None), ("李伟", person)]


def test_a_deleted_session_that_the_file_brings_again_is_restored(world):
    event, by = make_event(world), world.reader("BY", "organizer")
    bring(world, event, schedule(part()))
    with writing():
        actions.delete_session(only(event), lock_version=1, by=by, now=NOW)

    plan = bring(world, event, schedule(part()))

    assert (plan.changed[0].fields, only(event).deleted_at) == (("deleted",), None)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"date": "2027-03-13T09:00:00+03:00"}, "It is on 2027-03-13, and the event from 2027-03-11 to 2027-03-11."),
        ({"duration": "30:00"}, "A session lasts from 1 to 1440 minutes; 1800 is not in between."),
        ({"duration": "00:00"}, "A session lasts from 1 to 1440 minutes; 0 is not in between."),
        ({"title": "长" * 301}, "A title has at most 300 characters; put the rest in the description."),
        ({"persons": "<person>x</person>" * 41}, "A session has at most 40 speakers."),
    ],
)
def test_what_cannot_be_a_session_of_the_event_is_noted_with_its_line(world, changes, why):
    event = make_event(world)

    plan = bring(world, event, schedule(part(), part("g2", **changes)))

    assert counts(plan) == (1, 0, 0, 0)
    assert [(note.line, str(note.why)) for note in plan.notes] == [(4, why)]


def test_a_link_that_no_browser_can_follow_is_noted_and_goes_out_again(world):
    event = make_event(world)
    links = "<links><link href='https://a.by'>a</link><link href='javascript:alert(1)'>b</link></links>"

    plan = bring(world, event, schedule(part().replace("<persons>", f"{links}<persons>")))

    assert only(event).links == [{"url": "https://a.by", "title": "a"}]
    assert "is no web address" in str(plan.notes[0].why)
    assert b'href="javascript:alert(1)"' in exported(event, "xml")


def test_an_hour_that_does_not_exist_in_the_events_zone_is_kept_as_a_clash_not_an_error(world):
    start = datetime(2027, 3, 28)
    event = make_event(world, timezone="Europe/Berlin", local_start=start, local_end=start + timedelta(days=1))
    head = HEAD.replace("2027-03-11", "2027-03-28").replace("2027-03-12", "2027-03-29")
    content = f"{head}<room name='a'>{part(date='2027-03-28T00:30:00+00:00')}</room>{TAIL}".encode()

    bring(world, event, content)

    assert only(event).local_start == datetime(2027, 3, 28, 1, 30)


def test_only_organizers_of_the_event_import(world):
    event = make_event(world)
    reading = reading_of(event, schedule(part()))

    for by in (world.reader("BY", "secretary"), world.reader("KZ", "organizer")):
        with pytest.raises(NotAllowed), writing():
            import_schedule(event, reading, {}, language="en", by=by, now=NOW)

    assert programme_of(event.id) is None


def test_a_published_programme_takes_no_new_clash(world):
    event, by = make_event(world), world.reader("BY", "organizer")
    bring(world, event, schedule(part()))
    with writing():
        actions.publish_programme(programme_of(event.id), by=by, now=NOW)

    with pytest.raises(WouldClash):
        bring(world, event, schedule(part("g2", persons="")))

    assert only(event).guid == "g1"


def test_more_sessions_than_a_programme_has_are_refused_together(world):
    event = make_event(world)
    bring(world, event, schedule(*(part(f"g{number}") for number in range(1, 1201))))

    with pytest.raises(RuleBroken, match="at most 2000 sessions"):
        bring(world, event, schedule(*(part(f"g{number}") for number in range(2001, 2901))))


def test_an_import_leaves_one_entry_in_the_record(world):
    event = make_event(world)

    bring(world, event, schedule(part(), part("g2"), part("g3", duration="x")))

    entry = db.session.query(AuditEntry).filter_by(act="events.programme_import").one()
    assert entry.subject == programme_of(event.id).ulid
    assert entry.details == {"made": 2, "changed": 0, "same": 0, "noted": 1}


def statements(act) -> int:
    """How many statements the database is asked to carry out; a batch of rows is one."""
    seen = []

    def note(_connection, _cursor, statement, _parameters, _context, executemany) -> None:
        seen.append(statement)

    database_events.listen(db.engine, "before_cursor_execute", note)
    act()
    database_events.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_an_import_reads_no_more_for_more_sessions(world):
    asked = []
    for code, count in (("FEW", 3), ("MANY", 300)):
        event = make_event(world, code)
        parts = [part(f"g{each}") for each in range(1, count + 1)]
        with counted() as first:
            bring(world, event, schedule(*parts))
        with counted() as second:
            bring(world, event, schedule(*(each.replace("00:45", "00:30").replace("李伟", "王伟") for each in parts)))
        asked.append((len(first), len(second)))

    assert asked[0] == asked[1]


def test_an_import_writes_in_batches_where_the_database_takes_them(world):
    """PostgreSQL takes many rows at once; to SQLite, SQLAlchemy hands each row that needs its number back alone."""
    made = []
    for code, count in (("FEW", 3), ("MANY", 300)):
        event, content = make_event(world, code), schedule(*(part(f"g{each}") for each in range(1, count + 1)))
        made.append(statements(lambda event=event, content=content: bring(world, event, content)))

    rows = 297 * 3  # a session with two speakers each
    assert made[1] - made[0] == (0 if db.engine.dialect.name == "postgresql" else rows)
