"""The pages: a file, what would happen, then it happens; what is refused is refused in words."""

import re
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import func, select

from forumhub.audit import AuditEntry
from forumhub.calendars.importing.models import UploadedCalendar
from forumhub.calendars.importing.views import reporting
from forumhub.database import db
from forumhub.events.models import Event
from tests.calendars.importing.arranging import TITLE, calendar, keep_calendar, vevent
from tests.calendars.importing.test_real_calendars import begun, files
from tests.world import NOW

WIDE = {"since": "2016-01-01", "until": "2030-12-31"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def organizer(world):
    return world.signed_in("CN", "organizer")


def typed(data: bytes | None, name: str = "calendar.ics", **changes: object) -> dict:
    usual = {"party": "CN", "parties": ["BY"], "kind": "seminar", "series": "", "prefix": "imp", "zone": "", **WIDE}
    return {**usual, **changes, **({} if data is None else {"file": (BytesIO(data), name)})}


def upload(client, data: bytes | None, **changes: object):
    return client.post("/calendar/import", typed(data, **changes), content_type="multipart/form-data")


def count(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Event))


@pytest.mark.parametrize("language", TITLE)
def test_a_file_is_shown_and_then_imported(app, organizer, language):
    answer = upload(organizer, calendar(*vevent("STATUS:CONFIRMED", SUMMARY=TITLE[language])), name="日历.ics")
    shown, before = organizer.text(answer.location), count(app)

    applied = organizer.post(f"{answer.location}/apply")

    after = organizer.text(applied.location)
    assert (answer.status_code, applied.status_code) == (302, 302)
    assert (TITLE[language] in shown, "Import 1 meeting" in shown, "日历.ics" in shown) == (True, True, True)
    assert (before, count(app)) == (0, 1)
    assert ("1 meeting was entered." in after, "here already, as it is" in after) == (True, True)
    with app.app_context():
        event = db.session.scalars(select(Event)).unique().one()
        assert (event.titles, event.kind, event.state) == ({language: TITLE[language]}, "seminar", "confirmed")


def test_what_is_not_taken_stands_with_its_line_and_reason(organizer):
    answer = upload(organizer, calendar("BEGIN:VTODO", "END:VTODO", *vevent(SUMMARY="<b>&")))

    shown = organizer.text(answer.location)
    as_text = organizer.get(f"{answer.location}/report.txt")

    assert "It is a task (VTODO); only events are imported." in shown
    assert ("&lt;b&gt;&amp;" in shown, "<b>&" in shown) == (True, False)
    assert as_text.get_data(as_text=True) == "4\tVTODO\tIt is a task (VTODO); only events are imported.\n"
    assert as_text.headers["Content-Disposition"] == "attachment; filename=report.txt"


def test_a_zone_that_was_asked_for_is_chosen_on_the_report(organizer):
    event = vevent("DTSTART:20270311T090000", DTSTART=None, DTEND=None)
    report = upload(organizer, calendar(*event)).location
    before = organizer.text(report)

    chosen = organizer.post(report, typed(None, zone="Asia/Shanghai"))

    assert "Its time names no zone: choose one for such times." in before
    assert (chosen.status_code, chosen.location) == (302, report)
    assert "Thu 11 Mar 2027, 09:00–10:00 Beijing" in organizer.text(report)


def test_the_fields_of_the_report_bear_the_names_that_it_reads(organizer):
    report = upload(organizer, calendar(*vevent())).location

    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', organizer.text(report)))

    assert names - {"csrf_token"} == typed(None).keys()


@pytest.mark.parametrize(
    ("data", "changes", "message"),
    [
        (None, {}, "Choose the file of the calendar, such as calendar.ics."),
        (b"", {}, "This is no calendar: it has no line such as BEGIN:VCALENDAR."),
        (b"\x89PNG\r\n\x1a\n\x00", {}, "This is no calendar: it has no line such as BEGIN:VCALENDAR."),
        (b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001, {}, "The file has more than 20,000 components"),
        (b"BEGIN:VCALENDAR\n" + b"x" * (10 * 1024 * 1024), {}, "The file is larger than 10 MB"),
        (calendar(), {"zone": "Mars/Base"}, "There is no time zone Mars/Base"),
        (calendar(), {"prefix": "A1"}, "Register codes begin with two to four Latin capitals"),
        (calendar(), {"until": "2015-01-01"}, "The last day is before the first one: set a later one."),
        (calendar(), {"until": "soon"}, "Not a valid date value."),
        (calendar(), {"party": "BY"}, "Not a valid choice."),
        (calendar(), {"kind": "x"}, "Not a valid choice."),
        (calendar(), {"series": "x"}, "Not a valid choice."),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_nothing_is_kept(app, organizer, data, changes, message):
    answer = upload(organizer, data, **changes)

    assert (answer.status_code, message in answer.get_data(as_text=True)) == (422, True)
    with app.app_context():
        assert list(db.session.scalars(select(UploadedCalendar))) == []


def test_a_bad_choice_on_the_report_keeps_what_was_typed(organizer):
    report = upload(organizer, calendar(*vevent())).location

    answer = organizer.post(report, typed(None, zone="Mars/Base"))

    page = answer.get_data(as_text=True)
    assert (answer.status_code, 'value="Mars/Base"' in page) == (422, True)
    assert "There is no time zone Mars/Base" in page


def test_an_import_is_recorded(app, organizer):
    report = upload(organizer, calendar(*vevent()), name="wg.ics").location

    organizer.post(f"{report}/apply")

    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "calendars.import"))
        assert [(entry.label, entry.details) for entry in entries] == [("wg.ics", {"new": 1})]


