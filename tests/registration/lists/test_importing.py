"""Lists are entered: once, byte for byte, again without doubling, and on after they were broken off."""

from collections import Counter

import pytest
from sqlalchemy import event as database_events
from sqlalchemy import select
from sqlalchemy.exc import DataError

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, NotFound, RuleBroken
from forumhub.events.actions import edit_event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Person
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.lists import entering, queries, working
from forumhub.registration.lists.choices import ANOTHER, GUEST, SAME
from forumhub.registration.lists.exporting import COLUMNS, KINDS, as_file, rows_of
from forumhub.registration.lists.models import DelegateList, DelegateListLine
from forumhub.registration.lists.rules import DONE, RUNNING, STOPPED
from tests.events.examples import parties
from tests.registration.lists.arranging import (
    PEOPLE,
    a_list,
    event_of,
    imported,
    kept,
    looked_at,
    names,
    outcomes,
    registrations,
)
from tests.registration.lists.examples import draft
from tests.world import NOW


@pytest.fixture
def by(database, world):
    return world.reader("BY", "organizer")


def reason_of(line: int) -> str:
    found = db.session.scalars(select(DelegateListLine).where(DelegateListLine.number == line)).one()
    return found.reason % found.said


def add_known(world, name: str, party: str = "BY", **said: object) -> str:
    with writing():
        person = Person(name=name, party_id=world.party[party], **said)
        db.session.add(person)
        db.session.flush()
        return person.ulid


def test_list_is_entered_with_all_that_it_says(by, world):
    event = event_of(world)
    head = "Name,Own name,Honorific,Title,Organisation,E-mail,Party,Function,Order,Language"
    row = "Wang Fang,王芳,Ms,处长,公安部国际合作局,Wang@Example.org,中国,Head,1,Chinese"

    done = imported(a_list(row, head=head), event, by)

    (found,) = registrations(event)
    person = found.person
    assert done == {"entered": 1}
    assert (person.name, person.own_name, person.email, person.language) == (
        "Wang Fang",
        "王芳",
        "wang@example.org",
        "zh",
    )
    assert (found.party.code, found.function, found.precedence, found.way) == ("CN", "head", 1, "import")
    assert (found.honorific, found.title, found.affiliation) == ("Ms", "处长", "公安部国际合作局")
    assert found.state == "confirmed"


def test_nobody_is_told_unless_that_is_chosen(by, world):
    silent, telling = event_of(world), event_of(world, code="TLD")

    imported(a_list(), silent, by)
    before = len(db.session.scalars(select(OutboxMail)).all())
    imported(a_list("Maria Li,China,li@example.org,", "Ed Li,China,,"), telling, by, tell=True)

    told = [mail.recipient for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))][before:]
    assert (before, told) == (0, ["li@example.org"])


def test_same_list_again_changes_nothing(by, world):
    event = event_of(world)

    first, again = imported(a_list(), event, by), kept_or_refused(a_list(), event, by)

    assert first == {"entered": 4}
    assert again == "There is nobody to enter: all are here already, or wait for your choice."
    assert names(event) == ["王芳", "Ірына Кавальчук", "Анна Смирнова", "Maria Weiss"]


def kept_or_refused(*arguments) -> str:
    with pytest.raises(RuleBroken) as refused:
        kept(*arguments)
    return str(refused.value)


def test_the_event_is_locked_before_its_list(by, world):
    found = kept(a_list(), event_of(world), by)
    locks: list[str] = []

    def note(_connection, _cursor, statement, *_others) -> None:
        if "FOR UPDATE" in statement or "FOR NO KEY UPDATE" in statement:
            locks.append(statement.partition("FROM ")[2].split()[0])

    database_events.listen(db.engine, "before_cursor_execute", note)
    working.go_on(found.id, by=by, now=NOW, seconds=60)
    database_events.remove(db.engine, "before_cursor_execute", note)

    expected = ["event", "delegate_list"] if db.engine.dialect.name == "postgresql" else []  # SQLite has one lock
    assert locks[:2] == expected


