"""Queries, multigets and syncs of a calendar (RFC 4791, 7; RFC 6578), on both databases."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from icalendar import Alarm
from icalendar import Event as Component

from forumhub.calendars.counting import forget_before, next_number
from forumhub.calendars.dav.matching import Line, lines_of
from forumhub.calendars.dav.rules import Token
from forumhub.calendars.dav.tokens import sealed_token, unsealed_token
from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, edit_event
from forumhub.events.models import Event
from forumhub.parties.models import Grant
from tests.calendars.checking import resource_faults_of
from tests.calendars.dav.arranging import (
    TASK,
    TASK_UID,
    Device,
    condition,
    file_name,
    multiget,
    put_object,
    query,
    sync_collection,
    told_by,
    xml,
)
from tests.events.examples import make_event
from tests.world import NOW, World


@pytest.fixture
def device(world) -> Device:
    return Device.of(world, "CN", "delegate")


def make_meetings(app: Flask, world: World, *codes: str, **values: object) -> list[str]:
    """Their hrefs' last parts."""
    with app.app_context():
        return [f"{make_event(world, code, **values).ulid}.ics" for code in codes]


def change(app: Flask, world: World, file: str, act, **values: object) -> None:
    with app.app_context(), writing():
        event = db.session.query(Event).filter_by(ulid=file.removesuffix(".ics")).one()
        values = {"by": world.reader("BY", "organizer"), "now": NOW, **values}
        act(event, lock_version=event.lock_version, **values)


def names(told: list) -> list[str]:
    return [each.href.rpartition("/")[2] for each in told]


def test_an_object_is_served_whole_with_the_etag_that_all_reports_give(app, world, device):
    (file,) = make_meetings(app, world, "FTP")

    got = device.ask("GET", device.calendar() + file)
    head = device.ask("HEAD", device.calendar() + file)
    (found,) = device.propfind(device.calendar() + file, "d:getetag", "c:calendar-data", "d:getcontentlength")
    again = device.ask("GET", device.calendar() + file, If_None_Match=got.headers["ETag"])

    assert got.status_code == 200
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8; component=vevent"
    assert resource_faults_of(got.data) == []
    assert (found.text("d:getetag"), found.text("d:getcontentlength")) == (got.headers["ETag"], str(len(got.data)))
    assert found.text("c:calendar-data").splitlines() == got.text.splitlines()
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", got.headers["ETag"])
    assert again.status_code == 304


def test_a_multiget_gives_what_is_there_and_says_what_is_not(app, world, device):
    first, second = make_meetings(app, world, "FTP", "FTQ")
    wanted = [
        f"{device.calendar()}{second}",
        f"http://localhost{device.calendar()}{first}".replace("/events/", "/%65vents/"),
        f"{device.calendar()}none.ics",
        f"{device.calendar('tasks')}{first}",
        "http://[broken",
    ]

    told = told_by(device.report(multiget(*wanted)))

    assert [each.href for each in told[:2]] == [device.calendar() + second, device.calendar() + first]
    assert [each.status for each in told] == ["", "", *["HTTP/1.1 404 Not Found"] * 3]
    assert [each.href for each in told[2:]] == wanted[2:]


def test_every_object_in_every_calendar_is_a_calendar_of_its_own(app, world, device):
    make_meetings(app, world, "FTP", "FTQ", timezone="Africa/Cairo")
    with app.app_context():
        put_task()

    told = [each for name in ("events", "tasks") for each in told_by(device.report(query(""), name))]
    bodies = [device.ask("GET", each.href).data for each in told]

    assert len(bodies) == 3
    assert [resource_faults_of(body) for body in bodies] == [[]] * 3


def put_task() -> None:
    begins = datetime(2026, 12, 4, tzinfo=UTC)
    put_object("tasks/CN", TASK_UID, "VTODO", TASK, begins, datetime(2026, 12, 5, tzinfo=UTC))


