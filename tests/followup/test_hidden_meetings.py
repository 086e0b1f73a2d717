"""An action that is due at the next meeting gives away no meeting that one of its readers may not see."""

from datetime import date, datetime

import pytest

from forumhub.calendars.models import CalendarObject
from forumhub.database import db, writing
from forumhub.events.actions import edit_event, name_head, set_standing
from forumhub.events.models import Event, Series
from forumhub.followup import rules
from forumhub.followup.actions import report_item
from forumhub.followup.digests.contents import contents_for
from forumhub.followup.next_meetings import derive_days_again
from forumhub.followup.nightly import derive_days
from forumhub.parties.granting import end_role
from forumhub.parties.models import Account, Grant, Party, Person
from forumhub.parties.queries import get_party
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW, World

ALL = ("CN", "BY", "KZ")
LINES = "## 1. Вопросы / 事项\n\n- **ACTION A-1** (BY; due next meeting): Назвать дежурных / 指定值班人员.\n"
DAY = datetime(2031, 6, 25, 9)
"""Of the next meeting. Nothing else here is of that year."""
EVERYWHERE = {"item", "register", "file", "VTODO", "VEVENT", "digest"}


@pytest.fixture
def world_of_series(world):
    def arrange(**source: object) -> World:
        with world.app.app_context(), writing():
            of = examples.event(world, **source)
            of.series = Series(
                register=of.register, titles=of.titles, kind="forum", languages=["zh", "ru"], created_at=NOW
            )
            db.session.flush()
            examples.issue(of, ACTION=1)
            examples.agreed(world, of, en=LINES).state = "agreed"
        return world

    return arrange


def plan(world: World, **values: object) -> None:
    """The next meeting of the series."""
    with world.app.app_context(), writing():
        when = {"local_start": DAY, "local_end": DAY.replace(hour=17)}
        examples.event(world, register="", **{"series": db.session.query(Series).one(), **when, **values})


def next_meeting() -> Event:
    return db.session.query(Event).filter_by(local_start=DAY).one()


def edit(world: World, **values: object) -> None:
    with world.app.app_context(), writing():
        roles = {world.party[code]: frozenset({"organizer"}) for code in ALL}
        event, by = next_meeting(), world.reader("CN", "organizer", roles=roles)
        if codes := values.pop("codes", None):
            values["parties"] = [get_party(code) for code in codes]
        edit_event(event, lock_version=event.lock_version, by=by, now=NOW, **values)


def stand(world: World, person_id: int, **standings: str) -> None:
    """At the first meeting and at the next."""
    with world.app.app_context(), writing():
        first = db.session.query(Event).filter(Event.local_start != DAY).one()
        for which, standing in standings.items():
            set_standing(first if which == "first" else next_meeting(), person_id, standing)


def name(world: World, role: str, *, may_approve: bool = False, day: datetime | None = None) -> None:
    """Belarus' head, at the first meeting or on this day."""
    with world.app.app_context(), writing():
        first = db.session.query(Event).filter(Event.local_start != DAY).one()
        event = next_meeting() if day else first
        head, by = db.session.get_one(Person, world.person["BY", role]), world.reader("BY", "organizer")
        name_head(event, get_party("BY"), head, True, may_approve, by=by, now=NOW)


def leave(world: World, role: str, how: str = "ended") -> None:
    with world.app.app_context(), writing():
        grant = db.session.query(Grant).filter_by(person_id=world.person["BY", role]).one()
        if how == "ended":
            end_role(grant, "Ушёл.", by=world.reader("BY", "administrator"), now=NOW)
        else:
            grant.until_date = date(2020, 1, 1)


def where_told(world: World, reader: tuple[str, str] = ("BY", "secretary")) -> set[str]:
    """Where the day of the next meeting is said."""
    browser = world.signed_in(*reader)
    paths = {"item": "/follow-up/HLM/A-1", "register": "/follow-up", "file": "/follow-up.csv"}
    found = {name for name, path in paths.items() if "2031" in browser.text(path)}
    with world.app.app_context():
        outcomes = db.session.query(CalendarObject).filter(CalendarObject.uid.like("%HLM-A-1@%"))
        found |= {each.kind for each in outcomes if b"2031" in each.body}
        for today in (date(2031, 6, 20), date(2031, 7, 1)):
            told = contents_for(db.session.get_one(Party, world.party["BY"]), today)
            found |= {"digest"} if told.soon.count or told.late.count else set()
    return found


