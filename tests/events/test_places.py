"""Places and standings, which registration writes through this room."""

import pytest

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events import actions
from tests.events.examples import make_event
from tests.world import NOW


def test_places_are_taken_up_to_the_capacity(world, database):
    event = make_event(world, capacity=2)

    with writing():
        taken = [actions.take_place(event) for _ in range(3)]
    with writing():
        actions.release_place(event)

    assert (taken, event.places_taken) == ([True, True, False], 1)


def test_a_place_that_nobody_took_is_not_given_back(world, database):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="No place is taken"), writing():
        actions.release_place(event)


def test_capacity_cannot_fall_below_the_places_taken(world, database):
    event = make_event(world, capacity=2)
    with writing():
        actions.take_place(event)
        actions.take_place(event)

    with pytest.raises(RuleBroken, match="2 places are taken"), writing():
        actions.edit_event(event, lock_version=1, capacity=1, by=world.reader("CN", "organizer"), now=NOW)

    assert event.capacity == 2


def test_a_standing_is_written_and_told_once(world, database):
    from forumhub.events.queries import count_participants, participants, standing_of
    from forumhub.events.signals import standing_changed

    event, person_id, heard = make_event(world), world.person["CN", "delegate"], []

    def listen(sender, **said):
        heard.append((said["person_id"], said["standing"]))

    with standing_changed.connected_to(listen), writing():
        actions.set_standing(event, person_id, "applied")
        actions.set_standing(event, person_id, "confirmed")
        actions.set_standing(event, world.person["BY", "delegate"], "declined")

    assert heard == [(person_id, "applied"), (person_id, "confirmed"), (world.person["BY", "delegate"], "declined")]
    assert (standing_of(event.id, person_id), count_participants(event.id)) == ("confirmed", 1)
    assert [person.id for person in participants(event.id)] == [person_id]