EVENT = '<c:comp-filter name="VEVENT">{}</c:comp-filter>'
TODO = '<c:comp-filter name="VTODO">{}</c:comp-filter>'
STATUS = '<c:prop-filter name="STATUS"><c:text-match{}>{}</c:text-match></c:prop-filter>'
SUMMARY = '<c:prop-filter name="SUMMARY"><c:text-match collation="{}">{}</c:text-match></c:prop-filter>'
PARAMETER = '<c:prop-filter name="LINK"><c:param-filter name="{}">{}</c:param-filter></c:prop-filter>'


PROPERTY = '<c:prop-filter name="{}">{}</c:prop-filter>'
ZONE = '<c:comp-filter name="VTIMEZONE">{}</c:comp-filter>'


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("", True),
        (TODO.format(""), True),
        (EVENT.format(""), False),
        (EVENT.format("<c:is-not-defined/>"), True),
        (TODO.format("<c:is-not-defined/>"), False),
        (TODO.format('<c:comp-filter name="VALARM"/>'), False),
        (TODO.format('<c:comp-filter name="VALARM"><c:is-not-defined/></c:comp-filter>'), True),
        (TODO.format('<c:time-range start="20261204T000000Z" end="20261205T000000Z"/>'), True),
        (TODO.format('<c:time-range start="20261204T235959Z"/>'), True),
        (TODO.format('<c:time-range start="20261205T000000Z"/>'), False),
        (TODO.format('<c:time-range end="20261204T000000Z"/>'), False),
        (TODO.format('<c:prop-filter name="COMPLETED"><c:is-not-defined/></c:prop-filter>'), True),
        (TODO.format('<c:prop-filter name="DUE"><c:is-not-defined/></c:prop-filter>'), False),
        (TODO.format('<c:prop-filter name="DUE"/>'), True),
        (TODO.format('<c:prop-filter name="DUE"><c:time-range start="20261203T000000Z"/></c:prop-filter>'), True),
        (TODO.format('<c:prop-filter name="DUE"><c:time-range end="20261203T000000Z"/></c:prop-filter>'), False),
        (TODO.format('<c:prop-filter name="STATUS"><c:time-range end="20261203T000000Z"/></c:prop-filter>'), False),
        (TODO.format(STATUS.format("", "needs")), True),
        (TODO.format(STATUS.format("", "completed")), False),
        (TODO.format(STATUS.format(' negate-condition="yes"', "COMPLETED")), True),
        (TODO.format(STATUS.format(' negate-condition="yes"', "ACTION")), False),
        (TODO.format(SUMMARY.format("i;octet", "обменяться")), False),
        (TODO.format(SUMMARY.format("i;unicode-casemap", "обменяться")), True),
        (TODO.format(PARAMETER.format("LINKREL", "<c:text-match>RELATED</c:text-match>")), True),
        (TODO.format(PARAMETER.format("LINKREL", "<c:is-not-defined/>")), False),
        (PROPERTY.format("VERSION", "<c:text-match>2.0</c:text-match>"), True),
        (PROPERTY.format("PRODID", "<c:text-match>forumhub</c:text-match>"), True),
        (PROPERTY.format("VERSION", "<c:is-not-defined/>"), False),
        (PROPERTY.format("METHOD", "<c:is-not-defined/>"), True),
        (PROPERTY.format("SUMMARY", ""), False),
        (TODO.format(PARAMETER.format("LABEL", "<c:is-not-defined/>")), True),
        (TODO.format(PARAMETER.format("LABEL", "")), False),
        (TODO.format(STATUS.format("", "needs") + SUMMARY.format("i;octet", "никогда")), False),
    ],
)
def test_a_query_finds_what_it_asks_for(database, world, inner, found):
    put_task()

    told = told_by(asking(database, world).report(query(inner), "tasks"))

    assert names(told) == ([file_name(TASK_UID)] if found else [])


