"""Reading whatever arrives: real mails of many programs, broken ones, and any bytes."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forumhub.calendars.replies.messages import GENERATED, REPLIED
from forumhub.calendars.replies.reading import address_in, read_mail
from tests.calendars.replies.real_mails import FOUND, REASONS
from tests.calendars.replies.test_effects import REPLIES

CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20261122T095900Z\r\nSEQUENCE:2\r\n"
    "ATTENDEE;PARTSTAT=DECLINED:mailto:delegate@example.org\r\nCOMMENT:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
NOTE = "Буду в командировке"


def mail(body: bytes, kind: str = "text/calendar; method=REPLY", *headers: str) -> bytes:
    lines = ["From: delegate@example.org", f"Content-Type: {kind}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def found_in(raw: bytes) -> tuple[str, str, str, str] | str:
    reading = read_mail(raw)
    if reading.broken:
        return reading.broken.msgid
    first = reading.answers[0]
    attendee = first.attendees[0] if first.attendees else ("", "")
    return reading.method, first.uid, *attendee


def test_every_real_mail_is_read_or_refused_in_words(shared_data):
    files = {path.name: path.read_bytes() for path in (shared_data / "imip").iterdir()}

    found = {name: found_in(raw) for name, raw in files.items()}

    assert found == {name: REASONS.get(what, what) for name, what in FOUND.items()}
    assert (len(found), sorted(name for name, what in FOUND.items() if what[0] == "REPLY")) == (87, REPLIES)


def test_real_bounces_are_known(shared_data):
    files = {path.name: path.read_bytes() for path in (shared_data / "imip").iterdir()}

    bounced = sorted(name for name, raw in files.items() if read_mail(raw).mail.bounced)

    assert bounced == [
        "apple_ccs-calendarserver__dsn_failure_no_ics.eml",
        "apple_ccs-calendarserver__dsn_failure_no_original.eml",
    ]


@pytest.mark.parametrize("declared", ["utf-8", "us-ascii", "windows-1251", "iso-8859-1", "no-such-charset", "rot13"])
def test_utf_8_is_read_whatever_is_declared(declared):
    raw = mail(CALENDAR.format(NOTE).encode(), f"text/calendar; charset={declared}", "Content-Transfer-Encoding: 8bit")

    reading = read_mail(raw)

    assert (reading.broken, reading.answers[0].comment) == (None, NOTE)


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "gb18030"])
def test_another_charset_is_read_as_declared(charset):
    raw = mail(CALENDAR.format(NOTE).encode(charset), f"text/calendar; charset={charset}")

    assert read_mail(raw).answers[0].comment == NOTE


@pytest.mark.parametrize(
    ("kind", "name"),
    [("application/ics", ""), ("text/calendar", "reply.ics"), ("application/octet-stream", "Reply.ICS")],
)
def test_a_calendar_as_an_attachment_is_read(kind, name):
    part = f"--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x\r\nContent-Type: {kind}\r\n"
    part += f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'

    reading = read_mail(mail((part + CALENDAR.format("") + "\r\n--x--\r\n").encode(), "multipart/mixed; boundary=x"))

    assert (reading.broken, reading.method, reading.answers[0].uid) == (None, "REPLY", "1@example.org")


def test_a_calendar_of_another_message_inside_is_not_read():
    inner = "--x\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: text/calendar\r\n\r\n" + CALENDAR.format("")

    reading = read_mail(mail((inner + "\r\n--x--\r\n").encode(), "multipart/mixed; boundary=x"))

    assert reading.broken.msgid == REASONS["no calendar"]


def test_outlooks_own_format_is_refused_in_words():
    reading = read_mail(mail(b"xxxx", 'application/ms-tnef; name="winmail.dat"'))

    assert "winmail.dat" in str(reading.broken)


def test_a_calendar_that_breaks_off_is_refused():
    reading = read_mail(mail(CALENDAR.format("").replace("END:VCALENDAR\r\n", "").encode()))

    assert str(reading.broken) == "Its calendar breaks off: END:VCALENDAR is missing."


@pytest.mark.parametrize(
    ("header", "automatic"),
    [
        ("Auto-Submitted: auto-generated", GENERATED),
        ("Auto-Submitted: auto-replied (vacation)", REPLIED),
        ("Auto-Submitted: no", ""),
        ("Precedence: bulk", REPLIED),
        ("X-Autoreply: yes", REPLIED),
        ("Subject: Re", ""),
    ],
)
def test_what_programs_send_on_their_own_is_known(header, automatic):
    reading = read_mail(mail(CALENDAR.format("").encode(), "text/calendar", header))

    assert reading.mail.automatic == automatic


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("mailto:Delegate@Example.org", "delegate@example.org"),
        ("MAILTO:<delegate@example.org>", "delegate@example.org"),
        ("<mailto:delegate@example.org>", "delegate@example.org"),
        ("mailto:d%2Be@example.org", "d+e@example.org"),
        (" delegate@example.org ", "delegate@example.org"),
        ("mailto:delegate@公安部.cn", "delegate@xn--55q79ve18b.cn"),
        ("mailto:delegate@%E5%85%AC%E5%AE%89%E9%83%A8.CN", "delegate@xn--55q79ve18b.cn"),
        ("/principals/1", ""),
        ("mailto:" + "a" * 300 + "@example.org", ""),
    ],
)
def test_an_attendee_is_known_however_it_is_written(written, address):
    assert address_in(written) == address


def test_the_stamp_and_sequence_are_read():
    answer = read_mail(mail(CALENDAR.format("").encode())).answers[0]

    assert (answer.stamp, answer.sequence) == (datetime(2026, 11, 22, 9, 59, tzinfo=UTC), 2)


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0317\r\n"
    "TZOFFSETTO:+0317\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def test_a_proposed_time_is_worked_out_while_the_mail_is_read():
    countered = CALENDAR.format("").replace("REPLY", "COUNTER").replace("BEGIN:VEVENT", ZONE + "BEGIN:VEVENT")
    times = "DTSTART;TZID=Office:20270315T100000\r\nDURATION:PT2H\r\nEND:VEVENT"

    reading = read_mail(mail(countered.replace("END:VEVENT", times).encode(), "text/calendar; method=COUNTER"))

    assert reading.answers[0].proposed == (
        datetime(2027, 3, 15, 6, 43, tzinfo=UTC),
        datetime(2027, 3, 15, 8, 43, tzinfo=UTC),
        False,
    )


@pytest.mark.parametrize(
    ("times", "after"),
    [
        ("", 16),
        ("DTEND;VALUE=DATE:20270316", 16),
        ("DTEND;VALUE=DATE:20270315", 16),
        ("DTEND;VALUE=DATE:20270318", 18),
        ("DURATION:P2D", 17),
        ("DURATION:-P2D", 16),
    ],
)
def test_a_proposal_of_whole_days_is_of_one_day_at_least(times, after):
    days = f"METHOD:COUNTER\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270315\r\n{times}"
    countered = CALENDAR.format("").replace("METHOD:REPLY\r\nBEGIN:VEVENT", days)

    reading = read_mail(mail(countered.encode(), "text/calendar; method=COUNTER"))

    assert reading.answers[0].proposed == (
        datetime(2027, 3, 15, tzinfo=UTC),
        datetime(2027, 3, after, tzinfo=UTC),
        True,
    )


NESTED = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(5_000)).encode()
HOSTILE = {
    "deep": NESTED,
    "deep, within the bound": NESTED[: NESTED.index(b"boundary=b22")] + b"x\r\n" * 29_000,
    "many parts": mail(b"--x\r\n\r\n" * 14_000, "multipart/mixed; boundary=x"),
    "large": b"A: b\r\n" + b"x" * (3 * 1024 * 1024),
    "many lines": b"\n" * 1_000_000,
    "many headers": b"".join(b"X-%d: y\r\n" % number for number in range(29_000)),
    "a long header": b"From: " + b"<" * 1_000_000 + b"\r\n\r\n",
    "many addresses": b"From: " + b"a@b, " * 200_000 + b"\r\n\r\n",
    "a long parameter": b'Content-Type: text/calendar; method="' + b'\\";' * 300_000 + b"\r\n\r\n",
    "many parameters": b"Content-Type: text/calendar" + b";a*0=b" * 100_000 + b"\r\n\r\n",
    "folded parameters": b"Content-Type: text/calendar" + b"\r\n ;a=b" * 25_000 + b"\r\n\r\n",
    "deep components": mail(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + b"BEGIN:X\r\n" * 15_000),
    "many events": mail(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n" * 5_000 + b"END:VCALENDAR"),
    "many attendees": mail(CALENDAR.format('\r\nATTENDEE;CN="a;b":mailto:a@b' * 5_000).encode()),
    "a long line": mail(CALENDAR.format("x" * 200_000).encode()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_read_or_refused_within_a_second(name):
    begun = time.process_time()

    reading = read_mail(HOSTILE[name])

    assert time.process_time() - begun < 2
    assert reading.broken or name == "a long line"


WORDS = """From: |a@b|\r\n|\n|\r\n\r\n|Content-Type: |multipart/mixed; boundary=x|--x|--x--|text/calendar; method=|
REPLY|; charset*=idna''|boundary*=punycode''x|=?utf-8?b?////?=|Content-Transfer-Encoding: base64|begin 666 a|UID:1|
METHOD:REPLY|Content-Transfer-Encoding: x-uuencode|BEGIN:VCALENDAR|BEGIN:VEVENT|ATTENDEE;PARTSTAT=|ATTENDEE;X="|
:mailto:|DTSTAMP:2026|DTSTART;TZID=|DURATION:P|END:VEVENT|END:VCALENDAR|й|%00|message/rfc822|message/delivery-status|RECURRENCE-ID;|
Authentication-Results: |SEQUENCE:-1|COMMENT;ENCODING=QUOTED-PRINTABLE:="""
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=40).map(lambda pieces: "".join(pieces).encode())


@given(st.one_of(st.binary(max_size=400), PIECES, PIECES.map(lambda body: mail(CALENDAR.encode() + body))))
@example(b"Content-Type: multipart/mixed; boundary*=idna''x\r\n\r\n--x\r\n")
@example(b"Content-Type: text/calendar; charset*0*=x'y'z\r\n\r\n")
def test_no_bytes_make_it_fail(raw):
    reading = read_mail(raw)

    assert bool(reading.answers) is (reading.broken is None)
