"""Events and series that carry out an agreement."""

import pytest
from sqlalchemy import select

from forumhub.agreements.models import Agreement
from forumhub.database import db
from forumhub.errors import RuleBroken
from forumhub.events.models import Event
from forumhub.events.queries import clauses_to_choose
from tests.agreements.examples import CODE, arranged
from tests.events.examples import make_event, parties
from tests.events.pages import TYPED

PLAIN = {key: value for key, value in TYPED.items() if key not in ("parties", "local_start")}


@pytest.fixture
def agreement(app, world) -> None:
    arranged(world)


def test_an_event_under_a_clause_is_of_the_agreements_parties(app, world, agreement):
    organizer = world.signed_in("BY", "organizer")

    answer = organizer.post("/events/new", {**PLAIN, "local_start": "2027-06-01T09:30", "under": f"{CODE}#2"})

    assert answer.status_code == 302
    with app.app_context():
        event = db.session.scalar(select(Event))
        assert (event.agreement.code, event.clause) == (CODE, "2")
        assert event.party_ids == {world.party["CN"], world.party["BY"]}


def test_the_form_offers_clauses_in_the_readers_language_and_the_only_agreement_first(world, agreement):
    organizer = world.signed_in("BY", "organizer")
    organizer.get("/language?to=zh")

    page = organizer.text("/events/new")
    asked = organizer.text(f"/events/new?agreement={CODE}&clause=2")

    assert "年度论坛和研讨会" in page
    assert f'<option selected value="{CODE}">' in page
    assert f'<option selected value="{CODE}#2">' in asked


def test_an_agreement_of_others_is_neither_offered_nor_found(world, agreement):
    stranger = world.signed_in("KZ", "organizer")

    assert CODE not in stranger.text("/events/new")
    assert stranger.get(f"/events/new?agreement={CODE}").status_code == 404
    answer = stranger.post("/events/new", {**PLAIN, "local_start": "2027-06-01T09:30", "under": f"{CODE}#2"})
    assert answer.status_code == 422


def test_a_clause_that_is_not_in_force_is_refused(app, world, agreement):
    with app.app_context():
        found = db.session.scalar(select(Agreement))

        with pytest.raises(RuleBroken, match=f"{CODE} has no clause 9 in force") as refused:
            make_event(world, agreement=found, clause="9")

        assert refused.value.field == "under"


def test_clauses_to_choose_are_those_of_own_agreements(app, world, agreement):
    with app.app_context():
        own = clauses_to_choose(world.reader("CN", "organizer"))

        assert {each.code for each, _clause in own} == {CODE}
        assert [clause.number for _each, clause in own if clause and "." not in clause.number] == ["1", "2", "3"]
        assert clauses_to_choose(world.reader("CN", "secretary")) == []
        assert clauses_to_choose(world.reader("KZ", "organizer")) == []


def test_parties_default_to_the_agreements_when_called_directly(app, world, agreement):
    with app.app_context():
        found = db.session.scalar(select(Agreement))

        event = make_event(world, agreement=found, clause="2", parties=None, host=parties(world, "CN")[0])

        assert (event.party_ids, event.timezone) == ({world.party["CN"], world.party["BY"]}, "Asia/Shanghai")
