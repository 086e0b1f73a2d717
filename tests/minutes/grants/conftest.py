import pytest

from tests.minutes.arranging import under_agreement
from tests.minutes.grants.arranging import Granting
from tests.minutes.silence.arranging import AHEAD
from tests.world import World


@pytest.fixture
def meeting(world: World, database) -> Granting:
    """Its heads were named before the chain told of it, until somebody names them anew."""
    return Granting(world, under_agreement(world, ends_at=AHEAD))