def test_longer_list_later_enters_who_is_new(by, world):
    event = event_of(world)
    imported(a_list(), event, by)

    done = imported(a_list(*PEOPLE, "Li Wei,China,,"), event, by)

    assert done == {"here": 4, "entered": 1}
    assert len(names(event)) == 5


def test_who_withdrew_is_not_registered_again_by_the_same_list(by, world):
    event = event_of(world)
    imported(a_list(), event, by)
    with writing():
        withdraw_registration(registrations(event)[0], by=by, now=NOW)

    report, _choices = looked_at(a_list(), event, by)

    assert report.counts == {"here": 4}


def test_import_that_was_killed_goes_on_where_it_stopped(by, world, monkeypatch):
    event = event_of(world)
    monkeypatch.setattr(entering, "BATCH", 2)
    rows = [*PEOPLE, "Anna Weiss,China,,Minister", "Anna Weiss,China,,Deputy"]
    found = kept(a_list(*rows), event, by, twice=SAME)
    real, calls = entering.register_person, Counter()

    def dying(*arguments, **said):
        calls["made"] += 1
        if calls["made"] == 4:
            raise KeyboardInterrupt
        return real(*arguments, **said)

    monkeypatch.setattr(entering, "register_person", dying)
    with pytest.raises(KeyboardInterrupt):
        working.go_on(found.id, by=by, now=NOW, seconds=60)
    between = outcomes(found)
    more = working.go_on(found.id, by=by, now=NOW, seconds=60)

    assert between == {"entered": 2, "pending": 3, "repeated": 1}
    assert (more, outcomes(found)) == (False, {"entered": 5, "repeated": 1})
    assert Counter(names(event)) == Counter(["王芳", "Ірына Кавальчук", "Анна Смирнова", "Maria Weiss", "Anna Weiss"])
    assert registrations(event)[-1].title == "Minister; Deputy"


def test_two_workers_at_once_enter_nobody_twice(by, world, monkeypatch):
    event = event_of(world)
    monkeypatch.setattr(entering, "BATCH", 1)
    found = kept(a_list(), event, by)

    for _ in range(8):
        working.go_on(found.id, by=by, now=NOW, seconds=0.0001)

    assert len(names(event)) == 4


def test_worker_finishes_what_was_started_and_forgets_the_file(app, by, world):
    event = event_of(world)
    found = kept(a_list(), event, by)
    assert queries.running_lists() == [found.id]

    working.go_on_with_all(app)

    db.session.rollback()
    done = db.session.get(DelegateList, found.id, populate_existing=True)
    assert (done.state, done.body, done.cells, queries.running_lists()) == (DONE, b"", b"", [])
    assert len(names(event)) == 4


def test_import_stops_where_its_person_does_not_organize_any_more(by, world):
    event = event_of(world)
    found = kept(a_list(), event, by)

    more = working.go_on(found.id, by=world.reader("BY", "delegate"), now=NOW, seconds=9)

    assert (more, found.state, found.reason) == (
        False,
        STOPPED,
        "Whoever started the import does not organize the event any more.",
    )
    assert (names(event), found.body, found.cells) == ([], b"", b"")


def test_file_that_is_not_imported_yet_is_its_uploaders_alone(by, world):
    event, other = event_of(world), world.reader("CN", "organizer")
    uploaded = draft(event, by)

    assert (queries.lists_of(event, by), queries.lists_of(event, other)) == ([uploaded], [])
    with pytest.raises(NotFound):
        queries.get_list(uploaded.ulid, other)


def test_report_of_an_import_is_read_by_every_organizer_of_its_event(by, world):
    event = event_of(world)
    begun = kept(a_list(), event, by)

    assert queries.get_list(begun.ulid, world.reader("CN", "organizer")) == begun


@pytest.mark.parametrize(
    ("cell", "precedence"),
    [("7", 7), ("0" * 30 + "12", 12), ("0" * 9 + "1999999999999999", None), ("0" * 4900 + "9", 9)],
)
def test_number_in_an_order_is_one_that_a_column_holds(by, world, cell, precedence):
    event = event_of(world)

    imported(a_list(f"Li Wei,China,{cell}", "Anna,China,3", head="Name,Party,Order"), event, by)

    expected = [("Li Wei", precedence)] * (precedence is not None) + [("Anna", 3)]
    assert [(each.person.name, each.precedence) for each in registrations(event)] == expected


