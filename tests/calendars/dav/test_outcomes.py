"""What came of meetings, as programs take it: agreed actions as tasks, agreed minutes as journals."""

from forumhub.database import writing
from forumhub.followup.models import Item
from tests.calendars.checking import resource_faults_of
from tests.calendars.dav.arranging import Device, query, told_by
from tests.followup.examples import agreed
from tests.minutes.arranging import Meeting
from tests.minutes.conftest import held

__all__ = ["held"]


def names(device: Device, calendar: str, inner: str = "") -> list[str]:
    return sorted(each.href.rpartition("/")[2] for each in told_by(device.report(query(inner), calendar)))


def test_agreed_actions_are_tasks_of_their_owners_and_right_on_the_wire(app, world):
    with app.app_context(), writing():
        agreed(world)
    device, outsider = Device.of(world, "CN", "delegate"), Device.of(world, "KZ", "delegate")
    due = '<c:comp-filter name="VTODO"><c:prop-filter name="DUE"/></c:comp-filter>'

    files = names(device, "tasks")
    faults = [resource_faults_of(device.ask("GET", device.calendar("tasks") + file).data) for file in files]

    with app.app_context():
        codes = {item.code for item in Item.query.filter_by(kind="ACTION")}
    assert files
    assert {file.removesuffix(".ics").partition("-")[2].partition("-")[2] for file in files} <= codes
    assert faults == [[]] * len(files)
    assert set(names(device, "tasks", due)) < set(files)
    assert (names(device, "journals"), names(outsider, "tasks")) == ([], [])


def test_minutes_are_a_journal_once_they_are_agreed(app, world, held: Meeting):
    device = Device.of(world, "CN", "observer")
    with app.app_context():
        ulid = held.circulated()
        held.approve(ulid, "CN")
        before = names(device, "journals")
        held.approve(ulid, "BY")

    file = device.ask("GET", f"{device.calendar('journals')}{ulid}.ics")

    assert (before, names(device, "journals")) == ([], [f"{ulid}.ics"])
    assert resource_faults_of(file.data) == []
    assert b"BEGIN:VJOURNAL" in file.data
