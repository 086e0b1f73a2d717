from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub import ledger, verify
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.followup import actions, queries
from forumhub.followup.acceptance import rules
from forumhub.followup.acceptance.actions import answer_recommendation
from forumhub.followup.acceptance.queries import implementations
from forumhub.followup.corrections.actions import correct_items
from forumhub.followup.corrections.rules import FIELDS, Correction
from forumhub.followup.digests.contents import Awaited, contents_for
from forumhub.followup.register import Filters
from forumhub.followup.rules import CLOSED, STATES, UNFINISHED
from forumhub.markdown import read
from forumhub.minutes.chain import exporting
from forumhub.minutes.models import Document
from forumhub.parties.models import Party
from tests.counting import counted
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

TODAY = NOW.date()
EN = """\
- **CONCERN C-1** (BY): Slow.
- **RECOMMENDATION R-1** (CN; from C-1): Answer within a day.
- **RECOMMENDATION R-2** (CN, BY; from C-1): Meet more often.
- **DECISION D-1** (from R-1): A desk is set up.
- **ACTION A-1** (BY; from D-1): Set up the desk.
- **ACTION A-2** (CN; from R-2): Propose days.
"""


def recommended(world):
    of = examples.event(world)
    examples.issue(of, CONCERN=1, RECOMMENDATION=2, DECISION=1, ACTION=2)
    examples.agreed(world, of, en=EN)


def answered(world, code, party, answer, role="secretary", **more):
    by = world.reader(party, role)
    answer_recommendation(item(code), db.session.get_one(Party, world.party[party]), answer, by=by, now=NOW, **more)


def found(world, **filters) -> list[str]:
    page = queries.register_page(world.reader("CN", "delegate"), Filters(kind="RECOMMENDATION", **filters), today=TODAY)
    assert page.total == len(page.items)
    return [each.code for each in page.items]


def awaited_of(world, code: str) -> list[Awaited]:
    """What a party's weekly digest asks it for."""
    return contents_for(db.session.get_one(Party, world.party[code]), TODAY).awaited


def corrected(world, code: str, was: str, now: str) -> None:
    """A corrigendum is agreed that changes who makes it."""
    of, lines = item(code), [f"- **RECOMMENDATION {code}** ({maker}; from C-1): x.\n" for maker in (was, now)]
    before, after = (read(line).items[0] for line in lines)
    said = Correction(code, FIELDS, {}, {}, lines=(before, after), changed=frozenset({"owners"}))
    minutes = db.session.get_one(Document, of.document_id)
    correct_items(minutes, examples.minutes(world, of.event), [said], "en", by=None, now=NOW)


def verified(world, path: Path, answer: str) -> int:
    """What a third person's check of the export says, once its second statement holds this answer."""
    register, root = item("R-1").register, world.app.config["INSTANCE"] / "files"
    contents = exporting.gather(register, root)
    contents.lines[1] = contents.lines[1].replace('"answer":"rejected"', f'"answer":"{answer}"')
    exporting.write(contents, path, root, now=NOW)
    said: list[str] = []
    return verify.verify(path, [ledger.head(register.id)], said.append)


def test_parties_answer_a_recommendation_apart_from_its_implementation(world, database, tmp_path):
    recommended(world)
    asked = {code: [each.item.code for each in awaited_of(world, code)] for code in ("CN", "BY")}

    answered(world, "R-1", "BY", "accepted")
    answered(world, "R-2", "CN", "rejected", words="Too often.")
    assert asked == {"CN": ["R-2"], "BY": ["R-1", "R-2"]}
    assert (found(world, acceptance="accepted"), found(world, acceptance="waiting")) == (["R-1"], ["R-2"])
    answered(world, "R-2", "BY", "accepted")

    assert (found(world, acceptance="partly"), found(world, implementation="not_begun")) == (["R-2"], ["R-1", "R-2"])
    with pytest.raises(RuleBroken, match="already"):
        answered(world, "R-2", "BY", "accepted")
    with pytest.raises(RuleBroken, match="did not make it"):
        answered(world, "R-1", "CN", "accepted")
    with pytest.raises(RuleBroken, match="did not make it"):
        answered(world, "A-1", "BY", "accepted")
    with pytest.raises(NotAllowed):
        answered(world, "R-1", "BY", "rejected", role="delegate", words="x")
    register = item("R-1").register_id
    kinds = [entry.statement for entry in ledger.entries(register)]
    assert (len(kinds), ledger.check(register, ledger.head(register))) == (3, [])
    assert '"answer":"rejected"' in kinds[1]
    assert verified(world, tmp_path / "whole.zip", "rejected") == 0
    assert verified(world, tmp_path / "changed.zip", "accepted") == 1
    assert "Too often" not in kinds[1]