@pytest.mark.parametrize("error", [DataError("INSERT", {}, ValueError("too large")), OverflowError("too large")])
def test_value_that_no_database_takes_refuses_its_line_alone(by, world, monkeypatch, error):
    register = entering.register_person

    def registering(event, person, **said):
        if person.name == "王芳":
            raise error
        return register(event, person, **said)

    monkeypatch.setattr(entering, "register_person", registering)

    done = imported(a_list(), event_of(world), by)

    assert done == {"refused": 1, "entered": 3}


def test_only_an_organizer_keeps_a_list(by, world):
    with pytest.raises(NotAllowed):
        kept(a_list(), event_of(world), world.reader("BY", "secretary"))


def test_places_hold_and_who_finds_none_waits(by, world):
    event = event_of(world, capacity=3)

    done = imported(a_list(), event, by)

    assert done == {"entered": 3, "waiting": 1}
    assert [each.state for each in registrations(event)] == ["confirmed"] * 3 + ["waiting"]


def test_places_may_be_left_to_be_confirmed(by, world):
    event = event_of(world)

    imported(a_list(), event, by, confirmed=False)

    assert {each.state for each in registrations(event)} == {"applied"}


def test_known_person_by_address_is_registered_and_stays_as_they_are(by, world):
    event = event_of(world)
    ulid = add_known(world, "Ірына Кавальчук", email="iryna@example.org", title="Судья")

    imported(a_list(PEOPLE[1]), event, by)

    (found,) = registrations(event)
    assert (found.person.ulid, found.person.title, found.title) == (ulid, "Судья", "Консультант")


def test_known_person_in_another_script_is_suggested_and_never_merged_in_silence(by, world):
    event = event_of(world)
    ulid = add_known(world, "Anna Smirnova")

    undecided = looked_at(a_list(PEOPLE[2]), event, by)[0].counts
    another = imported(a_list(PEOPLE[2]), event, by, decisions={"2": ANOTHER})

    assert (undecided, another) == ({"doubtful": 1}, {"entered": 1})
    assert registrations(event)[0].person.ulid != ulid


def test_known_person_in_another_script_is_registered_where_a_person_says_so(by, world):
    event = event_of(world)
    ulid = add_known(world, "Anna Smirnova")

    imported(a_list(PEOPLE[2]), event, by, decisions={"2": f"{SAME}:{ulid}"})

    assert [(each.person.ulid, each.person.name) for each in registrations(event)] == [(ulid, "Anna Smirnova")]


def test_person_of_another_party_is_not_shown_to_who_may_not_know_of_them(by, world):
    event = event_of(world)
    add_known(world, "Maria Weiss", party="CN", email="maria@example.org")

    by_name = looked_at(a_list("Maria Weiss,China,,"), event, by)[0]
    by_address = looked_at(a_list("Maria Other,China,maria@example.org,"), event, by)[0]

    assert by_name.counts == {"new": 1}
    assert [each.person.visible for each in by_address.rows[0].judged.candidates] == [False]


def test_address_of_somebody_else_is_left_out_with_a_remark(by, world):
    event = event_of(world)
    add_known(world, "Anna Smirnova", email="shared@example.org")

    imported(a_list("Maria Weiss,China,shared@example.org,"), event, by, decisions={"2": ANOTHER})

    assert registrations(event)[0].person.email is None
    assert reason_of(2) == "Entered without the address shared@example.org, which belongs to somebody else."


def test_each_line_keeps_what_became_of_it_and_why(by, world):
    event = event_of(world)
    rows = [PEOPLE[0], PEOPLE[0], ",China,,", "Ed,Greenpeace,,", "Al,WWF,,"]

    done = imported(a_list(*rows), event, by, parties={"WWF": "skip"})

    assert done == {"entered": 1, "repeated": 1, "refused": 1, "doubtful": 1, "left_out": 1}
    assert [reason_of(line) for line in (2, 3, 4, 5, 6)] == [
        "",
        "The same as line 2, word for word.",
        "There is no name in this row.",
        "'Greenpeace' is none of the event's parties; choose what becomes of it.",
        "Left out, as you chose: 'WWF' does not take part.",
    ]


