import json
import re
from datetime import date

import pytest

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.followup import actions, agreeing, queries
from forumhub.followup.awaiting import reported_to
from forumhub.followup.digests.contents import contents_for
from forumhub.followup.wishes import Proposal, require_agreement, require_proposal
from forumhub.parties.models import Party
from tests.counting import counted
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

LATER = date(2027, 5, 1)
AGREE = "/follow-up/HLM/A-1/due/agree"


def how(world, code: str, role: str = "secretary") -> dict:
    return {"party": db.session.get(Party, world.party[code]), "by": world.reader(code, role), "now": NOW}


def last_statement(code: str) -> dict:
    return json.loads(ledger.entries(item(code).register_id)[-1].statement)


def acted(statement: dict) -> list[tuple[str, int]]:
    """Who stands behind each act that the statement names: only the commitments' openings tell."""
    return [(act["party"], db.session.get(ledger.Commitment, act["person"]).person_id) for act in statement["acts"]]


def test_an_action_is_cancelled_when_every_party_has_said_so(world, database):
    examples.agreed(world)

    states = []
    for code in ("CN", "BY"):
        agreeing.cancel_item(item("A-1"), **how(world, code))
        states.append(item("A-1").state)

    statement = last_statement("A-1")
    assert states == ["open", "cancelled"]
    assert (statement["type"], statement["item"]) == ("forumhub/cancellation/v1", "A-1")
    assert (statement["party"], statement["parties"]) == ("BY", ["BY", "CN"])
    assert acted(statement) == [("CN", world.person["CN", "secretary"]), ("BY", world.person["BY", "secretary"])]


def test_a_party_that_reports_takes_back_its_wish_to_cancel(world, database):
    examples.agreed(world)
    agreeing.cancel_item(item("A-1"), **how(world, "BY"))
    actions.report_item(item("A-1"), act="in_progress", **how(world, "BY"))

    agreeing.cancel_item(item("A-1"), **how(world, "CN"))

    assert item("A-1").state == "in_progress"


def test_a_wish_to_cancel_leaves_what_was_reported_done_to_be_closed(world, database):
    examples.agreed(world)
    actions.report_item(item("A-1"), act="reported", words="x", **how(world, "BY"))
    agreeing.cancel_item(item("A-1"), **how(world, "BY"))

    actions.close_item(item("A-1"), **how(world, "CN"))

    assert item("A-1").state == "closed"


def test_a_new_date_at_the_end_of_all_years_is_refused():
    with pytest.raises(RuleBroken, match="years"):
        require_proposal("ACTION", "open", 1, [1], date.max, LATER)
    with pytest.raises(RuleBroken, match="years"):
        require_agreement("ACTION", "open", 2, Proposal(1, date.max), [1, 2], LATER)


def test_a_new_date_takes_another_party_and_keeps_the_first(world, database):
    examples.agreed(world)
    agreeing.propose_due(item("A-1"), due=LATER, **how(world, "BY"))
    assert (item("A-1").due_on, queries.proposal_for(item("A-1"))) == (
        date(2027, 3, 1),
        Proposal(world.party["BY"], LATER),
    )

    agreeing.agree_due(item("A-1"), seen="2027-05-01", **how(world, "CN"))

    found, statement = item("A-1"), last_statement("A-1")
    assert (found.due, found.due_on, found.original_due_on) == ("2027-05-01", LATER, date(2027, 3, 1))
    assert (statement["type"], statement["due"]) == ("forumhub/due/v1", "2027-05-01")
    assert queries.proposal_for(found) is None
    assert acted(statement) == [("BY", world.person["BY", "secretary"]), ("CN", world.person["CN", "secretary"])]


@pytest.mark.parametrize(("code", "seen"), [("BY", "2027-05-01"), ("CN", "2027-05-02"), ("CN", "soon")])
def test_nobody_agrees_to_their_own_date_or_to_one_they_did_not_see(world, database, code, seen):
    examples.agreed(world)
    agreeing.propose_due(item("A-1"), due=LATER, **how(world, "BY"))

    with pytest.raises(RuleBroken):
        agreeing.agree_due(item("A-1"), seen=seen, **how(world, code))

    assert item("A-1").due_on == date(2027, 3, 1)


def test_delegates_neither_cancel_nor_move(world, database):
    examples.agreed(world)

    with pytest.raises(NotAllowed):
        agreeing.cancel_item(item("A-1"), **how(world, "BY", "delegate"))


def test_a_proposed_day_that_has_passed_is_agreed_no_more(world, database):
    examples.agreed(world)
    agreeing.propose_due(item("A-1"), due=LATER, **how(world, "BY"))
    on_the_day, after = (how(world, "CN") | {"now": NOW.replace(year=2027, month=5, day=day)} for day in (1, 2))

    with pytest.raises(RuleBroken, match="has passed"):
        agreeing.agree_due(item("A-1"), seen="2027-05-01", **after)
    report = agreeing.agree_due(item("A-1"), seen="2027-05-01", words="Agreed.", **on_the_day)

    assert (item("A-1").due, report.text) == ("2027-05-01", "Agreed.")


