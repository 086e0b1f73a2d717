"""Making, editing, postponing, cancelling and holding an event."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events import actions
from forumhub.events.models import Event, Register
from tests.events.examples import FORUM, START, make_event, parties
from tests.world import NOW

LATER = NOW + timedelta(days=3)


def changed(event: Event, action, world, **values: object) -> Event:
    with writing():
        return action(event, by=world.reader("CN", "organizer"), now=LATER, **values)


def test_an_event_takes_zone_and_city_from_its_host(world, database, told):
    event = make_event(world)

    assert (event.timezone, event.city["zh"]) == ("Europe/Minsk", "明斯克")
    assert (event.starts_at, event.state) == (datetime(2027, 3, 11, 6, 0, tzinfo=UTC), "tentative")
    assert [(said["event"].id, said["change"], said["before"]) for said in told] == [(event.id, "created", None)]


def test_an_event_leaves_an_audit_entry_its_parties_may_read(world, database):
    event = make_event(world)

    entry = db.session.scalar(select(AuditEntry))

    assert (entry.act, entry.subject, entry.label) == ("events.create", event.ulid, FORUM["en"])
    assert {reader.party_id for reader in entry.readers} == {world.party["CN"], world.party["BY"]}


def test_creating_needs_an_organizer_of_one_of_the_parties(world, database):
    with pytest.raises(NotAllowed):
        make_event(world, by=world.reader("KZ", "organizer"))
    with pytest.raises(NotAllowed):
        make_event(world, by=world.reader("BY", "secretary"))

    assert db.session.scalar(select(Event)) is None


def test_a_register_code_that_is_taken_is_refused(world, database):
    make_event(world, "FTP")

    with pytest.raises(RuleBroken, match="FTP is taken") as refused:
        make_event(world, "FTP")

    assert refused.value.field == "register_code"
    assert list(db.session.scalars(select(Register.code))) == ["FTP"]


def test_a_wall_clock_in_the_gap_is_refused_in_words(world, database):
    gap = {"timezone": "Europe/Warsaw", "local_start": datetime(2027, 3, 28, 2, 30)}

    with pytest.raises(RuleBroken, match="Clocks in Europe/Warsaw go forward") as refused:
        make_event(world, **gap, local_end=datetime(2027, 3, 28, 9, 0))

    assert refused.value.field == "local_start"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"titles": {"ru": ""}}, "titles"),
        ({"timezone": "Europe/Нигде"}, "timezone"),
        ({"capacity": 0}, "capacity"),
        ({"parties": []}, "parties"),
        ({"clause": "2"}, "under"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, database, values, field):
    with pytest.raises(RuleBroken) as refused:
        make_event(world, **values)

    assert refused.value.field == field


def test_editing_time_moves_the_sequence_and_tells_before_and_after(world, database, told):
    event = make_event(world)

    changed(event, actions.edit_event, world, lock_version=1, local_start=START - timedelta(hours=1), venue="Зал 2")

    assert (event.sequence, event.lock_version, event.changed_at) == (1, 2, LATER)
    assert event.starts_at == datetime(2027, 3, 11, 5, 0, tzinfo=UTC)
    assert (told[-1]["change"], told[-1]["before"]["local_start"], told[-1]["before"]["sequence"]) == (
        "edited",
        START,
        0,
    )


def test_editing_a_title_leaves_the_sequence(world, database):
    event = make_event(world)

    changed(event, actions.edit_event, world, lock_version=1, titles={"zh": "论坛"})

    assert (event.sequence, event.changed_at, event.titles) == (0, LATER, {"zh": "论坛"})


def test_a_stale_edit_is_refused_and_changes_nothing(world, database):
    event = make_event(world)
    changed(event, actions.edit_event, world, lock_version=1, venue="first")

    with pytest.raises(Conflict):
        changed(event, actions.edit_event, world, lock_version=1, venue="second")

    assert event.venue == "first"


def test_only_an_organizer_of_its_parties_edits(world, database):
    event = make_event(world, access="public")

    for code, role in (("KZ", "organizer"), ("CN", "secretary"), ("BY", "delegate")):
        with pytest.raises(NotAllowed), writing():
            actions.edit_event(event, lock_version=1, by=world.reader(code, role), now=NOW, venue="Зал")

    assert event.lock_version == 1


def test_postponing_to_a_date_keeps_length_and_state(world, database, told):
    event = make_event(world)
    changed(event, actions.confirm_event, world)

    changed(event, actions.postpone_event, world, reason="Визит перенесён", local_start=START + timedelta(days=30))

    assert (event.state, event.sequence, event.state_reason) == ("confirmed", 2, "Визит перенесён")
    assert event.local_end - event.local_start == timedelta(hours=8, minutes=30)
    assert (told[-1]["change"], told[-1]["before"]["local_start"]) == ("postponed", START)


def test_postponing_without_a_date_marks_it_until_one_is_set(world, database):
    event = make_event(world)

    changed(event, actions.postpone_event, world, reason="日期待定")
    assert (event.state, event.local_start, event.sequence) == ("postponed", START, 1)
    changed(event, actions.postpone_event, world, reason="日期已定", local_start=START)

    assert (event.state, event.sequence) == ("tentative", 2)


def test_cancelling_keeps_the_event_and_closes_it(world, database, told):
    event = make_event(world)

    changed(event, actions.cancel_event, world, reason="Agreed by both sides")

    assert (event.state, event.sequence, told[-1]["change"]) == ("cancelled", 1, "cancelled")
    with pytest.raises(RuleBroken, match="cancelled"):
        changed(event, actions.postpone_event, world, reason="again", local_start=START + timedelta(days=1))


def test_an_event_is_held_only_after_its_start(world, database, told):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="has not begun"):
        changed(event, actions.hold_event, world)
    with writing():
        actions.hold_event(event, by=world.reader("CN", "organizer"), now=event.starts_at)

    assert (event.state, told[-1]["change"]) == ("held", "held")


def test_a_held_event_is_not_edited(world, database):
    event = make_event(world)
    with writing():
        actions.hold_event(event, by=world.reader("CN", "organizer"), now=event.starts_at)

    for action, values in (
        (actions.edit_event, {"lock_version": 2, "venue": "x"}),
        (actions.postpone_event, {"reason": "x", "local_start": START + timedelta(days=1)}),
        (actions.cancel_event, {"reason": "x"}),
        (actions.confirm_event, {}),
    ):
        with pytest.raises(RuleBroken, match="was held"):
            changed(event, action, world, **values)


def test_parties_of_another_house_are_not_its_hosts(world, database):
    with pytest.raises(RuleBroken, match="not among the parties"):
        make_event(world, host=parties(world, "KZ")[0])