def test_start_and_end_are_written_down_once_each(by, world):
    imported(a_list(), event_of(world), by)

    found = select(AuditEntry).where(AuditEntry.act.like("registration.list%")).order_by(AuditEntry.id)
    assert [(each.act, each.details) for each in db.session.scalars(found)] == [
        ("registration.list_start", {"people": 4}),
        ("registration.list_import", {"entered": 4}),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_and_is_imported_again_is_the_same_people(by, world, kind: str):
    first, again = event_of(world), event_of(world, code="AGN")
    head = "Name,Own name,Honorific,Title,Organisation,E-mail,Party,Function,Order,Language"
    rows = (
        'Wang Fang,王芳,Ms,"处长\nи другое",Bureau,wang@example.org,CN,Head,1,Chinese',
        "=cmd|' /C calc'!A0,@SUM(1+9),+1,-2+3,\"=1+1, ok\",,BY,observer,,",
        "Maria Weiss,,,,,,,,,",
    )
    imported(a_list(*rows, head=head), first, by)

    data = as_file(rows_of(registrations(first), list(COLUMNS), "ru"), kind)
    imported(data, again, by, doubtful=ANOTHER)

    assert [all_of(each) for each in registrations(again)] == [all_of(each) for each in registrations(first)]
    assert all_of(registrations(first)[1])[0] == "=cmd|' /C calc'!A0"


def all_of(each) -> tuple:
    person, party = each.person, each.party.code if each.party else GUEST
    said = (each.honorific, each.title, each.affiliation, each.function, each.precedence, party)
    return (person.name, person.own_name, *said)


def test_state_of_a_new_list_is_running_until_its_last_line(by, world):
    assert kept(a_list(), event_of(world), by).state == RUNNING


def leave(world, event) -> None:
    """China takes itself out of the event."""
    both = {world.party[code]: frozenset({"organizer"}) for code in ("CN", "BY")}
    with writing():
        rest, by = parties(world, "BY"), world.reader("CN", "organizer", roles=both)
        edit_event(event, lock_version=event.lock_version, parties=rest, by=by, now=NOW)


CHANGED = "The event's parties were changed since the import began; import the file again."


def test_lines_of_a_party_that_left_meanwhile_are_refused_and_the_others_entered(by, world):
    event = event_of(world)
    found = kept(a_list(), event, by)
    leave(world, event)

    more = working.go_on(found.id, by=by, now=NOW, seconds=60)

    assert (more, outcomes(found)) == (False, {"entered": 2, "refused": 2})
    assert [reason_of(line) for line in (2, 3, 4, 5)] == [CHANGED, "", "", CHANGED]
    assert names(event) == ["Ірына Кавальчук", "Анна Смирнова"]


def test_nobody_of_a_party_that_left_between_two_batches_becomes_a_guest(by, world):
    event = event_of(world)
    found, plan = kept(a_list(), event, by), looked_at(a_list(), event, by)[0].plan
    leave(world, event)

    with writing():
        entering.enter_batch(found.id, plan, by=by, now=NOW)

    assert outcomes(found) == {"entered": 2, "refused": 2}


def test_import_that_fails_is_stopped_with_a_reason_and_the_others_go_on(app, by, world, caplog):
    broken, whole = kept(a_list(), event_of(world), by), kept(a_list(), event_of(world, code="TWO"), by)
    with writing():
        db.session.get(DelegateList, broken.id).cells = b"nonsense"

    working.go_on_with_all(app)

    db.session.rollback()
    assert [(each.state, each.reason) for each in (broken, whole)] == [
        (STOPPED, "An unexpected error stopped the import; it was logged. Import the file again to go on."),
        (DONE, ""),
    ]
    assert [each.getMessage() for each in caplog.records if each.exc_info] == [
        f"the import of list {broken.id} failed and was stopped"
    ]