def test_lines_are_those_of_the_component_itself_however_it_is_folded():
    summary = "Форум 打击跨境犯罪 " * 20
    event = Component()
    event.add("SUMMARY", summary)
    event.add("COMMENT", "a")
    event.add("COMMENT", "b", parameters={"LANGUAGE": "ru"})
    inner = Alarm()
    inner.add("COMMENT", "of the alarm")
    event.add_component(inner)
    body = event.to_ical()

    found = {name: lines_of(body, name) for name in ("SUMMARY", "COMMENT", "COMM")}

    assert found["SUMMARY"] == [Line(summary, {})]
    assert [(line.value, dict(line.parameters)) for line in found["COMMENT"]] == [("a", {}), ("b", {"LANGUAGE": "ru"})]
    assert found["COMM"] == []


def test_a_query_sees_the_zone_that_an_object_names(app, world, device):
    (file,) = make_meetings(app, world, "FTP", timezone="America/New_York")
    inner = [
        PROPERTY.format("TZID", "<c:text-match>new_york</c:text-match>"),
        PROPERTY.format("TZID", "<c:text-match>minsk</c:text-match>"),
        PROPERTY.format("TZOFFSETTO", ""),  # which is its observances'
        '<c:comp-filter name="DAYLIGHT"><c:prop-filter name="TZOFFSETTO"/></c:comp-filter>',
        '<c:comp-filter name="DAYLIGHT"><c:is-not-defined/></c:comp-filter>',
    ]

    found = [names(told_by(device.report(query(ZONE.format(each))))) for each in inner]

    assert found == [[file], [], [], [file], []]


def asking(app: Flask, world: World) -> Device:
    return Device.of(world, "CN", "delegate")


def test_a_query_by_time_finds_meetings_that_touch_it(app, world, device):
    march, june = make_meetings(app, world, "FTP"), make_june(app, world)
    within = EVENT.format('<c:time-range start="20270601T000000Z" end="20270701T000000Z"/>')
    touching = EVENT.format('<c:time-range start="20270311T143000Z"/>')  # when the first ends

    assert names(told_by(device.report(query(within)))) == june
    assert names(told_by(device.report(query(touching)))) == june
    assert names(told_by(device.report(query("")))) == [*march, *june]


def make_june(app: Flask, world: World) -> list[str]:
    times = {"local_start": datetime(2027, 6, 1, 9, 0), "local_end": datetime(2027, 6, 1, 10, 0)}
    return make_meetings(app, world, "FTQ", **times)


EXPANDED = '<c:calendar-data><c:expand start="20270101T000000Z" end="20280101T000000Z"/></c:calendar-data>'


def test_what_is_expanded_is_told_in_utc_without_time_zones(app, world, device):
    (june,) = make_june(app, world)
    by_name = multiget(device.calendar() + june).replace("<c:calendar-data/>", EXPANDED)

    (usual,) = told_by(device.report(query(EVENT.format(""), "<c:calendar-data/>")))
    asked = query(EVENT.format(""), EXPANDED), by_name
    found = [told_by(device.report(each))[0].text("c:calendar-data") for each in asked]

    assert "DTSTART;TZID=Europe/Minsk:20270601T090000" in usual.text("c:calendar-data")
    assert found[0] == found[1]
    assert ("VTIMEZONE" in found[0], "TZID" in found[0], found[0].count("BEGIN:VEVENT")) == (False, False, 1)
    assert "DTSTART:20270601T060000Z" in found[0]
    assert "DTEND:20270601T070000Z" in found[0]
    assert resource_faults_of(found[0].replace("\n", "\r\n").encode()) == []  # XML has lines end so


def test_free_busy_says_when_and_not_what_with(app, world, device):
    day = datetime(2027, 6, 1)
    hours = [(9, 10, "FTQ", True), (10, 12, "FTR", True), (14, 15, "FTS", True), (16, 17, "FTT", False)]
    for begins, ends, code, confirmed in [*hours, (22, 23, "FTU", True)]:
        times = {"local_start": day.replace(hour=begins), "local_end": day.replace(hour=ends)}
        (file,) = make_meetings(app, world, code, **times, confirmed=confirmed)
        if code == "FTS":
            change(app, world, file, cancel_event, reason="洪水")
    asked = xml("c:free-busy-query", RANGE.format("20270601T063000Z", "20270601T180000Z"))

    answers = [device.report(asked, name) for name in ("events", "tasks")]

    assert [(each.status_code, each.content_type) for each in answers] == [(200, "text/calendar; charset=utf-8")] * 2
    assert [re.findall("FBTYPE=([A-Z-]+).*:(.*)", unfolded(each)) for each in answers] == [
        [("BUSY", "20270601T063000Z/20270601T090000Z"), ("BUSY-TENTATIVE", "20270601T130000Z/20270601T140000Z")],
        [],
    ]
    assert [resource_faults_of(each.data) for each in answers] == [[], []]
    assert "SUMMARY" not in unfolded(answers[0])


