"""Within the 72 hours after a reset, an account neither proposes a version nor takes one back."""

import pytest

from forumhub.agreements import actions
from forumhub.database import db, writing
from forumhub.demo.instruments import read_texts
from forumhub.errors import NotAllowed
from tests.events.examples import parties
from tests.world import NOW


@pytest.fixture
def version(world, database):
    """A draft of China's and Belarus' first version."""
    with writing():
        by = world.reader("CN", "secretary")
        agreement = actions.draft_agreement("CN-BY-1", parties(world, "CN", "BY"), read_texts(), by=by, now=NOW)
    return agreement.versions[0]


def test_a_quarantined_account_does_not_propose(world, version):
    reset_lately = world.reader("CN", "secretary", quarantined=True)

    with pytest.raises(NotAllowed), writing():
        actions.propose_version(version, by=reset_lately, now=NOW)

    db.session.refresh(version)
    assert version.state == "draft"


def test_a_quarantined_account_does_not_take_back(world, version):
    with writing():
        actions.propose_version(version, by=world.reader("BY", "secretary"), now=NOW)
    reset_lately = world.reader("CN", "secretary", quarantined=True)

    with pytest.raises(NotAllowed), writing():
        actions.take_back_version(version, by=reset_lately, now=NOW)

    db.session.refresh(version)
    assert version.state == "proposed"