def is_known(world: World) -> bool:
    """Whether the action has the next meeting's day, of which all else follows."""
    with world.app.app_context():
        return item("A-1").due_on == DAY.date()


@pytest.mark.parametrize("hidden", [{"access": "delegates"}, {"codes": ("CN", "BY")}], ids=["access", "parties"])
def test_the_day_of_a_hidden_meeting_is_said_nowhere_until_all_readers_see_it(world_of_series, hidden):
    world, told = world_of_series(codes=ALL), []

    plan(world, **{"codes": ALL, **hidden})
    told.append(where_told(world))
    edit(world, codes=ALL, access="parties")
    told.append(where_told(world, ("KZ", "observer")))
    edit(world, **hidden)
    told.append(where_told(world))

    assert told == [set(), EVERYWHERE, set()]


def test_a_finished_action_keeps_no_day_of_a_meeting_that_was_hidden(world_of_series):
    world = world_of_series(codes=ALL)
    plan(world, codes=ALL)
    with world.app.app_context(), writing():
        report_item(
            item("A-1"), get_party("BY"), rules.DONE, words="Готово.", by=world.reader("BY", "secretary"), now=NOW
        )
        item("A-1").state = rules.CLOSED

    edit(world, access="delegates")

    with world.app.app_context():
        assert (item("A-1").due, item("A-1").due_on, item("A-1").original_due_on) == ("next meeting", None, None)


def test_days_that_an_earlier_version_told_are_derived_again(world_of_series):
    world = world_of_series()
    plan(world, access="delegates")
    with world.app.app_context(), writing():
        item("A-1").due_on = item("A-1").original_due_on = DAY.date()
    told = [is_known(world)]

    with world.app.app_context(), writing():
        derive_days_again(NOW)

    assert [*told, is_known(world)] == [True, False]


@pytest.mark.parametrize("access", ["parties", "delegates"])
def test_whom_the_meeting_names_from_elsewhere_learns_of_the_next_one_where_it_names_them(world_of_series, access):
    world = world_of_series(access=access)
    plan(world, access=access)
    guest, told = world.person["KZ", "delegate"], [is_known(world)]

    for standings in ({"first": "attended"}, {"next": "invited"}, {"next": "declined"}, {"first": "withdrawn"}):
        stand(world, guest, **standings)
        told.append(is_known(world))

    assert told == [True, False, True, False, True]


def test_a_delegate_of_a_closed_meeting_learns_of_the_next_one_though_another_is_sent(world_of_series):
    world = world_of_series(access="delegates")
    plan(world, access="delegates")

    with world.app.app_context(), writing():
        first = db.session.query(Event).filter(Event.local_start != DAY).one()
        head = db.session.get_one(Person, world.person["BY", "delegate"])
        name_head(first, get_party("BY"), head, True, True, by=world.reader("BY", "organizer"), now=NOW)

    assert where_told(world, ("BY", "delegate")) == EVERYWHERE


def test_who_cannot_sign_in_hides_no_day_until_they_can(world_of_series):
    world, told = world_of_series(), []
    plan(world)
    with world.app.app_context(), writing():
        guest = Person(name="Гость", email="guest@example.org")
        db.session.add(guest)
        db.session.flush()
        person_id = guest.id
    stand(world, person_id, first="attended")

    for active in (False, True):
        with world.app.app_context(), writing():
            account = db.session.query(Account).filter_by(person_id=person_id).one_or_none() or Account(
                person_id=person_id, email="guest@example.org", fs_uniquifier="guest", created_at=NOW
            )
            account.active = active
            db.session.add(account)
        told.append(is_known(world))

    assert told == [True, False]


@pytest.mark.parametrize("may_approve", [True, False])
def test_a_head_who_left_hides_no_day_from_the_others(world_of_series, may_approve):
    world = world_of_series(access="delegates")
    plan(world, access="delegates")
    name(world, "delegate", may_approve=may_approve)

    leave(world, "delegate")
    told = [is_known(world)]
    derive_days(world.app)

    assert [*told, is_known(world)] == [True, True]


@pytest.mark.parametrize("how", ["ended", "ran out"])
def test_who_was_there_and_leads_the_next_time_learns_of_it_until_they_leave_office(world_of_series, how):
    world = world_of_series(access="delegates")
    plan(world, access="delegates")
    name(world, "delegate", day=DAY)
    stand(world, world.person["BY", "delegate"], first="attended")
    told = [is_known(world)]

    leave(world, "delegate", how)
    if how == "ran out":  # which no act says
        derive_days(world.app)

    assert [*told, is_known(world)] == [True, False]
