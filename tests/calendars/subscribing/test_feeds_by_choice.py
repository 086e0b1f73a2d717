"""What each kind of link shows, and that it is lost with the right to it, at the next poll."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.http import http_date

from forumhub import clock
from forumhub.agreements.models import Agreement
from forumhub.calendars.membership import Reading, reading
from forumhub.database import db, writing
from forumhub.events.actions import edit_event, name_head
from forumhub.events.models import Event
from forumhub.parties.models import Account, Grant, Party, Person
from tests.agreements.examples import in_force
from tests.calendars.arranging import make_link, poll, titles_in
from tests.events.examples import make_event, make_series, stand
from tests.world import NOW, World

ROLES = {"BY": {"delegate"}, "CN": {"secretary"}}
MINE = ["party/BY", "party/CN", "person/BY/P", "person/CN/P", "person/P", "staff/CN"]
DUE = ["due-named/BY/P", "due-named/CN/P", "due-staff/CN", "due/BY", "due/CN"]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("person/P", Reading(["person/BY/P", "person/CN/P", "person/P"])),
        ("all/P", Reading(MINE)),
        ("party/CN", Reading(MINE, ["party/CN", "staff/CN"])),
        ("series/S", Reading([*MINE, "public"], ["series/S"])),
        ("agreement/A", Reading([*MINE, "public", *DUE], ["agreement/A"])),
        ("event/E", Reading([*MINE, "public"], ["event/E"])),
        ("due/P", Reading(DUE)),
    ],
)
def test_link_reads_what_it_was_made_for(asked, read):
    assert reading(asked, "P", ROLES) == read


@pytest.fixture
def meetings(app, world: World) -> None:
    """One that names CN's delegate, one of the parties, one for the staff of the parties only, one of BY alone."""
    with app.app_context():
        named = make_event(world, "NAMED", access="delegates", titles={"en": "named"})
        stand(named, world.person["CN", "delegate"], "confirmed")
        make_event(world, "PARTY", access="parties", titles={"en": "parties"})
        make_event(world, "STAFF", access="delegates", titles={"en": "staff"})


@pytest.mark.parametrize(
    ("role", "kind", "shown"),
    [
        ("delegate", "person", ["named"]),
        ("delegate", "all", ["named", "parties"]),
        ("delegate", "party", ["named", "parties"]),
        ("secretary", "person", []),
        ("secretary", "all", ["named", "parties", "staff"]),
        ("secretary", "party", ["named", "parties", "staff"]),
        ("observer", "party", ["parties"]),
        ("observer", "due", []),
        ("observer", "tasks", []),
    ],
)
def test_link_shows_what_its_name_says(app, world, meetings, role, kind, shown):
    which = "CN" if kind == "party" else world.ulid["CN", role]

    answer = poll(app, make_link(world, "CN", role, f"{kind}/{which}"))

    assert sorted(titles_in(answer)) == shown


def test_link_of_a_party_shows_nothing_of_another(app, world, meetings):
    answer = poll(app, make_link(world, "CN", "secretary", "party/KZ"))

    assert titles_in(answer) == []


def event_named(title: str) -> Event:
    return next(event for event in db.session.scalars(select(Event)).unique() if event.titles["en"] == title)


def end_role(world: World, person: tuple[str, str]) -> None:
    grant = select(Grant).join(Person, Person.id == Grant.person_id).where(Person.ulid == world.ulid[person])
    db.session.scalars(grant).one().ended_at = NOW


def let_role_lapse(world: World, person: tuple[str, str]) -> None:
    grant = select(Grant).join(Person, Person.id == Grant.person_id).where(Person.ulid == world.ulid[person])
    db.session.scalars(grant).one().until_date = date(2026, 11, 1)


def leave_party(world: World, person: tuple[str, str]) -> None:
    event = event_named("parties")
    others = [db.session.get(Party, world.party["BY"])]
    both = {world.party[code]: frozenset({"organizer"}) for code in ("CN", "BY")}
    organizer = world.reader("CN", "organizer", roles=both)
    edit_event(event, lock_version=event.lock_version, parties=others, by=organizer, now=NOW)


def shut(world: World, person: tuple[str, str]) -> None:
    event = event_named("parties")
    edit_event(event, lock_version=event.lock_version, access="delegates", by=world.reader("BY", "organizer"), now=NOW)


@pytest.mark.parametrize("act", [end_role, let_role_lapse, leave_party, shut])
@pytest.mark.parametrize("kind", ["all", "party"])
def test_who_loses_access_loses_the_event_at_the_next_poll(app, world, meetings, act, kind):
    person = ("CN", "observer")
    token = make_link(world, *person, f"{kind}/{'CN' if kind == 'party' else world.ulid[person]}")
    before = poll(app, token)

    with app.app_context(), writing():
        act(world, person)

    after = poll(app, token, before.headers["ETag"])
    assert (titles_in(before), after.status_code, titles_in(after)) == (["parties"], 200, [])
    assert before.headers["ETag"] != after.headers["ETag"]


