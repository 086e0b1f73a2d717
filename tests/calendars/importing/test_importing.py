"""Importing into a database: what is entered, what is changed, and that nothing doubles."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import settle
from forumhub.calendars.importing.models import ImportedEvent
from forumhub.calendars.models import CalendarObject
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.actions import confirm_event, edit_event, hold_event
from forumhub.events.bulk import Draft, create_events
from forumhub.mail.models import OutboxMail
from forumhub.parties.queries import find_party
from tests.calendars.importing.arranging import TITLE, all_events, calendar, choices, imported, reported, vevent
from tests.counting import counted
from tests.events.examples import make_series
from tests.registration.examples import invite
from tests.world import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def by(database, world):
    """The organizer of Belarus, in an app context."""
    return world.reader("BY", "organizer")


def stored() -> list[tuple]:
    return [
        (row.uid, row.occurrence, row.event.titles, row.event.state, row.sequence)
        for row in db.session.scalars(select(ImportedEvent).order_by(ImportedEvent.id))
    ]


def test_an_event_is_entered_as_its_calendar_says(by):
    more = (
        "LOCATION:Hall 2\\, Minsk",
        "STATUS:CONFIRMED",
        "DESCRIPTION:First *line*\\nsecond",
        "URL:https://x.example/a_b",
    )

    counts, refused = imported(calendar(*vevent(*more)), by)

    (event,) = all_events()
    assert (counts, refused) == ({"new": 1}, [])
    assert (event.titles, event.venue, event.state, event.kind) == (
        {"en": TITLE["en"]}, "Hall 2, Minsk", "confirmed", "working_group",
    )  # fmt: skip
    assert ({party.code for party in event.parties}, event.access) == ({"BY", "CN"}, "parties")
    assert (event.local_start, event.timezone) == (datetime(2027, 3, 11, 9, 0), "Europe/Minsk")
    assert event.description_html == "<p>First *line*<br>\nsecond</p>\n<p>https://x.example/a_b</p>"
    assert event.register.code == "IMPA"


def test_whole_days_and_a_conference_are_entered_and_an_update_takes_them_back(by):
    days = ("DTSTART;VALUE=DATE:20270311", "DTEND;VALUE=DATE:20270313", "CONFERENCE;VALUE=URI:https://v.example.org/1")
    imported(calendar(*vevent(*days, DTSTART=None, DTEND=None)), by)
    (event,) = all_events()
    entered = event.all_day, event.conference, event.local_end

    counts, refused = imported(calendar(*vevent("SEQUENCE:1")), by, LATER)

    assert entered == (True, "https://v.example.org/1", datetime(2027, 3, 13))
    assert (counts, refused) == ({"updated": 1}, [])
    assert (event.all_day, event.conference, event.local_start) == (False, "", datetime(2027, 3, 11, 9))


@pytest.mark.parametrize("language", TITLE)
def test_a_title_is_in_its_own_language(by, language):
    imported(calendar(*vevent(SUMMARY=TITLE[language])), by)

    assert [event.titles for event in all_events()] == [{language: TITLE[language]}]


def test_importing_again_changes_nothing(by):
    data = calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3"), *vevent(UID="two@example.org", SUMMARY=TITLE["zh"]))
    imported(data, by)
    before = [(event.lock_version, event.sequence, event.changed_at) for event in all_events()]

    again, _refused = imported(data, by, LATER)

    assert again == {}
    assert reported(data, by).counts == {"unchanged": 4}
    assert [(event.lock_version, event.sequence, event.changed_at) for event in all_events()] == before


def test_a_recurring_event_has_one_register(by):
    imported(calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3"), *vevent(UID="two@example.org")), by)

    assert Counter(event.register.code for event in all_events()) == {"IMPA": 3, "IMPB": 1}


def test_a_meeting_of_other_parties_opens_a_register_of_its_own(by):
    """Who came to the earlier ones would lose their ledger; and no draft of anybody's gets past that."""
    imported(calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=2")), by)
    wider = calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3", "SEQUENCE:1"))

    counts, refused = imported(wider, by, parties=())
    imported(calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=4", "SEQUENCE:2")), by)

    assert (counts["new"], refused) == (1, [])
    assert [(event.register.code, len(event.parties)) for event in all_events()] == [
        ("IMPA", 2), ("IMPA", 2), ("IMPB", 1), ("IMPA", 2),
    ]  # fmt: skip


def test_no_party_is_left_out_of_a_register_that_it_reads(by):
    imported(calendar(*vevent()), by)
    register = all_events()[0].register
    values = {"titles": TITLE, "kind": "forum", "parties": [find_party("BY")]}
    times = {"local_start": datetime(2027, 4, 1, 9), "local_end": datetime(2027, 4, 1, 10)}

    with pytest.raises(RuleBroken) as told, writing():
        create_events([Draft({**values, **times}, register)], by=by, now=NOW)

    assert (told.value.field, len(all_events())) == ("parties", 1)


def test_a_wider_window_later_goes_on_in_the_same_register(by):
    data = calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3"))
    imported(data, by, until=datetime(2027, 3, 12).date())

    imported(data, by)

    assert [event.register.code for event in all_events()] == ["IMPA"] * 3


def test_a_later_revision_moves_the_event(by):
    imported(calendar(*vevent("SEQUENCE:1")), by)
    moved = calendar(*vevent("SEQUENCE:2", "STATUS:CONFIRMED", DTSTAMP="20261102T080000Z", LOCATION="Hall 5"))

    counts, _refused = imported(moved, by, LATER)

    (event,) = all_events()
    assert (counts, event.venue, event.state, event.changed_at) == ({"updated": 1}, "Hall 5", "confirmed", LATER)
    assert reported(moved, by).counts == {"unchanged": 1}


def test_an_older_revision_is_reported_and_left(by):
    imported(calendar(*vevent("SEQUENCE:2")), by)
    older = calendar(*vevent("SEQUENCE:1", SUMMARY="Old title"))

    counts, _refused = imported(older, by, LATER)

    assert (counts, reported(older, by).counts) == ({}, {"stale": 1})
    assert [event.titles for event in all_events()] == [{"en": TITLE["en"]}]


def test_what_was_changed_here_is_not_overwritten(by):
    imported(calendar(*vevent()), by)
    with writing():
        (event,) = all_events()
        edit_event(event, lock_version=event.lock_version, titles={"en": "Ours"}, by=by, now=LATER)
    newer = calendar(*vevent("SEQUENCE:5", SUMMARY="Theirs"))

    counts, _refused = imported(newer, by, LATER)

    assert (counts, reported(newer, by).counts) == ({}, {"changed_here": 1})
    assert [event.titles for event in all_events()] == [{"en": "Ours"}]


def test_what_was_changed_here_is_not_said_to_be_as_in_the_same_file(by):
    data = calendar(*vevent())
    imported(data, by)
    with writing():
        (event,) = all_events()
        edit_event(event, lock_version=event.lock_version, titles={"en": "Ours"}, by=by, now=LATER)

    assert reported(data, by).counts == {"changed_here": 1}


def test_what_is_called_off_is_cancelled_and_who_comes_is_told(by, world):
    imported(calendar(*vevent("STATUS:CONFIRMED")), by)
    invite(world, all_events()[0], email="wang@example.org")
    db.session.execute(OutboxMail.__table__.delete())
    db.session.commit()

    off = calendar(*vevent("STATUS:CANCELLED", "SEQUENCE:1"))

    foreseen, (counts, _refused) = reported(off, by).mails, imported(off, by, LATER)

    (event,) = all_events()
    told = {mail.recipient for mail in db.session.scalars(select(OutboxMail))}
    assert (counts, event.state, event.state_reason) == ({"called_off": 1}, "cancelled", "Called off there.")
    assert (foreseen, told) == (3, {"wang@example.org", "secretariat.by@example.org", "secretariat.cn@example.org"})


@pytest.mark.parametrize("state", ["TENTATIVE", "CONFIRMED"])
def test_as_many_mails_are_sent_as_were_foreseen(by, world, state):
    imported(calendar(*vevent()), by)
    invite(world, all_events()[0], email="wang@example.org")
    db.session.execute(OutboxMail.__table__.delete())
    db.session.commit()
    moved = calendar(*vevent("SEQUENCE:1", f"STATUS:{state}", DTSTART="20270312T080000Z", DTEND="20270312T090000Z"))

    foreseen = reported(moved, by).mails
    imported(moved, by, LATER)

    assert len(list(db.session.scalars(select(OutboxMail)))) == foreseen >= 3


def test_a_calendar_that_calls_off_does_so(by):
    imported(calendar(*vevent()), by)

    counts, _refused = imported(calendar(*vevent("SEQUENCE:1"), head=("METHOD:CANCEL",)), by)

    assert (counts, [event.state for event in all_events()]) == ({"called_off": 1}, ["cancelled"])


def test_what_was_called_off_before_it_was_imported_is_not_entered(by):
    data = calendar(*vevent("STATUS:CANCELLED"))

    counts, _refused = imported(data, by)

    assert (counts, all_events(), reported(data, by).counts) == ({}, [], {"never_here": 1})


def test_what_was_held_stays_as_it_was(by):
    past = {"DTSTART": "20261001T090000Z", "DTEND": "20261001T100000Z"}
    imported(calendar(*vevent(**past)), by)
    with writing():
        (event,) = all_events()
        hold_event(event, by=by, now=NOW)

    report = reported(calendar(*vevent("SEQUENCE:1", SUMMARY="Other", **past)), by)

    assert report.counts == {"closed_here": 1}


def test_a_party_does_not_overwrite_what_another_imported(by, world):
    other = world.reader("CN", "organizer")
    imported(calendar(*vevent()), by)

    counts, _refused = imported(calendar(*vevent("SEQUENCE:9", SUMMARY="Theirs")), other, party="CN", parties=())

    assert counts == {"new": 1}
    assert sorted(
        (row.party_id, row.event.titles["en"]) for row in db.session.scalars(select(ImportedEvent))
    ) == sorted([(world.party["BY"], TITLE["en"]), (world.party["CN"], "Theirs")])


def test_a_meeting_that_the_rule_makes_no_more_is_reported_and_left(by):
    imported(calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3")), by)
    without = calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Minsk:20270318T090000"))

    report = reported(without, by)

    assert [row.occurrence for row in report.gone] == ["20270318T060000Z"]
    assert (report.to_do, len(all_events())) == ([], 3)


def test_meetings_of_a_series_take_its_register_and_parties(by, world):
    series = make_series(world, "HLM").ulid

    imported(calendar(*vevent()), by, series=series, prefix="", parties=())

    (event,) = all_events()
    assert (event.series.ulid, event.register.code) == (series, "HLM")
    assert {party.code for party in event.parties} == {"BY", "CN"}


def test_codes_that_are_taken_are_passed_over(by):
    imported(calendar(*vevent()), by)

    imported(calendar(*[line for uid in range(30) for line in vevent(UID=f"{uid}@x")]), by)

    codes = sorted((event.register.code for event in all_events()), key=lambda code: (len(code), code))
    assert (codes[:3], codes[-1], len(set(codes))) == (["IMPA", "IMPB", "IMPC"], "IMPAE", 31)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party": "XX"}, "party"),
        ({"parties": ("XX",)}, "parties"),
        ({"kind": "party"}, "kind"),
        ({"prefix": "imp"}, "prefix"),
        ({"prefix": "ABCDE"}, "prefix"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"since": datetime(2027, 1, 2).date(), "until": datetime(2027, 1, 1).date()}, "until"),
        ({"since": datetime(1800, 1, 2).date()}, "since"),
        ({"since": datetime(1990, 1, 2).date()}, "until"),
    ],
)
def test_a_choice_that_cannot_be_is_named_with_its_field(by, changes, field):
    with pytest.raises(RuleBroken) as broken:
        settle(choices(**changes), by)

    assert broken.value.field == field


