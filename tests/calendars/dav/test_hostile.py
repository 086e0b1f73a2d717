"""Bodies that are meant to hurt: refused with 400 or 413, within a bounded time, and never a 500."""

import time
from datetime import timedelta

import pytest

from forumhub.calendars.dav.filters import LONGEST_TEXT, MOST_PARTS
from forumhub.calendars.dav.reading import DEEPEST, LONGEST_NAME, MOST_BYTES, MOST_ELEMENTS, MOST_NAMES
from forumhub.calendars.dav.tokens import sealed_token, unsealed_token
from forumhub.calendars.models import CalendarMember, CalendarObject
from forumhub.database import db
from tests.calendars.dav.arranging import TASK, Device, condition, multiget, propfind, query, sync_collection, told_by
from tests.world import NOW

SECONDS = 2.0
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))
BOMBS = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE d [{LAUGHS}]><d>&l8;</d>',
    "quadratic blowup": f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]><d>{"&a;" * 20_000}</d>',
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
    "external document type": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><d/>',
    "parameter entity": '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><d/>',
    "document type alone": '<!DOCTYPE propfind><d:propfind xmlns:d="DAV:"><d:allprop/></d:propfind>',
    "deep": "<a>" * 60_000,
    "deep and closed": "<a>" * 30_000 + "</a>" * 30_000,
    "one level too deep": "<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1),
    "open": "<d:propfind xmlns:d='DAV:'>",
    "not XML": "BEGIN:VCALENDAR",
    "attribute twice": '<a b="1" b="2"/>',
    "unknown prefix": "<d:propfind/>",
    "other element": "<a/>",
    "undefined entity": "<a>&x;</a>",
}
WIDE = f'<d:propfind xmlns:d="DAV:"><d:prop>{"<d:x/>" * MOST_ELEMENTS}</d:prop></d:propfind>'
BYTES = {
    "NUL": b"\0" * 1000,
    "unknown encoding": b'<?xml version="1.0" encoding="utf-7"?><a/>',
    "an encoding that is none": b'<?xml version="1.0" encoding="klingon"?><a/>',
    "a codec that is no text": b'<?xml version="1.0" encoding="rot13"?><a/>',
    "broken utf-8": b"<a>\xff\xfe\xfa</a>",
    "utf-16 without end": "<a>".encode("utf-16"),
    "comment without end": b"<!--" + b"-" * 100_000,
    "one long name": b"<" + b"a" * 200_000,
    "many attributes": b"<a " + b" ".join(b'a%d="1"' % n for n in range(160_000)) + b"/>",
    "many namespaces": b"<a " + b" ".join(b'xmlns:n%d="u%d"' % (n, n) for n in range(80_000)) + b"/>",
}


@pytest.fixture
def device(world) -> Device:
    return Device.of(world, "CN", "delegate")


def timed(work) -> int:
    began = time.process_time()
    code = work().status_code
    assert time.process_time() - began < SECONDS
    return code


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_every_bomb_is_refused_within_a_bounded_time(device, method):
    found = {
        name: timed(lambda body=body: device.ask(method, device.calendar(), body, Depth="0"))
        for name, body in {**BOMBS, **BYTES}.items()
    }

    refused = {400} if method == "PROPFIND" else {400, 403}  # an element that is no report has its own answer
    assert {name: code for name, code in found.items() if code not in refused} == {}


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_too_many_elements_are_refused(device, method):
    assert timed(lambda: device.ask(method, device.calendar(), WIDE, Depth="0")) == 413


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_a_body_that_is_too_large_is_refused(device, method):
    body = propfind("d:displayname") + " " * MOST_BYTES

    assert timed(lambda: device.ask(method, device.calendar(), body, Depth="0")) == 413


def test_a_body_that_is_written_to_nowhere_is_not_kept(device):
    assert timed(lambda: device.ask("PUT", device.calendar() + "new.ics", b"x" * 5_000_000)) == 403


def test_files_of_attacks_are_refused_as_bodies_and_found_nowhere_as_names(device, shared_data):
    contents = [path.read_bytes()[:MOST_BYTES] for path in sorted((shared_data / "hostile").iterdir())]
    lines = [line.decode(errors="replace") for content in contents for line in content.splitlines()[:4]]

    bodies = {timed(lambda body=body: device.ask("PROPFIND", "/dav/", body, Depth="0")) for body in contents}
    hrefs = device.report(multiget(*(f"{device.calendar()}{escaped(line)}" for line in lines if line.isprintable())))

    assert (len(contents) > 20, bodies) == (True, {400})
    assert hrefs.status_code == 207
    assert b"200 OK" not in hrefs.data


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.fixture
def tasks(app, world, device) -> str:
    """The calendar of fifty actions."""
    with app.app_context():
        for number in range(50):
            uid, begins = f"task-HLM-A-{number}@forumhub.example", NOW + timedelta(days=number)
            body = TASK.replace("task-HLM-A-14@forumhub.example", uid).encode()
            when = {"starts_at": begins, "ends_at": begins + timedelta(days=1), "changed_at": NOW}
            plain = {"uid": uid, "audience": "restricted", "seq": 1}
            made = {"kind": "VTODO", "timezones": [], "body": body, "etag": str(number), "render_version": "1"}
            db.session.add(CalendarObject(**plain, **made, **when))
            db.session.add(CalendarMember(collection="tasks/CN", gone=False, **plain))
        db.session.commit()
    return device.calendar("tasks")


