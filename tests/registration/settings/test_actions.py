"""Saving an event's settings and places, copying them with it, and keeping the deadline on its clock."""

from datetime import UTC, datetime, timedelta

import pytest

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events.actions import edit_event
from forumhub.events.copying.actions import copy_event
from forumhub.events.models import Event
from forumhub.registration.queries import settings_of
from forumhub.registration.settings.actions import save_settings
from forumhub.registration.settings.queries import allotment_of, delegations_of, in_order, taken_by_party
from forumhub.registration.settings.rederiving import derive_deadlines_again
from forumhub.registration.settings.rules import Allotment, Taken
from tests.events.examples import END, FORUM, START, make_event, parties
from tests.registration.examples import apply_all, make_people
from tests.world import NOW, World

DEADLINE = datetime(2027, 3, 1, 17, 0)
SAID = {
    "applicants": "nobody", "shown": "names", "local_deadline": DEADLINE, "offer_hours": 48, "retention_days": 90,
    "sensitive_days": 10,
}  # fmt: skip


def save(world: World, event: Event, allotments: dict | None = None, *, who: str = "BY", version: int = 1, **changes):
    """By the host's organizer, unless said otherwise."""
    with writing():
        return save_settings(
            event, allotments or {}, lock_version=version, by=world.reader(who, "organizer"), now=NOW,
            **{**SAID, **changes},
        )  # fmt: skip


def allotted(event: Event) -> dict[str, Allotment]:
    rows = delegations_of(event.id)
    return {party.code: allotment_of(rows.get(party.id)) for party in in_order(event, rows)}


def test_settings_are_kept_with_the_deadline_as_an_instant(database, world):
    event = make_event(world)

    save(world, event)

    settings = settings_of(event)
    assert {name: getattr(settings, name) for name in SAID} == SAID
    assert (settings.deadline, settings.lock_version) == (datetime(2027, 3, 1, 14, 0, tzinfo=UTC), 2)


def test_the_host_allots_places_and_all_parties_read_of_it(database, world):
    event = make_event(world)

    save(world, event, {"CN": Allotment(10, 2, 1), "BY": Allotment(12, None, 2)})

    assert allotted(event) == {"CN": Allotment(10, 2, 1), "BY": Allotment(12, None, 2)}
    entry = db.session.query(AuditEntry).where(AuditEntry.act == "registration.settings").one()
    assert entry.details["allotted"]["CN"] == [[None, None, None], [10, 2, 1]]
    assert {row.party_id for row in entry.readers} == {world.party["CN"], world.party["BY"]}


def test_a_guest_gives_no_places_but_saves_all_else(database, world):
    event = make_event(world)

    with pytest.raises(NotAllowed):
        save(world, event, {"CN": Allotment(99)}, who="CN")
    save(world, event, {"CN": Allotment()}, who="CN")

    assert (allotted(event)["CN"], settings_of(event).shown) == (Allotment(), "names")


def test_without_a_host_no_party_gives_places_to_itself(database, world):
    event = make_event(world, host=None, timezone="Europe/Minsk")

    save(world, event, {"CN": Allotment(4)}, who="BY")
    with pytest.raises(NotAllowed):
        save(world, event, {"BY": Allotment(4)}, who="BY", version=2)

    assert allotted(event) == {"BY": Allotment(), "CN": Allotment(4)}


def test_fewer_places_than_are_taken_are_refused_and_nothing_is_kept(database, world):
    event = make_event(world)
    apply_all(event, make_people(world, 3))

    with pytest.raises(RuleBroken) as refused:
        save(world, event, {"CN": Allotment(2)})

    assert (refused.value.field, refused.value.values) == ("quota_CN", {"held": 3, "allotted": 2})
    assert (taken_by_party(event.id), allotted(event)["CN"]) == ({world.party["CN"]: Taken(3, 0)}, Allotment())


def test_a_stale_save_is_refused(database, world):
    event = make_event(world)
    save(world, event)

    with pytest.raises(Conflict):
        save(world, event, version=1, shown="nothing")

    assert settings_of(event).shown == "names"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"local_deadline": datetime(2027, 3, 12, 9)}, "local_deadline"),
        ({"sensitive_days": 91}, "sensitive_days"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(database, world, changes, field):
    event = make_event(world)

    with pytest.raises(RuleBroken) as refused:
        save(world, event, **changes)

    assert refused.value.field == field


def test_settings_and_places_are_copied_with_the_event(database, world):
    source = make_event(world)
    save(world, source, {"CN": Allotment(10, 2, 1)})

    copies = [copied(world, source, code, parts) for code, parts in (("NEXT", {"settings"}), ("BARE", set()))]

    assert [allotted(copy)["CN"] for copy in copies] == [Allotment(10, 2, 1), Allotment()]
    assert [settings_of(copy).offer_hours for copy in copies] == [48, None]
    assert settings_of(copies[0]).local_deadline == DEADLINE + timedelta(days=364)


def copied(world: World, source: Event, code: str, parts: set[str]) -> Event:
    start = source.local_start + timedelta(days=364)
    with writing():
        return copy_event(
            source, parts=parts, prepared={}, register_code=code, titles=FORUM, host=source.host,
            parties=parties(world, "CN", "BY"), local_start=start, by=world.reader("BY", "organizer"), now=NOW,
        )  # fmt: skip


def test_the_deadline_stays_on_the_clock_of_the_event_when_its_zone_changes(database, world):
    event = make_event(world)
    save(world, event)

    with writing():
        values = {"titles": FORUM, "timezone": "Asia/Shanghai"}
        edit_event(event, lock_version=event.lock_version, by=world.reader("BY", "organizer"), now=NOW, **values)

    settings = settings_of(event)
    assert (settings.local_deadline, settings.deadline) == (DEADLINE, datetime(2027, 3, 1, 9, 0, tzinfo=UTC))


def test_a_deadline_is_derived_again_when_the_time_zone_database_changes(database, world):
    event = make_event(world)
    save(world, event)
    with writing():
        settings_of(event).deadline = NOW

    with writing():
        moved = [derive_deadlines_again() for _time in range(2)]

    assert (moved, settings_of(event).deadline) == ([1, 0], datetime(2027, 3, 1, 14, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "end", "deadline"),
    [
        (START + timedelta(days=7), END + timedelta(days=7), DEADLINE + timedelta(days=7)),
        (START - timedelta(days=3), END - timedelta(days=3), DEADLINE - timedelta(days=3)),
        (START, END + timedelta(days=1), DEADLINE),
    ],
)
def test_the_deadline_moves_as_far_as_the_event_does(database, world, start, end, deadline):
    event = make_event(world)
    save(world, event)

    moved(world, event, start, end)

    settings = settings_of(event)
    assert (settings.local_deadline, settings.deadline) == (
        deadline,
        (deadline - timedelta(hours=3)).replace(tzinfo=UTC),
    )


def test_the_deadline_is_never_after_the_end_of_an_event_that_became_shorter(database, world):
    event = make_event(world)
    save(world, event, local_deadline=END)
    version = settings_of(event).lock_version

    moved(world, event, START, END - timedelta(hours=5))

    settings = settings_of(event)
    assert (settings.local_deadline, settings.deadline) == (END - timedelta(hours=5), event.ends_at)
    with pytest.raises(Conflict):
        save(world, event, version=version)


def moved(world: World, event: Event, start: datetime, end: datetime) -> None:
    with writing():
        values = {"titles": FORUM, "local_start": start, "local_end": end}
        edit_event(event, lock_version=event.lock_version, by=world.reader("BY", "organizer"), now=NOW, **values)
