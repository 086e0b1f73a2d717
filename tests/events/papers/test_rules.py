"""Decisions on plain values, and that SQL decides as the policy does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.events.papers import rules
from forumhub.events.papers.models import Paper
from forumhub.events.papers.queries import find_paper
from forumhub.parties import policy
from forumhub.parties.policy import ANONYMOUS
from tests.events.examples import make_event
from tests.events.papers.examples import submit
from tests.world import NOW

LANGUAGES = st.sets(st.sampled_from(["en", "zh", "ru"]))


@given(LANGUAGES, LANGUAGES)
def test_translations_add_and_never_replace(sent, present):
    if sent & present:
        with pytest.raises(RuleBroken):
            rules.check_translations(sent, present)
    else:
        rules.check_translations(sent, present)


@given(st.datetimes(datetime(2016, 1, 1), datetime(2100, 1, 1)), st.timedeltas(timedelta(0), timedelta(days=99)))
def test_a_paper_is_restorable_for_exactly_thirty_days(withdrawn, passed):
    withdrawn = withdrawn.replace(tzinfo=UTC)

    assert rules.may_restore(withdrawn, withdrawn + passed) == (passed < timedelta(days=30))


def test_what_is_not_withdrawn_is_not_restored():
    with pytest.raises(RuleBroken, match="is not withdrawn"):
        rules.check_restorable(None, NOW)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("access", policy.ACCESS_LEVELS)
@pytest.mark.parametrize("shared_with", rules.SHARING)
def test_sql_shows_a_paper_to_whom_the_policy_does(world, access, shared_with):
    event = make_event(world, access=access)
    paper = submit(world, event, shared_with=shared_with)
    readers = [ANONYMOUS, *(world.reader(code, role) for code, role in world.person)]

    decided = [
        policy.may_see_event(reader, access, event.party_ids, named=False)
        and policy.may_see_paper(reader, shared_with, paper.party_id, event.party_ids)
        for reader in readers
    ]

    found: list[Paper | None] = [find_paper(event.ulid, paper.ulid, reader) for reader in readers]
    assert [paper is not None for paper in found] == decided
