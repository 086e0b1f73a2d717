"""What files are refused, on which line and why; and what is read of those that are not."""

import json
from zoneinfo import ZoneInfo

import pytest

from forumhub.errors import RuleBroken
from forumhub.events.programme.interchange.exporting import read_schedule
from forumhub.events.programme.interchange.interpreting import interpret
from forumhub.events.programme.interchange.prose import as_markdown
from forumhub.events.programme.interchange.reading import NothingTaken, require_sessions
from forumhub.events.programme.interchange.rules import ZoneNeeded, minutes_of
from forumhub.markdown import read_bounded
from tests.events.programme.interchange.arranging import FOSDEM

MINSK = ZoneInfo("Europe/Minsk")
HEAD = "<schedule><conference><acronym>ftp</acronym></conference><day date='2027-03-11'><room name='大礼堂'>"
TAIL = "</room></day></schedule>"
EVENT = (
    "<event id='1'><date>2027-03-11T09:00:00+03:00</date><duration>00:45</duration><title>开幕 Открытие</title></event>"
)


def refusal(content: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        require_sessions(interpret(read_schedule(content), MINSK))
    return str(refused.value)


def of_file(shared_data, name: str) -> bytes:
    return (shared_data / "registration" / name).read_bytes()


def read(events: str, head: str = HEAD):
    return interpret(read_schedule(f"{head}\n{events}{TAIL}".encode()), MINSK)


def test_another_format_is_refused_with_words_that_say_so(shared_data):
    assert refusal(of_file(shared_data, "EuroPython_europython.xml__trainings.xml")) == (
        "Line 3: a day holds <entry>, where a frab schedule has <room> with <event>. "
        "This is a schedule of another format, and is not taken."
    )


def test_the_invalid_json_is_refused_with_line_and_reason(shared_data):
    with pytest.raises(NothingTaken) as refused:
        require_sessions(interpret(read_schedule(of_file(shared_data, "voc_schedule__invalid-example.json")), MINSK))

    assert [(note.line, note.what, str(note.why)) for note in refused.value.notes] == [
        (
            22,
            "Internal Penetration Testing Basics",
            'Its id is "2814"; a whole number from 1 would be right.',
        )
    ]


def test_broken_json_is_refused_with_line_and_reason(shared_data):
    broken = of_file(shared_data, "voc_schedule__hub-schedule2.json").replace(b'"abstract"', b'abstract"', 1)

    assert refusal(broken) == (
        "Line 222, column 9: the JSON cannot be read any more (Expecting property name enclosed in double quotes)."
    )


def test_a_schedule_without_a_zone_asks_for_it(shared_data):
    with pytest.raises(ZoneNeeded):
        interpret(read_schedule(of_file(shared_data, FOSDEM)), MINSK)


BOMB = (
    b"<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><schedule>&j;</schedule>"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "declares a document type or entities"),
        (b"<!DOCTYPE s SYSTEM 'file:///etc/passwd'><schedule/>", "declares a document type or entities"),
        (b"<schedule><conference>", "Line 1, column 22: the XML cannot be read any more (no element found)."),
        (b"<schedule>" * 4000, "Line 1: this is more than a schedule holds."),
        (HEAD.encode() + EVENT.encode() * 2001, "more than 2000 sessions"),
        (b"<feed/>", "The file begins with <feed>; a frab schedule begins with <schedule>."),
        (b"<schedule/>", "The schedule has no <conference>"),
        (b"", "the XML cannot be read any more (no element found)"),
        (b"PK\x03\x04", "Line 1, column 2: the XML cannot be read any more (not well-formed (invalid token))."),
        ("<?xml version='1.0' encoding='gb18030'?><schedule/>".encode("gb18030"), "Save it as UTF-8"),
        (b"<?xml version='1.0' encoding='ebcdic-cp'?><schedule/>", "Save it as UTF-8"),
        (b"[" * 100_000, "nests too deeply"),
        (b'{"schedule": ' + b"1" * 5000 + b"}", "has numbers that are none"),
        (b'{"schedule": NaN}', "has numbers that are none"),
        (b'{"schedule": []}', "holds no frab schedule"),
        (b'{"schedule": {"conference": {}}}', "The schedule has no sessions."),
        ('{"расписание": 1}'.encode("cp1251"), "it is not UTF-8"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else None,
)
def test_what_is_no_schedule_is_refused_with_the_line_and_what_would_be_right(content, words):
    assert words in refusal(content)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (EVENT.replace("00:45", "quarter"), "Its duration 'quarter' cannot be read; hours and minutes, 00:45, can."),
        (
            EVENT.replace("09:00:00+03:00", "25:00"),
            "Its date '2027-03-11T25:00' cannot be read; 2026-11-25T14:00:00+03:00 can.",
        ),
        (
            EVENT.replace("2027-03-11T09:00:00+03:00", "0001-01-01T00:00:00+14:00"),
            "Its date '0001-01-01T00:00:00+14:00' cannot be read; 2026-11-25T14:00:00+03:00 can.",
        ),
        (
            EVENT.replace("2027-03-11T09:00:00+03:00", "9999-12-31T23:59:59-12:00"),
            "Its date '9999-12-31T23:59:59-12:00' cannot be read; 2026-11-25T14:00:00+03:00 can.",
        ),
        (EVENT.replace("开幕 Открытие", " "), "It has no title."),
        (
            "<event id='2'><title>x</title><start>9.5</start><duration>00:45</duration></event>",
            "Its start '9.5' cannot be read; a time of day, 14:00, can.",
        ),
    ],
)
def test_a_session_that_cannot_be_is_noted_with_its_line_and_the_others_are_read(event, why):
    reading = read(f"{EVENT.replace('id=', 'guid=')}\n{event}")

    assert [said.guid for said in reading.sessions] == ["1"]
    assert [(note.line, str(note.why)) for note in reading.notes] == [(3, why)]