def test_many_meetings_are_imported_by_several_presses(app, organizer, monkeypatch):
    monkeypatch.setattr("forumhub.calendars.importing.views.applying.MOST_AT_ONCE", 150)
    report = upload(organizer, calendar(*[line for uid in range(200) for line in vevent(UID=f"{uid}@x")])).location

    first = organizer.text(organizer.post(f"{report}/apply").location)
    between = count(app)
    organizer.post(f"{report}/apply")

    assert ("150 meetings were entered." in first, "50 are left: press again." in first) == (True, True)
    assert (between, count(app)) == (150, 200)


def test_meetings_are_shown_fifty_a_page(organizer):
    report = upload(organizer, calendar(*[line for uid in range(120) for line in vevent(UID=f"{uid}@x")])).location

    pages = [organizer.text(f"{report}?page={page}").count("line ") for page in (1, 3, 99)]

    assert pages == [50, 20, 20]


def test_another_upload_takes_the_place_of_the_last_one(organizer):
    first = upload(organizer, calendar(*vevent())).location

    second = upload(organizer, calendar(*vevent()), name="second.ics").location

    assert (organizer.get(first).status_code, organizer.get(second).status_code) == (404, 200)
    assert second in organizer.text("/calendar/import")


def test_a_report_does_not_exist_for_another_organizer(world):
    report = f"/calendar/import/{keep_calendar(world)}"

    answers = [world.signed_in("BY", "organizer").get(report), world.signed_in("CN", "secretary").get(report)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_only_organizers_are_led_to_importing(world):
    pages = {
        (role, path): "/calendar/import" in world.signed_in("CN", role).text(path)
        for role in ("organizer", "delegate")
        for path in ("/events", "/calendar")
    }

    assert pages == {
        ("organizer", "/events"): True,
        ("organizer", "/calendar"): True,
        ("delegate", "/events"): False,
        ("delegate", "/calendar"): False,
    }


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("zh", "这是任务（VTODO）；只导入事件。"),
        ("ru", "Это задача (VTODO); загружаются только события."),
    ],
)
def test_the_report_speaks_the_readers_language(app, world, organizer, language, reason):
    report = upload(organizer, calendar("BEGIN:VTODO", "END:VTODO", *vevent())).location
    with organizer.http.session_transaction() as session:
        session["language"] = language

    page = organizer.text(report)

    assert (reason in page, "only events are imported" in page) == (True, False)


@pytest.mark.parametrize("share", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_every_real_file_is_shown_by_page(organizer, shared_data, share):
    wrong = []
    for path in files(shared_data)[::share]:
        data = path.read_bytes()
        answer = upload(organizer, data, name=path.name, since="2024-01-01", until="2026-12-31")
        if not begun(data):
            assert "This is no calendar" in answer.get_data(as_text=True)
            continue
        shown = organizer.get(answer.location) if answer.location else answer
        if shown.status_code != 200 or f"Components of the file: {begun(data)}." not in shown.get_data(as_text=True):
            wrong.append((path.name, answer.status_code, shown.status_code))

    assert wrong == []


def test_at_most_some_remarks_are_drawn_and_all_are_in_the_text(organizer):
    tasks = ["BEGIN:VTODO", "END:VTODO"] * (reporting.MOST_REMARKS + 10)
    report = upload(organizer, calendar(*tasks, *vevent())).location

    page, text = organizer.text(report), organizer.text(f"{report}/report.txt")

    assert page.count("It is a task (VTODO)") == reporting.MOST_REMARKS
    assert text.count("It is a task (VTODO)") == reporting.MOST_REMARKS + 10