@pytest.mark.parametrize("kind", ["person", "all"])
def test_who_led_and_left_the_party_loses_the_event_at_the_next_poll(app, world, meetings, kind):
    head = "CN", "head_of_delegation"
    with app.app_context(), writing():
        person, china = db.session.get_one(Person, world.person[head]), db.session.get_one(Party, world.party["CN"])
        by = world.reader("CN", "secretary")
        name_head(event_named("named"), china, person, True, True, by=by, now=NOW)
    token = make_link(world, *head, f"{kind}/{world.ulid[head]}")
    before = poll(app, token)

    with app.app_context(), writing():
        end_role(world, head)

    after = poll(app, token, before.headers["ETag"])
    assert ("named" in titles_in(before), after.status_code) == (True, 200)
    assert "named" not in titles_in(after)


@pytest.mark.parametrize("standing", ["withdrawn", "declined"])
def test_name_taken_off_loses_the_event_at_the_next_poll(app, world, meetings, standing):
    token = make_link(world, "CN", "delegate", f"person/{world.ulid['CN', 'delegate']}")
    before = poll(app, token)

    with app.app_context():
        stand(event_named("named"), world.person["CN", "delegate"], standing)

    after = poll(app, token, before.headers["ETag"])
    assert (titles_in(before), after.status_code, titles_in(after)) == (["named"], 200, [])


def test_deactivated_account_has_no_feed_whatever_it_holds(app, world, meetings):
    token = make_link(world, "CN", "observer")
    etag = poll(app, token).headers["ETag"]

    with app.app_context(), writing():
        db.session.scalars(select(Account).where(Account.email == world.email("CN", "observer"))).one().active = False

    assert poll(app, token, etag).status_code == 404


def test_series_that_one_may_see_no_more_is_empty(app, world):
    with app.app_context():
        series = make_series(world)
        make_event(world, series=series)
        collection = f"series/{series.ulid}"
    token = make_link(world, "CN", "observer", collection)
    before = poll(app, token)

    with app.app_context(), writing():
        end_role(world, ("CN", "observer"))

    after = poll(app, token, before.headers["ETag"])
    assert (len(titles_in(before)), titles_in(after)) == (1, [])


def gain_role(world: World, person: tuple[str, str]) -> None:
    person_id, today = world.person[person], clock.now().date()
    db.session.add(
        Grant(person_id=person_id, party_id=world.party["KZ"], role="observer", from_date=today, granted_at=clock.now())
    )


def lose_role(world: World, person: tuple[str, str]) -> None:
    db.session.scalars(select(Grant).where(Grant.person_id == world.person[person])).one().ended_at = clock.now()


@pytest.mark.parametrize("act", [gain_role, lose_role])
@pytest.mark.parametrize("kind", ["person", "all", "party", "series", "event", "due"])
def test_the_same_tag_is_the_same_bytes_whatever_roles_come_and_go(app, world, meetings, time_machine, kind, act):
    time_machine.move_to(clock.now() + timedelta(days=1), tick=False)  # after what made the events
    person = ("CN", "delegate")
    with app.app_context():
        which = {"party": "CN", "series": make_series(world).ulid, "event": event_named("parties").ulid}
    token = make_link(world, *person, f"{kind}/{which.get(kind, world.ulid[person])}")
    before = poll(app, token)
    time_machine.move_to(clock.now() + timedelta(days=1), tick=False)

    with app.app_context(), writing():
        act(world, person)

    after = poll(app, token)
    assert (before.headers["ETag"] == after.headers["ETag"]) <= (before.get_data() == after.get_data())
    assert after.headers["Last-Modified"] == http_date(clock.now())


def change(world: World, title: str, **values: object) -> None:
    with writing():
        event = event_named(title)
        edit_event(event, lock_version=event.lock_version, by=world.reader("BY", "organizer"), now=NOW, **values)


def test_link_by_agreement_tells_of_what_comes_under_it_and_of_nothing_hidden(app, world, meetings):
    with app.app_context():
        with writing():
            agreement = in_force(world)
            agreement_id, code = agreement.id, agreement.code
        change(world, "staff", agreement=db.session.get(Agreement, agreement_id))
    token = make_link(world, "CN", "delegate", f"agreement/{code}")
    before = poll(app, token)

    with app.app_context():
        change(world, "staff", local_start=datetime(2027, 3, 11, 8, 0))
    hidden, same = poll(app, token, before.headers["ETag"]), poll(app, token)
    with app.app_context():
        change(world, "parties", agreement=db.session.get(Agreement, agreement_id))
    joined = poll(app, token, before.headers["ETag"])
    with app.app_context():
        change(world, "parties", agreement=None)
    left = poll(app, token, joined.headers["ETag"])

    assert (hidden.status_code, same.get_data()) == (304, before.get_data())  # with LAST-MODIFIED
    assert [titles_in(each) for each in (before, joined, left)] == [[], ["parties"], []]