def test_the_second_of_two_sessions_with_one_guid_is_noted():
    reading = read(f"{EVENT.replace('id=', 'guid=')}\n{EVENT.replace('id=', 'guid=')}")

    assert [(note.line, str(note.why)) for note in reading.notes] == [
        (3, "Another session of the file has the same guid, 1.")
    ]


def test_a_session_without_guid_has_the_same_name_each_time_and_another_in_another_conference():
    (first,), (again,) = read(EVENT).sessions, read(EVENT).sessions
    (other,) = read(EVENT, HEAD.replace("ftp", "hlm")).sessions

    assert first.guid == again.guid != other.guid


def test_a_session_is_read_on_the_clock_of_the_event():
    (said,) = read(EVENT.replace("T09:00:00+03:00", "T22:30:00-05:00")).sessions

    assert said.values["local_start"] == "2027-03-12T06:30:00"


def test_after_midnight_the_day_is_the_one_before_where_the_file_says_when_days_change():
    words = "<day_change>06:00</day_change><time_zone_name>Europe/Minsk</time_zone_name></conference>"
    event = "<event id='1'><start>01:15</start><duration>01:00</duration><title>夜 Ночь</title></event>"

    (said,) = read(event, HEAD.replace("</conference>", words)).sessions

    assert said.values["local_start"] == "2027-03-12T01:15:00"


@pytest.mark.parametrize(("text", "minutes"), [("00:05", 5), ("02:15", 135), ("26:00", 1560), ("00:45:00", 45)])
def test_durations_are_read_in_each_way_that_files_write_them(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "45", "0:45:30", "1:60", "-1:00", "1 h", "١:٣٠:x"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(RuleBroken, match="cannot be read"):
        minutes_of(text)


def test_control_characters_are_left_out_of_json():
    event = {"id": 1, "date": "2027-03-11T09:00:00+03:00", "duration": "00:45", "title": "a\x00\x1fб\ud800"}
    day = {"date": "2027-03-11", "rooms": {"Зал": [event]}}
    content = json.dumps({"schedule": {"conference": {"acronym": "ftp", "days": [day]}}}).encode()

    (said,) = interpret(read_schedule(content), MINSK).sessions

    assert said.title == "aб"


def test_html_is_made_markdown_that_shows_the_same_and_runs_nothing():
    html = "<p>О <b>чём</b> <a href='https://a.by/(1)'>речь</a><script>alert(1)</script></p>"
    html += "<ul><li>一</li><li>*二*</li></ul>1. x"

    page = read_bounded(as_markdown(html)).html

    assert page == (
        '<p>О <strong>чём</strong> <a href="https://a.by/%281%29" rel="noopener noreferrer">речь</a></p>\n'
        "<ul>\n<li>\n<p>一</p>\n</li>\n<li>\n<p>*二*</p>\n</li>\n</ul>\n<p>1. x</p>"
    )


def test_markdown_stays_as_it_is():
    text = "О **чём** речь\n\n* 一\n* a < b & c > d"

    assert as_markdown(text) == text
