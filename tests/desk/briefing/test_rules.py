"""Names that every system writes alike, and how much a pack holds."""

import pytest

from forumhub.desk.briefing.rules import MOST_BYTES, check_size
from forumhub.errors import RuleBroken


def test_a_pack_that_is_too_large_is_refused_with_its_size():
    check_size([MOST_BYTES])

    with pytest.raises(RuleBroken) as refused:
        check_size([MOST_BYTES, 1])

    assert refused.value.values == {"size": 101, "limit": 100}
