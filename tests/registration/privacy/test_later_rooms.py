"""What rooms behind registration store about somebody is in that person's copy of it all, and in no other's."""

from typing import Any

import pytest

from forumhub.database import db, writing
from forumhub.events.models import Series
from forumhub.followup.acceptance.actions import answer_recommendation
from forumhub.followup.officers.actions import name_officer
from forumhub.minutes.archives.actions import ask_for_archive
from forumhub.parties.models import Person
from forumhub.parties.queries import get_party
from tests.followup import examples
from tests.followup.examples import item
from tests.minutes.archives.arranging import series_of
from tests.world import NOW, World

LINES = "## 1. z\n\n- **ACTION A-1** (BY; due ongoing): x.\n- **RECOMMENDATION R-1** (CN): y.\n"
AT = "2026-11-22T09:00:00+00:00"
KEPT = {
    ("BY", "delegate"): {"named_officer": [{"item": "HLM/A-1", "named_at": AT}]},
    ("BY", "secretary"): {
        "saved_filters": [{"name": "Просроченные / 逾期", "query": {"state": "overdue"}, "party": "BY"}],
    },
    ("BY", "head_of_delegation"): {
        "recommendations_answered": [
            {"item": "HLM/R-1", "party": "BY", "answer": "partly", "words": "Частично / 部分", "at": AT}
        ],
    },
    ("CN", "secretary"): {"archives": [{"series": "HLM", "state": "waiting", "asked_at": AT, "ended_at": None}]},
    ("CN", "delegate"): {},
}
PARTS = sorted({name for parts in KEPT.values() for name in parts})


@pytest.fixture
def kept(world: World) -> World:
    """An officer named, a filter kept and shared, a recommendation answered, an archive asked for, each by another."""
    with world.app.app_context(), writing():
        of = examples.event(world)
        series = db.session.query(Series).filter_by(ulid=series_of(of.ulid)).one()
        examples.issue(of, ACTION=1, RECOMMENDATION=1)
        examples.agreed(world, of, en=LINES)
        by, officer = get_party("BY"), db.session.get_one(Person, world.person["BY", "delegate"])
        name_officer(item("A-1"), by, officer, by=world.reader("BY", "secretary"), now=NOW)
        head = world.reader("BY", "head_of_delegation")
        answer_recommendation(item("R-1"), by, "partly", words="Частично / 部分", by=head, now=NOW)
        ask_for_archive(series, language="en", by=world.reader("CN", "secretary"), now=NOW)
    filter = {"name": "Просроченные / 逾期", "shared": "BY"}
    world.signed_in("BY", "secretary").post("/follow-up/filters/keep?state=overdue", filter)
    return world


def test_each_has_what_is_stored_of_them_in_their_copy_and_nothing_of_others(kept):
    given: dict[tuple[str, str], dict[str, Any]] = {}

    for who in KEPT:
        data = kept.signed_in(*who).get("/my-data.json").get_json()
        given[who] = {name: data[name] for name in PARTS if data[name]}

    assert PARTS == ["archives", "named_officer", "recommendations_answered", "saved_filters"]
    assert given == KEPT
