"""A meeting under an agreement, in an app context for actions and queries, or for browsers."""

import pytest

from forumhub.database import db
from tests.minutes.arranging import Meeting, make_agreement, make_event
from tests.world import World


@pytest.fixture
def meeting(world: World, database) -> Meeting:
    """For tests that call queries and actions; an app context is open."""
    make_agreement(world)
    event = make_event(world)
    db.session.commit()
    return Meeting(world, event)
