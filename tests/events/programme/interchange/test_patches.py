"""What a file says beside the plain schedule is heard where the plain schedule agrees, and is never trusted."""

import json

import pytest

from forumhub.events.programme.queries import programme_of
from tests.events.examples import make_event
from tests.events.programme.interchange.arranging import bring, exported, values
from tests.events.programme.interchange.test_importing import part, schedule

pytestmark = pytest.mark.usefixtures("database")


def exported_json(world) -> dict:
    event = make_event(world)
    bring(world, event, schedule(part(), part("g2", title="第二", date="2027-03-11T11:00:00+03:00")))
    return json.loads(exported(event, "json"))


def brought(world, said: dict) -> dict:
    event = make_event(world, "OTH")
    bring(world, event, json.dumps(said).encode())
    return values(event)


def first_of(said: dict) -> dict:
    (day,) = said["schedule"]["conference"]["days"]
    return day["rooms"]["大礼堂"][0]


def test_what_another_tool_changed_in_our_file_holds(world):
    said = exported_json(world)
    said["schedule"]["forumhub"]["sessions"]["g1"]["titles"] = [{"ru": "Открытие форума"}, {"zh": "旧"}]
    first_of(said)["title"] = "Новое название"

    session = brought(world, said)["sessions"]["g1"]

    assert session["titles"] == {"ru": "Новое название"}


def test_a_session_that_another_tool_added_is_taken_as_it_says(world):
    said = exported_json(world)
    added = {
        **first_of(said),
        "guid": "g9",
        "id": 9,
        "title": "新增",
        "language": "zh",
        "date": "2027-03-11T15:00:00+03:00",
    }
    said["schedule"]["conference"]["days"][0]["rooms"]["大礼堂"].append(added)

    sessions = brought(world, said)["sessions"]

    assert (len(sessions), sessions["g9"]["titles"]) == (3, {"zh": "新增"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("titles", {"ru": 1}),
        ("titles", ["x"]),
        ("minutes", "45"),
        ("minutes", True),
        ("minutes", 10**9),
        ("local_start", "2027-03-11T09:00:00+03:00"),
        ("local_start", "9999-12-31T00:00:00"),
        ("local_start", " 2027-03-11T11:00:00"),
        ("hall", "elsewhere"),
        ("kind", "riot"),
        ("state", "deleted"),
        ("links", [{"url": 1, "title": ""}]),
        ("speakers", [{"name": "x"}]),
        ("speakers", [{"name": "x", "affiliation": "", "chairs": "yes", "foreign": {}}]),
        ("interpretation", "zh"),
        ("foreign", []),
        ("html", "<script>alert(1)</script>"),
        ("id", 1),
    ],
)
def test_what_is_not_as_it_should_be_is_noted_and_the_plain_schedule_holds(world, name, value):
    said = exported_json(world)
    plain = brought(world, said)["sessions"]["g1"]
    said["schedule"]["forumhub"]["sessions"]["g1"][name] = [_was(plain, name), value]

    event = make_event(world, "THI")
    plan = bring(world, event, json.dumps(said).encode())

    assert values(event)["sessions"]["g1"] == plain
    assert f"cannot be read ({name})" in str(plan.notes[0].why)


def _was(plain: dict, name: str) -> object:
    """As files carry it."""
    if name == "hall":
        return "大礼堂"
    if name == "speakers":
        return [{key: value for key, value in each.items() if key != "position"} for each in plain[name]]
    return plain[name].isoformat() if name == "local_start" else plain.get(name)


@pytest.mark.parametrize(
    "days",
    [
        [["2027-03-11", "2027-03-11T09:00:00+03:00", "2027-03-11T18:00:00"]],
        [["9999-12-31", "9999-12-31T09:00:00", "9999-12-31T18:00:00"]],
        [["2027-03-11", "2027-03-11T19:00:00", "2027-03-11T18:00:00"]],
        [["2027-03-11", " 2027-03-11T09:00:00", "2027-03-11T18:00:00"]],
        [["2027-03-11"]],
        "days",
    ],
)
def test_days_that_are_none_do_not_come_in_and_the_programme_goes_out_again(world, days):
    said = exported_json(world)
    event = make_event(world, "OTH")
    was = brought_foreign(world, said)
    said["schedule"]["forumhub"]["programme"]["foreign"] = [was, {"days": days}]

    bring(world, event, json.dumps(said).encode())

    assert programme_of(event.id).foreign == was
    assert exported(event, "xml").startswith(b"<?xml")


def brought_foreign(world, said: dict) -> dict:
    """What a reader understands without patches."""
    event = make_event(world, "PLN")
    plain = {**said, "schedule": {**said["schedule"], "forumhub": None}}
    bring(world, event, json.dumps(plain).encode())
    return programme_of(event.id).foreign


@pytest.mark.parametrize("patches", [1, [], {"format": 2}, {"format": 1}, {"format": 1, "halls": 3, "sessions": [1]}])
def test_patches_of_no_shape_are_passed_over(world, patches):
    said = exported_json(world)
    said["schedule"]["forumhub"] = patches

    assert len(brought(world, said)["sessions"]) == 2
