"""A meeting of China and Belarus ten days ahead."""

import pytest

from forumhub.database import writing
from tests.minutes.agendas.arranging import Ahead
from tests.minutes.arranging import under_agreement
from tests.world import World


@pytest.fixture
def ahead(world: World, database) -> Ahead:
    """For tests that call queries and actions; an app context is open."""
    return made_ahead(world)


@pytest.fixture
def waiting(world: World) -> Ahead:
    """The same for browsers; no app context stays open."""
    with world.app.app_context():
        return made_ahead(world)


def made_ahead(world: World) -> Ahead:
    meeting = Ahead(world, under_agreement(world))
    with writing():
        meeting.bring_forward()
    return meeting
