"""The parties to a text are those that its event had when they first saw it, whoever edits the event since."""

import pytest

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import edit_event
from forumhub.parties.queries import all_parties
from tests.world import NOW


def set_parties(meeting, *codes: str) -> None:
    """As an organizer of Belarus."""
    with writing():
        parties = [party for party in all_parties() if party.code in codes]
        by, event = meeting.world.reader("BY", "organizer"), meeting.row()
        edit_event(event, lock_version=event.lock_version, parties=parties, by=by, now=NOW)


@pytest.mark.parametrize("codes", [("BY",), ("BY", "CN", "KZ"), ("BY", "KZ")])
def test_no_party_is_taken_out_or_let_in_once_a_text_is_shared(meeting, codes):
    ulid = meeting.circulated()

    with pytest.raises(RuleBroken) as refused:
        set_parties(meeting, *codes)

    assert refused.value.field == "parties"
    assert [party.code for party in meeting.document(ulid).event.parties] == ["BY", "CN"]


def test_parties_may_change_while_a_draft_is_one_sides_own(meeting):
    meeting.create(shared=False)

    set_parties(meeting, "BY", "CN", "KZ")

    assert [party.code for party in meeting.row().parties] == ["BY", "CN", "KZ"]


def test_a_text_is_agreed_by_the_parties_that_its_manifest_names(meeting):
    ulid = meeting.circulated()
    with writing():
        meeting.row().parties = [party for party in all_parties() if party.code == "BY"]

    meeting.approve(ulid, "BY")

    assert meeting.document(ulid).state == "circulated"
