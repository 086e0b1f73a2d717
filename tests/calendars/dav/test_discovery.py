"""From an address and a password to calendars (RFC 6764, 5397, 4791), and the properties on the way."""

import pytest

from tests.calendars.dav.arranging import Device, condition, propfind, xml


@pytest.fixture
def device(world) -> Device:
    return Device.of(world, "CN", "delegate")


@pytest.mark.parametrize("method", ["GET", "PROPFIND", "OPTIONS"])
def test_the_well_known_address_says_where_to_ask(client, method):
    answer = client.http.open("/.well-known/caldav", method=method)

    assert (answer.status_code, answer.location) == (301, "/dav/")


def test_calendars_are_found_from_the_root_step_by_step(device):
    (root,) = device.propfind("/dav/", "d:current-user-principal")
    principal = root.found["d:current-user-principal"][0].text
    (found,) = device.propfind(principal, "c:calendar-home-set", "d:resourcetype", "d:displayname")
    home = found.found["c:calendar-home-set"][0].text
    below = device.propfind(home, "d:displayname", "d:resourcetype", "c:supported-calendar-component-set", depth="1")

    assert principal == f"/dav/principals/{device.own}/"
    assert found.text("d:displayname") == "delegate cn"
    assert [each.href for each in below] == [home, *(device.calendar(name) for name in ("events", "tasks", "journals"))]
    assert [each.text("d:displayname") for each in below[1:]] == ["Meetings", "Actions", "Agreed minutes of meetings"]
    assert [each.found["c:supported-calendar-component-set"][0].get("name") for each in below[1:]] == [
        "VEVENT",
        "VTODO",
        "VJOURNAL",
    ]
    assert {tuple(part.tag for part in each.found["d:resourcetype"]) for each in below[1:]} == {
        ("{DAV:}collection", "{urn:ietf:params:xml:ns:caldav}calendar")
    }


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("zh", ["会议", "行动", "会议商定纪要"]),
        ("ru", ["Заседания", "Поручения", "Согласованные протоколы заседаний"]),
    ],
)
def test_calendars_have_names_in_the_persons_language(app, world, language, titles):
    device = Device.of(world, "CN", "delegate")
    set_language(app, world, language)

    below = device.propfind(f"/dav/calendars/{device.own}/", "d:displayname", depth="1")

    assert [each.text("d:displayname") for each in below[1:]] == titles


def set_language(app, world, language: str) -> None:
    from forumhub.database import db
    from forumhub.parties.models import Person

    with app.app_context():
        db.session.get(Person, world.person["CN", "delegate"]).language = language
        db.session.commit()


def test_a_calendar_says_what_it_can_and_that_nothing_can_be_written(device):
    names = "d:supported-report-set", "d:current-user-privilege-set", "c:max-resource-size", "c:calendar-timezone"
    (told,) = device.propfind(device.calendar(), *names)

    reports = [each[0][0].tag.partition("}")[2] for each in told.found["d:supported-report-set"]]
    privileges = [each[0].tag.partition("}")[2] for each in told.found["d:current-user-privilege-set"]]
    assert reports == ["calendar-multiget", "calendar-query", "free-busy-query", "sync-collection"]
    assert privileges == ["read", "read-free-busy", "read-current-user-privilege-set"]
    assert told.text("c:max-resource-size") == str(1024 * 1024)
    assert "TZID:Asia/Shanghai" in told.text("c:calendar-timezone")


def test_unknown_properties_are_named_as_missing_beside_those_found(device):
    (told,) = device.propfind(device.calendar(), "d:displayname", "x:colour", "d:quota-used-bytes")

    assert list(told.found) == ["d:displayname"]
    assert told.missing == ["{urn:x}colour", "d:quota-used-bytes"]


def test_all_properties_are_those_of_webdav_and_those_asked_for_besides(device):
    (usual,) = device.propfind(device.calendar())
    body = xml("d:propfind", "<d:allprop/><d:include><d:sync-token/></d:include>")
    answer = device.ask("PROPFIND", device.calendar(), body, Depth="0")

    assert list(usual.found) == ["d:resourcetype", "d:displayname"]
    assert b"sync-token" in answer.data


def test_the_names_of_properties_come_without_values(device):
    answer = device.ask("PROPFIND", device.calendar(), xml("d:propfind", "<d:propname/>"), Depth="0")

    assert b"<CS:getctag />" in answer.data
    assert b"Meetings" not in answer.data


@pytest.mark.parametrize("headers", [{"Depth": "infinity"}, {}])
def test_a_tree_without_end_is_refused_with_the_precondition(device, headers):
    answer = device.ask("PROPFIND", "/dav/", propfind("d:displayname"), **headers)

    assert condition(answer) == (403, "d:propfind-finite-depth")


def test_a_depth_that_is_none_is_refused(device):
    assert device.ask("PROPFIND", "/dav/", Depth="2").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/dav/", "/dav/principals/", "/dav/calendars/", "/dav/principals/{own}/", "/dav/calendars/{own}", "{events}"],
)
def test_every_folder_answers_options_and_a_depth_of_one(device, path):
    path = path.format(own=device.own, events=device.calendar())

    options = device.ask("OPTIONS", path)

    assert (options.status_code, options.headers["DAV"]) == (200, "1, 3, calendar-access")
    assert options.headers["Allow"] == "OPTIONS, GET, HEAD, PROPFIND, REPORT"
    assert device.propfind(path, "d:resourcetype", depth="1")[0].found
    assert device.ask("GET", path).status_code == 405


@pytest.mark.parametrize("path", ["/dav/x", "/dav/calendars/{own}/x", "{events}x.ics", "{events}x", "{events}x/y"])
def test_what_is_not_there_is_missing(device, path):
    path = path.format(own=device.own, events=device.calendar())

    assert device.ask("PROPFIND", path, Depth="0").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "MKCALENDAR", "PROPPATCH", "COPY", "MOVE", "LOCK"])
def test_nothing_can_be_written(device, method):
    on = device.calendar() if method in ("DELETE", "PROPPATCH", "POST") else device.calendar() + "new.ics"

    answer = device.ask(method, on, b"BEGIN:VCALENDAR")

    assert condition(answer) == (403, "d:need-privileges")


def test_a_new_calendar_cannot_be_made_nor_anothers_written_to(device, world):
    another = f"/dav/calendars/{world.ulid['BY', 'delegate']}/events/"

    assert condition(device.ask("MKCALENDAR", f"/dav/calendars/{device.own}/mine/")) == (403, "d:need-privileges")
    assert device.ask("PUT", another + "new.ics", b"x").status_code == 404
    assert device.ask("DELETE", device.calendar() + "none.ics").status_code == 404
