"""A meeting under an agreement, in an app context for actions and queries, or for browsers."""

import pytest

from tests.minutes.arranging import Meeting, under_agreement
from tests.world import World


@pytest.fixture
def meeting(world: World, database) -> Meeting:
    """For tests that call queries and actions; an app context is open."""
    return Meeting(world, under_agreement(world))


@pytest.fixture
def held(world: World) -> Meeting:
    """The same for browsers; no app context stays open."""
    with world.app.app_context():
        return Meeting(world, under_agreement(world))
