"""Who sees a party's paper is its own to say: another party does not let more readers in by changing the event."""

import pytest

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import edit_event
from forumhub.events.models import Event
from forumhub.events.papers import actions
from forumhub.events.papers.models import Paper
from tests.events.examples import make_event, parties
from tests.events.papers.examples import submit
from tests.world import NOW, World

pytestmark = pytest.mark.usefixtures("database")


def change(world: World, code: str, **values: object) -> Event:
    """As an organizer of this party."""
    with writing():
        event = db.session.query(Event).one()
        by = world.reader(code, "organizer")
        return edit_event(event, lock_version=event.lock_version, by=by, now=NOW, **values)


def all_three(world: World) -> dict[str, object]:
    return {"parties": parties(world, "CN", "BY", "KZ")}


def test_no_other_party_lets_a_further_one_see_a_paper(world):
    submit(world, make_event(world))

    with pytest.raises(RuleBroken, match="papers of others") as refused:
        change(world, "BY", **all_three(world))

    assert (refused.value.field, refused.value.values) == ("parties", {"papers": "WP.1"})
    assert db.session.query(Event).one().party_ids == {world.party["CN"], world.party["BY"]}


def test_no_other_party_makes_a_paper_public(world):
    submit(world, make_event(world), shared_with="everyone")

    with pytest.raises(RuleBroken, match="would be public") as refused:
        change(world, "BY", access="public")

    assert (refused.value.field, db.session.query(Event).one().access) == ("access", "parties")


@pytest.mark.parametrize("shared_with", ["parties", "everyone"])
def test_a_party_lets_others_see_its_own_papers(world, shared_with):
    submit(world, make_event(world), shared_with=shared_with)

    event = change(world, "CN", access="public", **all_three(world))

    assert (event.access, len(event.parties)) == ("public", 3)


def test_drafts_and_withdrawn_papers_hinder_nothing(world):
    event = make_event(world)
    submit(world, event, shared_with="party")
    paper = submit(world, event).ulid
    with writing():
        by = world.reader("CN", "secretary")
        actions.withdraw_paper(db.session.query(Paper).filter_by(ulid=paper).one(), by=by, now=NOW)

    event = change(world, "BY", access="public", **all_three(world))

    assert (event.access, len(event.parties)) == ("public", 3)


def test_other_changes_of_the_event_are_made_as_ever(world):
    submit(world, make_event(world), shared_with="everyone")

    assert change(world, "BY", access="delegates").access == "delegates"
