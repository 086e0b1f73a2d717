"""Uploading a schedule, looking at what it would do, saying yes; and the schedule that apps read."""

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
import time_machine

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.programme import actions
from forumhub.events.programme.models import ProgrammeSession
from forumhub.events.programme.queries import programme_of
from tests.events.examples import make_event
from tests.events.programme.interchange.arranging import CONGRESS, FOSDEM, bring, event_for
from tests.events.programme.interchange.test_importing import part, schedule
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")


def begun(app, world, name: str = "", **values: object) -> str:
    """The address of an event's programme; the event is of the days of this file."""
    with app.app_context():
        event = event_for(world, name) if name else make_event(world, **values)
        return f"/events/{event.ulid}/programme"


def sent(content: bytes, name: str = "schedule.xml", **typed: str) -> dict[str, object]:
    return {"file": (BytesIO(content), name), **typed}


def count(app) -> int:
    with app.app_context():
        return db.session.query(ProgrammeSession).count()


def filled(app, world, *parts: str, publish: bool = True, **values: object) -> str:
    """The address of a programme that has these sessions."""
    with app.app_context():
        event = make_event(world, **values)
        bring(world, event, schedule(*(parts or (part(),))))
        if publish:
            with writing():
                by = world.reader("BY", "organizer")
                actions.publish_programme(programme_of(event.id), by=by, now=NOW)
        return f"/events/{event.ulid}/programme"


def test_a_schedule_is_looked_at_first_and_imported_at_a_word(app, world, organizer, shared_data):
    programme = begun(app, world, CONGRESS)
    content = (shared_data / "registration" / CONGRESS).read_bytes()

    looked = organizer.post(f"{programme}/import", sent(content))
    page, before = organizer.text(looked.location), count(app)
    done = organizer.post(looked.location)

    assert (looked.status_code, before) == (302, 0)
    assert "138 sessions, 4 halls" in page
    assert "is no web address" in page
    assert (done.status_code, done.location, count(app)) == (302, f"{programme}/edit", 138)
    assert "138 sessions were made. 0 sessions were changed." in organizer.text(done.location)


def test_a_file_without_a_zone_is_asked_for_it_and_need_not_be_sent_again(app, world, organizer, shared_data):
    programme = begun(app, world, FOSDEM)
    content = (shared_data / "registration" / FOSDEM).read_bytes()

    asked = organizer.post(f"{programme}/import", sent(content))
    page = asked.get_data(as_text=True)
    kept = re.search(r'name="kept"[^>]* value="([^"]+)"', page)[1]
    wrong = organizer.post(f"{programme}/import", {"kept": kept, "zone": "Mars/Olympus"})
    looked = organizer.post(f"{programme}/import", {"kept": kept, "zone": "Europe/Brussels"})
    organizer.post(looked.location)

    assert (asked.status_code, wrong.status_code, looked.status_code) == (422, 422, 302)
    assert "The file names no time zone" in page
    assert "is no time zone; Europe/Minsk" in wrong.get_data(as_text=True)
    assert count(app) == 551


def test_what_is_no_schedule_is_refused_beside_the_field(app, world, organizer, shared_data):
    programme = begun(app, world)
    names = ("EuroPython_europython.xml__trainings.xml", "voc_schedule__invalid-example.json")

    pages = [
        organizer.post(f"{programme}/import", sent((shared_data / "registration" / name).read_bytes(), name))
        for name in names
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert "This is a schedule of another format" in pages[0].get_data(as_text=True)
    assert "a whole number from 1 would be right" in pages[1].get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose the file of the schedule."),
        ({"kept": "forged"}, "Choose the file of the schedule."),
        ({"file": "words.xml"}, "Choose the file of the schedule."),
    ],
)
def test_no_file_is_refused_beside_the_field(app, world, organizer, typed, words):
    answer = organizer.post(f"{begun(app, world)}/import", typed)

    assert (answer.status_code, words in answer.get_data(as_text=True)) == (422, True)


def test_an_empty_file_is_refused(app, world, organizer):
    answer = organizer.post(f"{begun(app, world)}/import", sent(b""))

    assert (answer.status_code, "The file is empty" in answer.get_data(as_text=True)) == (422, True)


