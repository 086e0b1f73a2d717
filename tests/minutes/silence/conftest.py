import pytest

from tests.minutes.arranging import under_agreement
from tests.minutes.silence.arranging import AHEAD, Silent
from tests.world import World


@pytest.fixture
def meeting(world: World, database) -> Silent:
    return Silent(world, under_agreement(world, ends_at=AHEAD))
