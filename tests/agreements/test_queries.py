from datetime import date

import pytest

from forumhub.agreements import actions, queries
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.policy import ANONYMOUS, ROLES
from tests.agreements import examples
from tests.counting import counted
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")


def who_sees(world, code: str = examples.CODE) -> set[tuple[str, str]]:
    found = set()
    for party, role in world.person:
        if queries.agreements_of(world.reader(party, role)):
            found.add((party, role))
            assert queries.get_agreement(code, world.reader(party, role)).code == code
        else:
            with pytest.raises(NotFound):
                queries.get_agreement(code, world.reader(party, role))
    return found


def test_a_draft_is_seen_by_the_keepers_of_its_parties(world):
    examples.draft(world)

    keepers = {(party, role) for party in ("CN", "BY") for role in ("secretary", "head_of_delegation")}
    assert who_sees(world) == keepers
    assert queries.agreements_of(ANONYMOUS) == []


def test_an_agreement_in_force_is_seen_by_every_member_of_its_parties(world):
    examples.in_force(world)

    assert who_sees(world) == {(party, role) for party in ("CN", "BY") for role in ROLES}


def test_an_amendment_in_the_making_is_seen_by_keepers_only(world):
    agreement = examples.in_force(world)
    actions.amend_agreement(agreement, by=world.reader("CN", "secretary"), now=NOW)

    delegate, secretary = world.reader("BY", "delegate"), world.reader("BY", "secretary")
    assert [version.number for version in queries.versions_of(agreement, delegate)] == [1]
    assert [version.number for version in queries.versions_of(agreement, secretary)] == [2, 1]
    assert queries.get_version(examples.CODE, 2, secretary).state == "draft"
    with pytest.raises(NotFound):
        queries.get_version(examples.CODE, 2, delegate)


def test_a_clause_is_found_in_either_spelling_in_the_version_of_its_day(world):
    agreement = examples.in_force(world)
    day = date(2020, 1, 1)

    found = queries.find_clause(examples.CODE, "2(1)", day)

    assert (found.number, found.version.agreement.code) == ("2.1", examples.CODE)
    assert queries.find_clause(examples.CODE, "9", day) is None
    assert queries.find_clause("CN-BY-1999", "2", day) is None
    assert queries.find_clause(examples.CODE, "2", date(2016, 11, 24)) is None
    assert [clause.number for clause in queries.clauses_in_force(agreement.id, day)] == ["1", "2", "2.1", "2.2", "3"]


def test_a_proposed_version_waits_for_those_who_have_not_approved(world):
    version = examples.draft(world).versions[0]
    head_cn, head_by = world.reader("CN", "head_of_delegation"), world.reader("BY", "head_of_delegation")
    before = queries.waiting_for(head_cn)

    actions.propose_version(version, by=world.reader("BY", "secretary"), now=NOW)
    actions.approve_version(version, examples.party(world, "BY"), version.sha256, by=head_by, now=NOW)

    assert (before, queries.waiting_for(head_cn), queries.waiting_for(head_by)) == ([], [version], [])
    assert queries.waiting_for(world.reader("CN", "delegate")) == []


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_takes_a_constant_number_of_queries(world, number):
    for place in range(number):
        examples.in_force(world, f"CN-BY-{2000 + place}")
    db.session.flush()
    db.session.expunge_all()

    with counted() as selects:
        found = queries.agreements_of(world.reader("BY", "delegate"))
        languages = [len(agreement.versions[0].texts) for agreement in found]

    assert (languages, len(selects)) == ([3] * number, 5)