def test_a_file_above_the_limit_is_refused(app, world, organizer):
    answer = organizer.post(f"{begun(app, world)}/import", sent(b"<" + b"a" * 8 * 1024 * 1024))

    assert answer.status_code == 422
    assert "larger than 8 MB" in answer.get_data(as_text=True)


def test_what_was_uploaded_is_for_whoever_sent_it_and_for_its_event_alone(app, world, organizer):
    programme, other = begun(app, world), begun(app, world, code="OTH")
    looked = organizer.post(f"{programme}/import", sent(schedule(part()))).location
    token = looked.rsplit("/", 1)[1]

    elsewhere = organizer.get(f"{other}/import/{token}")
    colleague = world.signed_in("CN", "organizer").get(looked)

    assert [elsewhere.location, colleague.location] == [f"{other}/import", f"{programme}/import"]


def test_files_that_were_kept_for_a_day_are_gone(app, world, organizer):
    programme = begun(app, world)
    looked = organizer.post(f"{programme}/import", sent(schedule(part()))).location
    kept = list((app.config["INSTANCE"] / "imports").glob("*/*"))

    with time_machine.travel("2035-01-01T00:00:00Z", tick=False):
        late = world.signed_in("BY", "organizer")
        answer = late.get(looked)
        late.post(f"{programme}/import", sent(schedule(part("g2"))))

    assert (answer.status_code, answer.location) == (302, f"{programme}/import")
    assert [path.exists() for path in kept] == [False] * len(kept)


def test_a_clash_with_a_published_programme_is_shown_and_nothing_is_imported(app, world, organizer):
    programme = filled(app, world)
    looked = organizer.post(f"{programme}/import", sent(schedule(part("g2", persons="")))).location

    answer = organizer.post(looked)

    assert "whoever sees it sees the changes at once" in organizer.text(looked)
    assert (answer.status_code, count(app)) == (422, 1)
    assert "Nothing was imported:" in answer.get_data(as_text=True)


def test_hostile_titles_are_shown_as_text(app, world, organizer, shared_data):
    lines = (shared_data / "hostile" / "swisskyrepo_PayloadsAllTheThings__IntrudersXSS.txt").read_text().splitlines()
    titles = [line.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "") for line in lines if line.strip()][:60]
    parts = [part(f"g{number}", title=title[:290], abstract=title) for number, title in enumerate(titles, start=1)]
    programme = begun(app, world)

    looked = organizer.post(f"{programme}/import", sent(schedule(*parts))).location
    page = organizer.text(looked)
    organizer.post(looked)

    assert count(app) == len(parts)
    for text in (page, organizer.text(programme)):
        assert re.findall(r"<(?:img|iframe|svg|script)\b(?![^>]* (?:src=\"/|class=))", text.partition("<main")[2]) == []


def test_apps_read_the_schedule_of_a_public_programme(app, world, client):
    programme = filled(app, world, access="public")

    xml, said = client.get(f"{programme}.xml"), client.get(f"{programme}.json")

    root = ElementTree.fromstring(xml.get_data())
    event, words = root.find("day/room/event"), {child.tag: child.text for child in root.find("conference")}
    assert (xml.mimetype, said.mimetype) == ("application/xml", "application/json")
    assert words == {
        "acronym": "ftp", "title": "Forum on trafficking in persons", "start": "2027-03-11", "end": "2027-03-11",
        "days": "1", "timeslot_duration": "00:05", "time_zone_name": "Europe/Minsk",
        "base_url": f"http://localhost{programme}",
    }  # fmt: skip
    assert root.find("day").attrib == {
        "index": "1", "date": "2027-03-11", "start": "2027-03-11T09:00:00+03:00", "end": "2027-03-12T02:00:00+03:00",
    }  # fmt: skip
    assert (event.attrib, event.findtext("date")) == ({"guid": "g1", "id": "1"}, "2027-03-11T09:30:00+03:00")
    (day,) = json.loads(said.get_data())["schedule"]["conference"]["days"]
    (one,) = day["rooms"]["大礼堂"]
    assert (one["title"], one["duration"], one["persons"][0]["name"]) == (
        "Открытие форума",
        "00:45",
        " Ирина Ковальчук",
    )