def test_nobody_imports_for_another_party(by):
    with pytest.raises(NotAllowed):
        settle(choices(party="CN"), by)


def test_an_import_is_recorded_for_its_party_and_so_is_each_event(by, world):
    with writing():
        settled = settle(choices(), by)
        actions.record_import("календарь.ics", Counter(new=2), settled, by=by, now=NOW)
    imported(calendar(*vevent()), by)

    entries = [
        (entry.act, entry.label, entry.details)
        for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]

    assert entries == [
        ("calendars.import", "календарь.ics", {"new": 2}),
        ("events.create", TITLE["en"], {}),
    ]


def test_what_is_imported_is_in_the_feeds(by):
    imported(calendar(*vevent()), by)

    (event,) = all_events()
    assert [each.uid for each in db.session.scalars(select(CalendarObject))] == [f"{event.ulid}@forumhub.example"]


def test_a_report_asks_no_more_of_more_meetings(by):
    few, many = (calendar(*[line for uid in range(n) for line in vevent(UID=f"{uid}@x")]) for n in (2, 60))
    imported(many, by)

    with counted() as for_few:
        reported(few, by)
    with counted() as for_many:
        reported(many, by)

    assert len(for_few) == len(for_many)


def test_entering_asks_no_more_of_more_meetings(by):
    def asked(first: int, last: int) -> int:
        data = calendar(*[line for uid in range(first, last) for line in vevent(UID=f"{uid}@x")])
        with counted() as seen:
            imported(data, by)
        return len(seen)

    asked(0, 1)
    assert asked(1, 3) == asked(3, 63)


def test_a_confirmed_event_is_not_made_tentative_again(by):
    imported(calendar(*vevent()), by)
    with writing():
        (event,) = all_events()
        confirm_event(event, by=by, now=NOW)

    report = reported(calendar(*vevent("SEQUENCE:1", SUMMARY="Other")), by)

    assert report.counts == {"changed_here": 1}