def test_a_date_is_proposed_and_agreed_on_the_pages(world):
    examples.arranged(world)
    world.signed_in("BY", "secretary").post(
        "/follow-up/HLM/A-1/due", {"party": "BY", "due": "2099-05-01", "words": "x"}
    )
    client = world.signed_in("CN", "secretary")
    page = client.text(AGREE)

    client.post(AGREE, {"party": "CN", "due": "2099-05-01"})

    with world.app.app_context():
        due = item("A-1").due
    assert ("1 May 2099" in page, due) == (True, "2099-05-01")


def reported_to_each(world) -> dict[str, list[tuple[str, list[str]]]]:
    """What each party is asked to close or confirm, and who reported it; desk and digest ask for the same."""
    found = {code: reported_to(world.reader(code, "secretary")) for code in ("CN", "BY")}
    asked = {code: [(each.item.code, [party.code for party in each.by]) for each in its] for code, its in found.items()}
    for code, its in asked.items():
        awaited = contents_for(db.session.get_one(Party, world.party[code]), NOW.date()).awaited
        assert [(each.item.code, [party.code for party in each.by]) for each in awaited if each.what == "close"] == its
    return asked


def test_what_was_reported_done_waits_on_the_desk_for_those_who_may_answer(world, database):
    examples.agreed(world)
    examples.agreed(world, item("A-1").event, en="- **STATUS A-1** (done): x.\n")
    actions.report_item(item("A-3"), act="reported", words="x", **how(world, "BY"))

    before = reported_to_each(world)
    actions.close_item(item("A-3"), **how(world, "CN"))  # confirms it: both own it
    with counted() as few:
        reported_to(world.reader("BY", "secretary"))
    actions.report_item(item("A-2"), act="reported", words="x", **how(world, "CN"))
    with counted() as more:
        reported_to(world.reader("BY", "secretary"))

    assert before == {"CN": [("A-1", []), ("A-3", ["BY"])], "BY": []}
    assert reported_to_each(world) == {"CN": [("A-1", [])], "BY": [("A-2", ["CN"])]}
    assert len(few) == len(more)


def test_the_desk_says_what_only_minutes_report_done(world):
    with world.app.app_context(), writing():
        examples.agreed(world)
        examples.agreed(world, item("A-1").event, en="- **STATUS A-1** (done): x.\n")

    desks = [world.signed_in(code, "secretary").text("/") for code in ("CN", "BY")]

    assert ["Reported done in minutes. Close or return it." in desk for desk in desks] == [True, False]


def test_what_the_other_side_asked_waits_on_the_desk_until_it_is_answered(world):
    examples.arranged(world)
    asking = {"BY": world.signed_in("BY", "secretary"), "CN": world.signed_in("CN", "secretary")}
    queries = []
    asking["BY"].post("/follow-up/HLM/A-1/due", {"party": "BY", "due": "2099-05-01", "words": "x"})
    for code in ("A-1", "A-3"):
        asking["BY"].post(f"/follow-up/HLM/{code}/cancel", {"party": "BY", "words": "x"})
        with counted() as seen:
            asking["CN"].text("/")
        queries.append(len(seen))

    desks = {code: client.text("/") for code, client in asking.items()}
    page, asked = asking["CN"].text("/follow-up/HLM/A-1"), asking["CN"].text("/follow-up/HLM/A-1/cancel")
    asking["CN"].post(AGREE, {"party": "CN", "due": "2099-05-01"})
    asking["CN"].post("/follow-up/HLM/A-3/cancel", {"party": "CN", "words": "y"})

    waits = {
        code: (desk.count("New date proposed"), desk.count("Cancellation proposed")) for code, desk in desks.items()
    }
    assert waits == {"BY": (0, 0), "CN": (1, 2)}
    assert "Belarus proposes Fri 1 May 2099 as the new date." in desks["CN"]
    assert queries[0] == queries[1]
    assert re.findall(r'class="btn btn-primary"[^>]*>([^<]+)</a>', page) == ["Agree to Fri 1 May 2099"]
    assert re.findall(r"<p>Belarus says[^<]+", page) == [
        "<p>Belarus says that it is cancelled.\nChina has not said so yet."
    ]
    assert (asked.count(">Back to the action</a>"), asked.count(">Cancel</a>")) == (1, 0)
    answered = asking["CN"].text("/")
    assert (answered.count("New date proposed"), answered.count("Cancellation proposed")) == (0, 1)


def test_a_date_that_has_passed_is_refused(world):
    examples.arranged(world)

    answer = world.signed_in("BY", "secretary").post(
        "/follow-up/HLM/A-1/due", {"party": "BY", "due": "2020-05-01", "words": "why"}
    )

    assert answer.status_code == 422
    assert "choose today or a later day" in answer.get_data(as_text=True)