def test_the_xml_has_what_its_schema_knows_and_nothing_else(app, world, client):
    root = ElementTree.fromstring(client.get(f"{filled(app, world, access='public')}.xml").get_data())
    event = root.find("day/room/event")

    assert [child.tag for child in root] == ["generator", "version", "conference", "day"]
    assert [child.tag for child in event] == [
        "date", "start", "duration", "room", "slug", "title", "subtitle", "track", "type", "language", "abstract",
        "description", "persons", "links", "attachments", "url",
    ]  # fmt: skip
    assert [room.attrib for room in root.iter("room") if room.attrib] == [{"name": "大礼堂"}]
    assert [person.attrib for person in event.iter("person")] == [{"id": "7"}, {"id": "8"}]


def test_the_json_has_what_its_schema_asks_for_and_nothing_else(app, world, client):
    said = json.loads(client.get(f"{filled(app, world, access='public')}.json").get_data())
    conference = said["schedule"]["conference"]
    (event,) = conference["days"][0]["rooms"]["大礼堂"]

    assert (sorted(said), sorted(said["schedule"])) == (
        ["$schema", "generator", "schedule"],
        ["base_url", "conference", "forumhub", "version"],
    )
    assert sorted(conference) == [
        "acronym", "days", "daysCount", "end", "rooms", "start", "time_zone_name", "timeslot_duration", "title", "url",
    ]  # fmt: skip
    assert sorted(event) == [
        "abstract", "date", "description", "duration", "guid", "id", "language", "links", "persons", "room", "slug",
        "start", "subtitle", "title", "track", "type", "url",
    ]  # fmt: skip
    assert sorted(conference["rooms"][0]) == ["capacity", "guid", "name"]


def test_an_app_that_asks_again_is_told_that_nothing_changed(app, world, client):
    address = f"{filled(app, world, access='public')}.xml"
    first = client.get(address)
    tags = {"If-None-Match": first.headers["ETag"]}

    again = client.get(address, headers=tags)
    since = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    with app.app_context(), writing():
        session = db.session.query(ProgrammeSession).one()
        by = world.reader("BY", "organizer")
        actions.edit_session(session, lock_version=1, by=by, now=NOW.replace(hour=10), track="二")
    changed = client.get(address, headers=tags)

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert [answer.status_code for answer in (first, again, since, changed)] == [200, 304, 304, 200]
    assert "二" in changed.get_data(as_text=True)


def test_a_draft_and_a_hidden_event_are_not_for_apps(app, world, client):
    draft = filled(app, world, access="public", publish=False)
    hidden = filled(app, world, code="HID")

    answers = [client.get(f"{address}.{kind}").status_code for address in (draft, hidden) for kind in ("xml", "json")]

    assert answers == [302] * 4
    assert world.signed_in("KZ", "organizer").get(f"{hidden}.xml").status_code == 404
    private = world.signed_in("CN", "secretary").get(f"{draft}.xml")
    assert (private.status_code, private.headers["Cache-Control"]) == (200, "private, no-cache")


def test_a_cancelled_session_says_so_in_the_language_that_was_asked(app, world, client):
    programme = filled(app, world, access="public")
    with app.app_context(), writing():
        session = db.session.query(ProgrammeSession).one()
        by = world.reader("BY", "organizer")
        actions.edit_session(session, lock_version=1, by=by, now=NOW, state="cancelled")

    titles = [
        ElementTree.fromstring(client.get(f"{programme}.xml?lang={lang}").get_data()).findtext("day/room/event/title")
        for lang in ("en", "zh", "ru", "xx")
    ]

    assert titles == [f"{words}Открытие форума" for words in ("Cancelled: ", "已取消：", "Отменено: ", "Cancelled: ")]


def test_the_programme_leads_to_the_import_and_the_schedules(app, world, organizer):
    empty, programme = begun(app, world), filled(app, world, code="OTH")

    assert f'href="{empty}/import"' in organizer.text(empty)
    assert f'href="{programme}/import"' in organizer.text(f"{programme}/edit")
    assert f'href="{programme}.xml"' in organizer.text(programme)


def test_a_held_event_is_not_imported_into(app, world, organizer):
    programme = begun(app, world)
    with app.app_context(), writing():
        db.session.query(Event).one().state = "held"

    assert organizer.get(f"{programme}/import").status_code == 422
