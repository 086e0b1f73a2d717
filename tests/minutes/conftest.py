"""A meeting under an agreement, in an app context for actions and queries, or for browsers."""

import pytest

from forumhub.database import writing
from tests.agreements.examples import in_force
from tests.minutes.arranging import Meeting, make_event
from tests.world import World


@pytest.fixture
def meeting(world: World, database) -> Meeting:
    """For tests that call queries and actions; an app context is open."""
    with writing():
        in_force(world)
        event = make_event(world)
    return Meeting(world, event)


@pytest.fixture
def held(world: World) -> Meeting:
    """The same for browsers; no app context stays open."""
    with world.app.app_context(), writing():
        in_force(world)
        event = make_event(world)
    return Meeting(world, event)
