"""Lists that others wrote: of five climate conferences, and of ministers in many scripts. Every person once."""

import csv
import io
from collections import Counter

import pytest

from forumhub.database import db, writing
from forumhub.parties.models import Party
from forumhub.registration.lists.choices import GUEST
from forumhub.registration.lists.countries import find_country
from forumhub.registration.lists.queries import outcomes_of
from tests.registration.lists.arranging import event_of, imported, kept, looked_at, names, real, registrations


@pytest.fixture
def by(database, world):
    return world.reader("BY", "organizer")


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def add_countries(texts: set[str]) -> list[Party]:
    """Parties of all the countries that these texts name, under their ISO 3166 codes."""
    with writing():
        known = set(db.session.scalars(db.select(Party.code)))
        for code in sorted({find_country(text) for text in texts} - {None} - known):
            values = {"names": {"en": code}, "timezone": "UTC", "city": {"en": code}}
            db.session.add(Party(code=code, secretariat_email=f"{code}@example.org", **values))
        db.session.flush()
        return list(db.session.scalars(db.select(Party)))


LISTS = [
    pytest.param("INC10", "Person_Name", 738, {"entered": 738}, marks=pytest.mark.slow),
    ("INC6", "Person_Name", 467, {"entered": 467, "repeated": 10, "doubtful": 3}),
]


@pytest.mark.parametrize(("part", "column", "people", "outcomes"), LISTS)
def test_conference_is_imported_whole_every_person_once_byte_for_byte(
    by, world, shared_data, part: str, column: str, people: int, outcomes: dict[str, int]
):
    data = real(shared_data, part)
    said = {(row[column], row["Delegation"]) for row in rows(data)}
    event = event_of(world, parties=add_countries({delegation for _name, delegation in said}))

    done = imported(data, event, by, others=GUEST)

    found = registrations(event)
    assert (len(said), done) == (people, outcomes)
    assert sorted(names(event)) == sorted(name for name, _delegation in said)
    of_countries = Counter(find_country(delegation) or GUEST for _name, delegation in said)
    assert Counter(each.party.code if each.party else GUEST for each in found) == of_countries
    titled = {(row[column], row["Job_Title"].strip()) for row in rows(data) if row["Job_Title"] != "NA"}
    assert {(each.person.name, each.title) for each in found if each.title} <= titled
    assert not any(each.title == "NA" or each.affiliation == "NA" for each in found)


@pytest.mark.parametrize("part", [pytest.param("INC10", marks=pytest.mark.slow), "INC6"])
def test_conference_imported_again_doubles_nobody(by, world, shared_data, part: str):
    data, event = real(shared_data, part), event_of(world)
    done = imported(data, event, by, others=GUEST)

    report, _choices = looked_at(data, event, by, others=GUEST)

    assert report.counts == {"here": done["entered"]}


@pytest.mark.parametrize(
    ("part", "column", "people"),
    [
        ("INC1_", "Person_Name", 623),
        ("INC7", "Person_Name", 527),
        ("INC8", "Person_Name", 620),
        ("INC9", "Person_Name", 589),
        ("china-ministers", "name", 26),
        ("south-korea", "itemLabel", 299),
        ("israel", "itemLabel", 33),
        ("assembly-11", "itemLabel", 289),
        ("iran-ministers_official", "name", 32),
        ("kazakhstan", "itemLabel", 114),
        ("world_foreign", "name", 217),
    ],
)
def test_list_of_any_script_is_mapped_by_itself_and_has_every_person_once(
    by, world, shared_data, part: str, column: str, people: int
):
    data = real(shared_data, part)

    report, _choices = looked_at(data, event_of(world), by, others=GUEST)

    written = {row[column].strip() for row in rows(data)}
    assert {row.delegate.name for row in report.rows} == written
    assert (len(report.rows), report.counts) == (people, {"new": people})
    assert {remark.outcome for remark in report.plan.remarks} <= {"repeated"}


@pytest.mark.parametrize("part", ["iran-ministers_official", "israel", "kazakhstan"])
def test_ministers_are_imported_byte_for_byte(by, world, shared_data, part: str):
    data, event = real(shared_data, part), event_of(world)

    imported(data, event, by, party="BY")

    column = "name" if b"name,position" in data else "itemLabel"
    assert set(names(event)) == {row[column].strip() for row in rows(data)}
    assert len(names(event)) == len(set(names(event)))


def test_one_person_with_two_posts_has_both(by, world, shared_data):
    event = event_of(world)

    imported(real(shared_data, "israel"), event, by)

    (bennett,) = [each for each in registrations(event) if each.person.name == "Naftali Bennett"]
    assert bennett.title == "Alternate Prime Minister; Minister of Community Affairs"


def test_list_that_was_read_and_begun_remembers_every_line(by, world, shared_data):
    found = kept(real(shared_data, "INC6"), event_of(world), by, others=GUEST)

    assert sum(outcomes_of(found.id).values()) == 480