def test_acceptance_waits_for_those_to_whom_a_corrigendum_makes_it(world, database):
    recommended(world)
    answered(world, "R-1", "BY", "accepted")

    corrected(world, "R-1", "CN", "BY")
    turned = item("R-1").acceptance, [each.item.code for each in awaited_of(world, "CN")]
    corrected(world, "R-1", "BY", "CN")

    assert turned == ("waiting", ["R-1", "R-2"])
    assert (item("R-1").acceptance, found(world, acceptance="accepted")) == ("accepted", ["R-1"])


def test_a_corrigendum_leaves_a_finished_recommendation_with_the_answers_that_it_had(world, database):
    recommended(world)
    answered(world, "R-1", "BY", "accepted")
    examples.agreed(world, item("R-1").event, en="- **STATUS R-1** (closed): x.\n")

    corrected(world, "R-1", "CN", "BY")

    owners = [owner.party.code for owner in item("R-1").owners]
    assert (item("R-1").state, owners, item("R-1").acceptance) == ("closed", ["BY"], "accepted")


def test_implementation_follows_the_actions_that_came_of_it(world, database):
    recommended(world)
    by, cn = (db.session.get_one(Party, world.party[code]) for code in ("BY", "CN"))

    actions.report_item(item("A-1"), by, "reported", words="x", by=world.reader("BY", "secretary"), now=NOW)
    assert (found(world, implementation="under_way"), found(world, implementation="not_begun")) == (["R-1"], ["R-2"])
    actions.close_item(item("A-1"), cn, by=world.reader("CN", "secretary"), now=NOW)
    examples.agreed(world, item("A-1").event, en="- **STATUS R-2** (in progress): x.\n")
    recommendations = [item("R-1"), item("R-2")]

    assert (found(world, implementation="implemented"), found(world, implementation="under_way")) == (["R-1"], ["R-2"])
    with counted() as selects:
        seen = implementations(recommendations, queries.visible_to(world.reader("CN", "delegate")))
    unseen = implementations(recommendations, queries.visible_to(world.reader("KZ", "secretary")))
    assert list(seen.values()) == ["implemented", "under_way"]
    assert (list(unseen.values()), len(selects)) == (["not_begun", "under_way"], 1)


def test_the_page_takes_an_answer_and_keeps_what_was_typed(world):
    with world.app.app_context(), writing():
        recommended(world)
    secretary = world.signed_in("BY", "secretary")
    path = "/follow-up/HLM/R-1"

    refused = secretary.post(f"{path}/acceptance", {"party": "BY", "answer": "partly", "words": " "})
    taken = secretary.post(f"{path}/acceptance", {"party": "BY", "answer": "partly", "words": "Не за день."})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Say which part is not accepted" in refused.get_data(as_text=True)
    page = world.signed_in("CN", "observer").text(path)
    assert ("Не за день." in page, "Accepted in part" in page, f"{path}/acceptance" in page) == (True, True, False)
    assert "Accepted in part,Not begun" in secretary.text("/follow-up.csv?acceptance=partly")


@given(st.sets(st.integers(1, 4)), st.sets(st.integers(1, 4), min_size=1))
def test_a_recommendation_is_answered_by_whom_it_is_made_to(makers, parties):
    answering = rules.answering_of(makers, parties)

    assert answering == (parties if parties <= makers else parties - makers)


answers = st.dictionaries(st.integers(1, 4), st.sampled_from(rules.ANSWERS))
parties = st.sets(st.integers(1, 4), min_size=1)


@given(answers, parties)
def test_acceptance_waits_for_all_and_is_whole_only_where_all_agree(given_answers, answering):
    result = rules.acceptance(given_answers, answering)

    mine = [given_answers.get(party, rules.WAITING) for party in answering]
    assert (result == rules.WAITING) == (rules.WAITING in mine)
    assert (result in (rules.ACCEPTED, rules.REJECTED)) == (set(mine) in ({rules.ACCEPTED}, {rules.REJECTED}))


@given(st.sampled_from(STATES), st.lists(st.sampled_from(STATES), max_size=3))
def test_nothing_is_implemented_while_an_action_is_still_to_do(state, actions_states):
    result = rules.implementation(state, actions_states)

    still = set(actions_states) & set(UNFINISHED)
    assert not (still and state != CLOSED and result == rules.IMPLEMENTED)
    assert (state != CLOSED) or result == rules.IMPLEMENTED