NAMES = [f"x:{'n' * (LONGEST_NAME - 20)}{number}" for number in range(MOST_NAMES)]
LONG = f"x:{'n' * LONGEST_NAME}"
MATCH = '<c:prop-filter name="SUMMARY"><c:text-match collation="i;unicode-casemap"{}>{}</c:text-match></c:prop-filter>'
WITHOUT = MATCH.format(' negate-condition="yes"', "ß" * LONGEST_TEXT)


def todo(filters: str) -> str:
    return query(f'<c:comp-filter name="VTODO">{filters}</c:comp-filter>')


def test_as_much_as_may_be_asked_of_many_objects_is_answered_in_time(device, tasks):
    asked = [("PROPFIND", propfind(*NAMES)), ("REPORT", todo(WITHOUT * (MOST_PARTS // 2 - 1)))]

    answers = [timed(lambda ask=ask: device.ask(ask[0], tasks, ask[1], Depth="1")) for ask in asked]

    assert answers == [207, 207]
    assert [len(told_by(device.ask(*ask[:1], tasks, ask[1], Depth="1"))) for ask in asked] == [51, 50]


def test_more_names_than_anybody_needs_are_refused_wherever_they_are_asked_for(device, tasks):
    many, long = [*NAMES, "x:one"], [LONG]
    bodies = [("PROPFIND", propfind(*names)) for names in (many, long)]
    asked = "".join(f"<{name}/>" for name in many)
    bodies += [("REPORT", query("", asked)), ("REPORT", multiget("/x.ics").replace("<d:getetag/>", asked))]
    bodies += [("REPORT", sync_collection().replace("<d:getetag/>", asked))]

    answers = [timed(lambda ask=ask: device.ask(ask[0], tasks, ask[1], Depth="1")) for ask in bodies]

    assert answers == [413] * 5


@pytest.mark.parametrize(
    "filters",
    [
        '<c:prop-filter name="SUMMARY"/>' * MOST_PARTS,
        "<c:prop-filter name='A'><c:param-filter name='B'/></c:prop-filter>" * (MOST_PARTS // 2),
        WITHOUT.replace("</c:text-match>", "x</c:text-match>"),
    ],
)
def test_a_filter_that_compares_more_than_anybody_needs_is_refused(device, tasks, filters):
    assert timed(lambda: device.ask("REPORT", tasks, todo(filters), Depth="1")) == 413


def test_all_objects_of_a_great_calendar_are_had_by_one_multiget(device, tasks):
    hrefs = [f"{tasks}task-HLM-A-{number:0>6}.ics" for number in range(17_000)]
    hrefs += [f"{tasks}task-HLM-A-{number}.ics" for number in range(50)]

    answer = device.report(multiget(*hrefs), "tasks")

    told = told_by(answer)
    assert [len(told), sum(bool(each.found) for each in told)] == [17_050, 50]


def test_as_many_hrefs_as_fit_are_answered_in_time(device):
    many = [f"{device.calendar()}{number}.ics" for number in range(20_000)]

    assert timed(lambda: device.report(multiget(*many))) == 207


@pytest.mark.parametrize("method", ["PROPFIND", "GET", "DELETE"])
def test_strange_paths_are_missing(device, method):
    names = "%00", "events/%00.ics", "events/%ff%fe.ics", "events/" + "a" * 4000 + ".ics", "events/..%2f..ics"

    answers = [device.ask(method, f"/dav/calendars/{device.own}/{name}", Depth="0") for name in names]

    assert [answer.status_code for answer in answers] == [404] * 5


@pytest.mark.parametrize("token", ["\ud7ff", "data:,1/" + "a" * 100_000, "%s%s", "-1"])
def test_strange_tokens_are_not_good(device, token):
    assert device.report(sync_collection(token)).status_code == 403


@pytest.mark.parametrize("since", ["1", "99999999999999999", "9" * 18])
def test_a_token_of_a_part_that_begins_after_its_end_is_not_good(device, since):
    token = device.sync()[1]

    later = sealed_token(unsealed_token(token)._replace(since=int(since), after="x"))

    answer = device.report(sync_collection(later))

    assert condition(answer) == (403, "d:valid-sync-token")
