"""Copying events and series: what comes along, what stays behind, who may."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events import actions
from forumhub.events.copying import rules
from forumhub.events.copying.actions import copy_series
from forumhub.events.copying.queries import source_of_event, source_of_series
from forumhub.events.models import Event, EventHead, EventParticipant, HostTurn, Series
from forumhub.events.programme.actions import delete_session
from forumhub.events.programme.queries import programme_of, sessions_of
from forumhub.mail.models import OutboxMail
from tests.events.copying.examples import DAYS, NEXT_YEAR, SECOND, make_copy
from tests.events.examples import END, START, make_event, make_series, parties, stand
from tests.events.programme.examples import BLUE_HALL, make_hall, make_programme, make_session, who
from tests.events.venues.examples import make_partners, make_venue
from tests.world import NOW


def rows(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_copy_is_tentative_and_takes_along_what_it_was_asked_to(database, world):
    source = make_event(
        world, capacity=40, access="public", languages=["zh", "ru"], description="О чём", venue="Зал 2", kind="seminar"
    )
    with writing():
        actions.confirm_event(source, by=world.reader("BY", "organizer"), now=NOW)

    copy = make_copy(world, source)

    assert (copy.state, copy.sequence, copy.register.code, copy.titles) == ("tentative", 0, "SEC", SECOND)
    assert (copy.local_start, copy.local_end - copy.local_start) == (NEXT_YEAR, END - START)
    kept = ("kind", "capacity", "access", "languages", "description", "venue", "city", "timezone", "host_id")
    assert [getattr(copy, name) for name in kept] == [getattr(source, name) for name in kept]
    assert (copy.copied_from.ulid, copy.ulid != source.ulid) == (source.ulid, True)


@pytest.mark.parametrize(
    ("part", "column", "empty"),
    [("settings", "capacity", None), ("languages", "languages", []), ("description", "description", "")],
)
def test_what_is_not_ticked_stays_behind(database, world, part, column, empty):
    source = make_event(world, capacity=40, languages=["zh"], description="О чём")

    copy = make_copy(world, source, parts=set(rules.PARTS) - {part})

    assert getattr(copy, column) == empty


def test_another_host_brings_its_own_city_and_clock(database, world):
    copy = make_copy(world, make_event(world, venue="Академия"), host="CN")

    assert (copy.city["zh"], copy.timezone, copy.venue) == ("北京", "Asia/Shanghai", "")


def test_people_stay_with_the_original_and_nobody_is_told(database, world):
    source = make_event(world)
    stand(source, world.person["CN", "delegate"], "confirmed")

    copy = make_copy(world, source)

    counts = [rows(model) for model in (EventParticipant, EventHead, OutboxMail)]
    assert (copy.places_taken, counts) == (0, [1, 0, 0])


def test_a_copy_of_a_meeting_can_be_another_one_of_its_series(database, world):
    series = make_series(world)
    source = make_event(world, "", series=series)

    copy = make_copy(world, source, series=db.session.get(Series, series.id))

    assert (copy.series.id, copy.register.code, copy.occurrence) == (series.id, "HLM", None)


def test_a_programme_comes_as_a_draft_with_new_names_on_its_new_days(database, world):
    source = make_event(world)
    programme = make_programme(world, source)
    hall = make_hall(world, programme, BLUE_HALL, capacity=80)
    first = make_session(world, programme, hall, speakers=("Анна Смирнова", "王芳"), foreign={"logo": "x"}, slug="a")
    make_session(world, programme, None, after=26 * 60, titles={"zh": "闭幕式"}, kind="closing")
    make_session(world, programme, hall, after=90, state="cancelled")
    gone = make_session(world, programme, hall, after=180)
    with writing():
        delete_session(gone, lock_version=1, **who(world))

    copy = make_copy(world, source)

    new = programme_of(copy.id)
    sessions = sessions_of(new)
    assert (new.state, new.version, [each.names for each in new.halls]) == ("draft", 0, [BLUE_HALL])
    assert [(each.local_start, each.kind) for each in sessions] == [
        (START + DAYS, "opening"),
        (START + DAYS + timedelta(hours=26), "closing"),
    ]
    assert [speaker.name for speaker in sessions[0].speakers] == ["Анна Смирнова", "王芳"]
    assert (sessions[0].hall.programme_id, sessions[0].foreign, sessions[0].slug) == (new.id, {}, "")
    assert sessions[0].guid != first.guid
    assert len(sessions_of(programme_of(source.id))) == 3


def test_speakers_stay_behind_unless_they_are_asked_for(database, world):
    source = make_event(world)
    make_session(world, make_programme(world, source), None, speakers=("王芳",))

    copy = make_copy(world, source, parts=rules.USUAL)

    assert [session.speakers for session in sessions_of(programme_of(copy.id))] == [[]]


def test_without_its_tick_no_programme_comes(database, world):
    source = make_event(world)
    make_programme(world, source)

    copy = make_copy(world, source, parts=["agenda"])

    assert programme_of(copy.id) is None


@pytest.mark.parametrize("reader", [("BY", "secretary"), ("KZ", "organizer")])
def test_only_an_organizer_of_the_source_copies_it(database, world, reader):
    source = make_event(world, access="public")

    with pytest.raises(NotAllowed):
        make_copy(world, source, who=reader)

    assert rows(Event) == 1


def test_a_copy_needs_a_code_that_is_free(database, world):
    source = make_event(world)

    with pytest.raises(RuleBroken, match="FTP is taken") as refused:
        make_copy(world, source, code="FTP")

    assert (refused.value.field, rows(Event)) == ("register_code", 1)


def test_who_may_not_see_the_source_is_not_told_of_it(database, world):
    source = make_event(world)
    copy = make_copy(world, source, codes="BY KZ")

    seen = [source_of_event(copy, world.reader(code, "organizer")) for code in ("BY", "KZ")]

    assert seen == [db.session.get(Event, source.id), None]


def copied_series(world, source, **changes: object) -> Series:
    with writing():
        values = {"register_code": "NEW", "titles": SECOND, "local_start": datetime(2027, 11, 25, 10)}
        values |= {"until": date(2029, 12, 31), "parts": rules.OF_SERIES, "by": world.reader("BY", "organizer")}
        return copy_series(db.session.get(Series, source.id), now=NOW, **{**values, **changes})


def test_a_series_is_copied_with_rule_rotation_and_settings_and_planned(database, world):
    source = make_series(world, capacity=12, languages=["ru"], access="public")
    with writing():
        actions.plan_series(source, date(2027, 12, 31), by=world.reader("BY", "organizer"), now=NOW)

    copy = copied_series(world, source)

    assert (copy.rrule, copy.minutes_long, copy.capacity, copy.languages) == (source.rrule, 510, 12, ["ru"])
    assert [(turn.party.code, turn.position) for turn in copy.rotation] == [("CN", 1), ("BY", 2)]
    meetings = list(db.session.scalars(select(Event).where(Event.series_id == copy.id).order_by(Event.starts_at)))
    assert [(each.local_start, each.host.code, each.state) for each in meetings] == [
        (datetime(2027, 11, 25, 10), "CN", "tentative"),
        (datetime(2028, 11, 25, 10), "BY", "tentative"),
        (datetime(2029, 11, 25, 10), "CN", "tentative"),
    ]
    assert {each.register.code for each in meetings} == {"NEW"}
    assert rows(OutboxMail) == 0


def test_programmes_of_meetings_to_come_go_with_the_copys_meetings_in_turn(database, world):
    source = make_series(world)
    with writing():
        planned = actions.plan_series(source, date(2027, 12, 31), by=world.reader("BY", "organizer"), now=NOW)
    held, ahead = planned[0], planned[-2]
    for event, title in ((held, "held"), (ahead, "ahead")):
        make_session(world, make_programme(world, event), None, titles={"en": title}, local_start=event.local_start)
    with writing():
        actions.hold_event(held, by=world.reader("BY", "organizer"), now=NOW)

    copy = copied_series(world, source)

    meetings = list(db.session.scalars(select(Event).where(Event.series_id == copy.id).order_by(Event.starts_at)))
    found = [programme_of(each.id) for each in meetings]
    assert ahead.local_start == datetime(2026, 11, 25, 9)
    assert [bool(each) for each in found] == [True, False, False]
    assert [(each.titles, each.local_start) for each in sessions_of(found[0])] == [
        ({"en": "ahead"}, datetime(2027, 11, 25, 9))
    ]


def test_a_series_of_others_is_not_copied(database, world):
    source = make_series(world, access="public")

    with pytest.raises(NotAllowed):
        copied_series(world, source, by=world.reader("KZ", "organizer"))

    assert rows(Series) == 1


def test_the_source_of_a_series_is_shown_to_who_sees_it(database, world):
    copy = copied_series(world, make_series(world))

    assert [bool(source_of_series(copy, world.reader(code, "organizer"))) for code in ("CN", "KZ")] == [True, False]


def test_a_copy_leaves_an_audit_entry_to_its_parties(database, world):
    copy = make_copy(world, make_event(world), codes="BY KZ")

    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.subject == copy.ulid))

    assert {reader.party_id for reader in entry.readers} == {world.party["BY"], world.party["KZ"]}


@pytest.mark.parametrize("partners", [True, False])
def test_a_copied_series_books_only_what_its_organizer_could_choose(database, world, partners):
    venue = make_venue(world)
    if partners:
        make_partners(world)
    turn = HostTurn(party=parties(world, "BY")[0], site=db.session.merge(venue))
    source = make_series(world, rotation=[turn])

    with writing():
        first, until = datetime(2027, 5, 4, 9), date(2028, 1, 1)
        how = {"register_code": "NEW", "titles": SECOND, "local_start": first, "until": until, "parts": set()}
        copy = copy_series(source, by=world.reader("CN", "organizer"), now=NOW, **how)

    assert (copy.rotation[0].site is not None, copy.rotation[0].venue) == (partners, source.rotation[0].venue)
