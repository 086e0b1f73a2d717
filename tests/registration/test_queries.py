"""Who sees which registrations."""

import pytest

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.parties.policy import ANONYMOUS
from forumhub.registration.counting import tallies
from forumhub.registration.queries import get_registration
from forumhub.registration.selecting import selection
from tests.events.examples import make_event
from tests.registration.examples import apply, apply_all, make_people, make_person


@pytest.fixture
def event(database, world):
    """Two people of China, one of Belarus, one of Kazakhstan and a guest, of whom one waits."""
    event = make_event(world, access="public", capacity=4)
    apply_all(event, [*make_people(world, 2, "CN"), make_person(world, 2, "BY"), make_person(world, 3, "KZ")])
    apply(event, make_person(world, 4, None))
    return event


@pytest.mark.parametrize(
    ("party", "role", "seen"),
    [
        ("BY", "organizer", ["BY", "CN", "CN", "KZ", "-"]),
        ("CN", "organizer", ["BY", "CN", "CN", "KZ", "-"]),
        ("CN", "secretary", ["CN", "CN"]),
        ("BY", "secretary", ["BY"]),
        ("KZ", "organizer", []),
        ("CN", "delegate", []),
        ("CN", "administrator", []),
    ],
)
def test_organizers_see_all_and_secretaries_their_own(event, world, party, role, seen):
    found = db.session.scalars(selection(event, world.reader(party, role)))

    assert sorted(each.party.code if each.party else "-" for each in found) == sorted(seen)


def test_a_person_sees_their_own(event, world):
    who = make_person(world, 9)
    own = apply(event, who)

    assert get_registration(own.ulid, who).id == own.id
    for other in (make_person(world, 10), ANONYMOUS):
        with pytest.raises(NotFound):
            get_registration(own.ulid, other)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"party": "BY"}, ["Анна Смирнова 2"]),
        ({"party": "-"}, ["李伟 4"]),
        ({"state": "waiting"}, ["李伟 4"]),
        ({"search": "смирнова"}, ["Анна Смирнова 2"]),
        ({"search": "伟"}, ["李伟 0", "李伟 4"]),
        ({"search": "PERSON3@"}, ["Maria Weiss 3"]),
        ({"search": "%"}, []),
        ({"search": "_"}, []),
        ({"party": "CN", "state": "waiting"}, []),
    ],
)
def test_the_list_is_filtered(event, world, filters, names):
    found = db.session.scalars(selection(event, world.reader("BY", "organizer"), **filters))

    assert sorted(each.person.name for each in found) == sorted(names)


def test_the_counts_are_those_of_what_is_seen(event, world):
    def counts(role):
        found = tallies(event, world.reader("CN", role))
        return [(tally.party.code if tally.party else "-", tally.state, tally.number) for tally in found]

    assert counts("organizer") == [
        ("BY", "applied", 1),
        ("CN", "applied", 2),
        ("KZ", "applied", 1),
        ("-", "waiting", 1),
    ]
    assert counts("secretary") == [("CN", "applied", 2)]


def test_search_of_thousands_of_words_is_answered(event, world):
    found = db.session.scalars(selection(event, world.reader("BY", "organizer"), search="李 " * 3000))

    assert [each.person.name[:2] for each in found] == ["李伟", "李伟"]
