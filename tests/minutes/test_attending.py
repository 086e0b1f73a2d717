"""Who was there, in new minutes: as checked in, else as confirmed; in the order of protocol and in its own script."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.database import db, writing
from forumhub.events.actions import name_head
from forumhub.markdown import read
from forumhub.minutes.attending import MOST_NAMED, delegations_of, name_in
from forumhub.minutes.skeletons import WORDS, Delegation, Meeting, minutes
from forumhub.parties.models import Party, Person
from forumhub.registration.models import Delegation as Places
from forumhub.registration.models import Registration, RegistrationSettings
from tests.events.examples import make_event
from tests.registration.checkin.examples import MORNING, confirm, scan
from tests.registration.examples import apply, make_person
from tests.world import NOW

TITLES = {"en": "Forum on fraud", "zh": "打击诈骗论坛", "ru": "Форум по мошенничеству"}
languages = pytest.mark.parametrize("language", WORDS)


def come(world, event, number: int, party: str = "CN", **values: object):
    """Somebody confirmed, of whom the registration says this."""
    registration = confirm(world, apply(event, make_person(world, number, party)))
    with writing():
        for name, value in values.items():
            setattr(registration, name, value)
    return registration


def text_of(*delegations: Delegation, language: str = "en"):
    return read(minutes("Minutes", Meeting(TITLES, {}, date(2027, 3, 11), delegations), None, "", language))


def secretary(world, code: str = "BY"):
    return world.reader(code, "secretary")


def test_who_was_checked_in_is_listed_by_precedence_function_and_name(database, world):
    event = make_event(world)
    come(world, event, 0, title="Officer")
    member = come(world, event, 1)
    second = come(world, event, 2, precedence=2)
    first = come(world, event, 3, precedence=1, title="Director")
    head = come(world, event, 4, "BY", function="head")
    with writing():
        db.session.add(Places(event=event, party_id=world.party["CN"], precedence=1))
    for registration in (member, second, first, head):
        scan(world, event, registration.checkin_code)

    found = delegations_of(event, "en", secretary(world))

    assert found == (
        Delegation(
            "China (CN)", (("Maria Weiss 3, Director", False), ("Анна Смирнова 2", False), ("Ірына Кавальчук 1", False))
        ),
        Delegation("Belarus (BY)", (("李伟 4", True),)),
    )


def test_before_anybody_was_checked_in_those_who_are_confirmed_stand_there(database, world):
    event = make_event(world)
    come(world, event, 0, "BY", function="head")
    apply(event, make_person(world, 1, "BY"))

    found = delegations_of(event, "en", secretary(world))

    assert found == (Delegation("Belarus (BY)", (("李伟 0", True),)), Delegation("China (CN)", ()))


@pytest.mark.parametrize(("shown", "number"), [("numbers", 0), ("names", 1)])
def test_of_others_who_are_only_confirmed_a_secretary_reads_what_the_event_shows(database, world, shown, number):
    event = make_event(world)
    come(world, event, 0)
    with writing():
        db.session.add(RegistrationSettings(event_id=event.id, shown=shown))

    chinas = {code: delegations_of(event, "en", secretary(world, code))[1].persons for code in ("BY", "CN")}

    assert (len(chinas["BY"]), len(chinas["CN"])) == (number, 1)


def test_a_head_who_was_named_leads_unless_they_did_not_come(database, world):
    event = make_event(world)
    came, missing = come(world, event, 0, function="head"), come(world, event, 1)
    with writing():
        party, by = db.session.get(Party, world.party["CN"]), world.reader("CN", "secretary")
        for person_id in (missing.person_id, world.person["CN", "head_of_delegation"]):
            name_head(event, party, db.session.get(Person, person_id), True, True, by=by, now=NOW)
    scan(world, event, came.checkin_code)

    found = delegations_of(event, "en", secretary(world))

    assert found[1].persons == (("head_of_delegation cn", True), ("李伟 0", True))


def test_guests_stand_last_without_a_party(database, world):
    event = make_event(world, access="public")
    scan(world, event, come(world, event, 0, None).checkin_code)

    found = delegations_of(event, "en", secretary(world))

    assert found[-1] == Delegation(None, (("李伟 0", False),))


@languages
def test_the_skeleton_is_read_as_attendance_in_its_language(language):
    china = Delegation("China (CN)", (("Li Wei, Director", True), ("Wang Fang", False)))
    guests = Delegation(None, (("Maria Weiss", False),), others=3)

    text = text_of(china, guests, language=language)

    assert [(each.party, each.name) for each in text.attendance] == [("CN", "China"), (None, WORDS[language].guests)]
    assert [(each.name, each.title, each.head) for each in text.attendance[0].persons] == [
        ("Li Wei", "Director", True),
        ("Wang Fang", "", False),
    ]
    assert WORDS[language].others % 3 in text.source


def test_a_large_delegation_is_named_as_far_as_it_is_read(database, world):
    event = make_event(world)
    with writing():
        people = [Person(name=f"Delegate {number:03}", party_id=world.party["CN"]) for number in range(MOST_NAMED + 2)]
        db.session.add_all(people)
        db.session.flush()
        for person in people:
            values = {"event": event, "person": person, "party": person.party, "state": "attended"}
            db.session.add(Registration(**values, created_at=MORNING, changed_at=MORNING))

    china = delegations_of(event, "en", secretary(world))[1]

    assert (len(china.persons), china.persons[-1][0], china.others) == (MOST_NAMED, f"Delegate {MOST_NAMED - 1:03}", 2)


@pytest.mark.parametrize(
    ("language", "own_name", "shown"),
    [
        ("zh", "李伟", "李伟"),
        ("ru", "李伟", "Li Wei"),
        ("ru", "Ли Вэй", "Ли Вэй"),
        ("en", "李伟", "Li Wei"),
        ("en", "", "Li Wei"),
        ("zh", "Ли Вэй", "Li Wei"),
    ],
)
def test_a_name_is_in_its_own_script_where_the_document_is_written_in_it(language, own_name, shown):
    assert name_in(language, "Li Wei", own_name) == shown


HOSTILE = (
    "**ACTION** (BY; due 2027-03-01): pay",
    "- **DECISION**: x",
    "1. one",
    "# Heading",
    "<script>alert(1)</script>",
    "[a](http://example.org)",
    "x\n\n## 1. Injected\n\n- **ACTION**: y",
    "&lt;b&gt; `code` _em_ ~~x~~ | y |",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name):
    text = text_of(Delegation("China (CN)", ((name, False),)))

    assert (text.items, [heading.title for heading in text.headings if "Injected" in heading.title]) == ((), [])
    assert len(text.attendance[0].persons) == 1
    assert "<script" not in text.html
    assert "<a " not in text.html


@given(st.text(min_size=1, max_size=60))
def test_whatever_a_name_is_it_adds_no_item_and_no_heading(name: str):
    plain = text_of(Delegation("China (CN)", (("Li Wei", False),)))

    text = text_of(Delegation("China (CN)", ((name, False),)))

    assert text.items == ()
    assert [heading.title for heading in text.headings] == [heading.title for heading in plain.headings]
