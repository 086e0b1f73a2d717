"""Which calendar shows what to whom: every role of every party, at every level of access."""

import pytest

from forumhub.parties import policy
from tests.calendars.dav.arranging import TASK, Device, put_object
from tests.events.examples import make_event, stand
from tests.world import NOW, World

LEVELS = ("public", "parties", "delegates")
STAFF = {policy.ORGANIZER, policy.SECRETARY}


@pytest.fixture
def files(app, world) -> dict[str, str]:
    """By level, of an event of China and Belarus; and of what came of one for everybody and one for staff."""
    with app.app_context():
        codes = zip(LEVELS, ("FTA", "FTB", "FTC"), strict=True)
        made = {level: make_event(world, code, access=level).ulid for level, code in codes}
        for name, kind in (("tasks", "VTODO"), ("journals", "VJOURNAL")):
            for group in ("", "-staff"):
                uid = f"{name}{group}@forumhub.example"
                body = TASK.replace("task-HLM-A-14", f"{name}{group}").replace("VTODO", kind)
                put_object(f"{name}{group}/CN", uid, kind, body, NOW, NOW)
    return made


def seen(device: Device, name: str) -> set[str]:
    told = device.propfind(device.calendar(name), "d:getetag", depth="1")[1:]
    return {each.href.rpartition("/")[2].removesuffix(".ics") for each in told}


@pytest.mark.parametrize("code", ["CN", "BY", "KZ"])
def test_every_role_sees_what_its_party_may_see_and_nothing_else(world, files, code):
    found = {role: walk(world, code, role) for role in policy.ROLES}

    assert found == {role: expected(code, role, files) for role in policy.ROLES}


def walk(world: World, code: str, role: str) -> dict[str, set[str]]:
    device = Device.of(world, code, role)
    return {name: seen(device, name) for name in ("events", "tasks", "journals")}


def expected(code: str, role: str, files: dict[str, str]) -> dict[str, set[str]]:
    levels = () if code == "KZ" else LEVELS if role in STAFF else LEVELS[:2]
    groups = () if code != "CN" else ("", "-staff") if role in STAFF else ("",)
    return {
        "events": {files[level] for level in levels},
        **{name: {f"{name}{group}" for group in groups} for name in ("tasks", "journals")},
    }


def test_who_is_invited_to_an_event_for_delegates_sees_it(app, world, files):
    device = Device.of(world, "CN", "delegate")
    before = seen(device, "events")
    with app.app_context():
        from forumhub.database import db
        from forumhub.events.models import Event

        event = db.session.query(Event).filter_by(ulid=files["delegates"]).one()
        stand(event, world.person["CN", "delegate"], "invited")

    assert seen(device, "events") - before == {files["delegates"]}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PROPFIND", "DELETE"])
def test_what_one_may_not_see_is_missing_as_what_never_was(world, files, method):
    device = Device.of(world, "CN", "delegate")
    hidden, never = f"{files['delegates']}.ics", f"{files['delegates'][:-1]}_.ics"

    answers = [device.ask(method, device.calendar() + name, Depth="0") for name in (hidden, never)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("path", ["principals/{ulid}/", "calendars/{ulid}/", "calendars/{ulid}/events/"])
def test_another_persons_calendars_are_missing(world, path):
    device = Device.of(world, "CN", "secretary")

    found = [
        device.ask("PROPFIND", "/dav/" + path.format(ulid=ulid), Depth="1").status_code
        for ulid in (world.ulid["CN", "delegate"], world.ulid["BY", "secretary"], "01M8DDNRBN689CT5YC2RDF3XCK")
    ]

    assert found == [404] * 3