def unfolded(answer) -> str:
    return answer.get_data(as_text=True).replace("\r\n ", "").replace("\r\n", "\n")


RANGE = '<c:time-range start="{}" end="{}"/>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (xml("c:calendar-query", "<d:prop/>"), "c:valid-filter"),
        (query(EVENT.format('<c:time-range/>')), "c:valid-filter"),
        (query(EVENT.format(RANGE.format("20270101", "20270201"))), "c:valid-filter"),
        (query(EVENT.format(RANGE.format("20270201T000000Z", "20270101T000000Z"))), "c:valid-filter"),
        (query('<c:comp-filter/>'), "c:valid-filter"),
        (query(EVENT.format(SUMMARY.format("i;klingon", "x"))), "c:supported-collation"),
        (query("", '<c:calendar-data content-type="application/calendar+json"/>'), "c:supported-calendar-data"),
        (xml("d:expand-property", ""), "d:supported-report"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_precondition(device, body, expected):
    assert condition(device.report(body)) == (403, expected)


def test_a_report_is_made_of_calendars_alone(device):
    assert condition(device.ask("REPORT", "/dav/", query(""))) == (403, "d:supported-report")


@pytest.mark.parametrize(
    "body",
    [
        multiget(),
        xml("d:sync-collection", "<d:prop/>"),
        xml("d:sync-collection", "<d:sync-token/><d:sync-level>7</d:sync-level><d:prop/>"),
        xml("d:sync-collection", "<d:sync-token/><d:limit><d:nresults>٣</d:nresults></d:limit><d:prop/>"),
        xml("d:sync-collection", "<d:sync-token/><d:prop/><d:allprop/>"),
        xml("c:free-busy-query", ""),
        xml("c:free-busy-query", '<c:time-range start="20270101T000000Z"/>'),
        query("", "<c:calendar-data><c:expand/></c:calendar-data>"),
        query("", '<c:calendar-data><c:expand start="20270101" end="20280101"/></c:calendar-data>'),
        query("", EXPANDED.replace("2027", "2029")),
    ],
)
def test_what_is_no_report_is_a_bad_request(device, body):
    assert device.report(body).status_code == 400


def test_a_sync_tells_what_is_new_what_changed_and_what_left_each_once(app, world, device):
    kept, edited, left, cancelled = make_meetings(app, world, "FTP", "FTQ", "FTR", "FTS")
    first, token = device.sync()
    nothing, same = device.sync(token)
    change(app, world, edited, edit_event, titles={"en": "Moved", "zh": "改期", "ru": "Перенос"})
    change(app, world, left, edit_event, access="delegates")
    change(app, world, cancelled, cancel_event, reason="Flood")
    (new,) = make_meetings(app, world, "FTT")

    told, later = device.sync(token)

    assert sorted(names(first)) == sorted([kept, edited, left, cancelled])
    assert (nothing, same) == ([], token)
    assert sorted(names(told)) == sorted([edited, left, cancelled, new])
    assert {each.status for each in told if names([each]) == [left]} == {"HTTP/1.1 404 Not Found"}
    assert later != token
    assert device.sync(later) == ([], later)


def test_a_sync_in_parts_loses_nothing_that_changes_meanwhile(app, world, device):
    files = sorted(make_meetings(app, world, *(f"FT{letter}" for letter in "ABCDE")))
    first, token = device.sync(limit=2)
    change(app, world, files[0], edit_event, titles={"en": "Moved", "zh": "改期", "ru": "Перенос"})
    second, token = device.sync(token, limit=2)
    third, token = device.sync(token, limit=2)
    fourth, token = device.sync(token, limit=2)

    parts = [names(part) for part in (first, second, third, fourth)]
    assert parts == [[*files[:2], ""], [*files[2:4], ""], [files[4]], [files[0]]]
    assert {part[-1].status for part in (first, second)} == {"HTTP/1.1 507 Insufficient Storage"}
    assert device.sync(token)[0] == []


def test_the_token_of_a_sync_is_the_property_and_the_ctag(app, world, device):
    make_meetings(app, world, "FTP")

    (told,) = device.propfind(device.calendar(), "d:sync-token", "cs:getctag")

    assert told.text("d:sync-token") == told.text("cs:getctag") == device.sync()[1]


def test_a_token_tells_nobody_how_much_the_house_published(app, world, device):
    make_meetings(app, world, "FTP")
    before = device.sync()[1]
    with app.app_context(), writing():
        next_number()
    make_meetings(app, world, "FTQ")

    after = device.sync()[1]

    told = [unsealed_token(each) for each in (before, after)]
    assert [each.seq for each in told] == [1, 3]
    assert [len(before), before[:6], before[6:30] == after[6:30]] == [len(after), "data:,", False]
    assert unsealed_token(sealed_token(Token(9**18, told[0].key, 7, "会议@x"))) == (9**18, told[0].key, 7, "会议@x")


def test_a_token_of_others_of_other_roles_or_of_nobody_is_not_good(app, world, device):
    make_meetings(app, world, "FTP")
    token = device.sync()[1]
    told = unsealed_token(token)
    later = told._replace(seq=told.seq + 1)
    foreign = [
        Device.of(world, "BY", "delegate").sync()[1],
        device.sync(name="tasks")[1],
        sealed_token(later),
    ]
    changed = token[:20] + ("B" if token[20] == "A" else "A") + token[21:]
    broken = ["x", "data:,1", f"data:,{'9' * 90}", changed, "http://example.org/1"]
    with app.app_context():
        person, party = world.person["CN", "delegate"], world.party["BY"]
        granted = Grant(person_id=person, party_id=party, role="observer", from_date=NOW.date(), granted_at=NOW)
        db.session.add(granted)

        answers = [condition(device.report(sync_collection(each))) for each in [*foreign, *broken]]
        db.session.commit()
    with time_machine.travel(NOW):
        answers.append(condition(device.report(sync_collection(token))))

    assert answers == [(403, "d:valid-sync-token")] * 9


def test_a_token_from_before_tombstones_were_purged_is_not_good(app, world, device):
    make_meetings(app, world, "FTP")
    token = device.sync()[1]
    make_meetings(app, world, "FTQ")
    with app.app_context(), writing():
        forget_before(2)

    assert condition(device.report(sync_collection(token))) == (403, "d:valid-sync-token")
    assert len(device.sync()[0]) == 2


def test_each_request_makes_the_same_number_of_statements_however_much_there_is(app, world, device, statements):
    numbers = []
    for codes in ("A", "BCDEFGHIJ"):
        files = make_meetings(app, world, *(f"FT{letter}" for letter in codes))
        hrefs = [device.calendar() + file for file in files]
        numbers.append([count(statements, work) for work in (
            lambda: device.propfind(device.calendar(), "d:getetag", depth="1"),
            lambda: device.report(query(EVENT.format(STATUS.format("", "CONF")))),
            lambda hrefs=hrefs: device.report(multiget(*hrefs)),
            lambda: device.sync(),
        )])  # fmt: skip

    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 12


def count(statements, work) -> int:
    with statements() as seen:
        work()
    return len(seen)


def test_characters_that_xml_cannot_hold_break_no_answer(app, world, device):
    (file,) = make_meetings(app, world, "FTP", titles={"en": "a\ufffeb\uffff]]>&amp;<c/>"})

    (told,) = told_by(device.report(multiget(device.calendar() + file)))

    assert "SUMMARY:ab]]>&amp\\;<c/>" in told.text("c:calendar-data").replace("\n ", "")
