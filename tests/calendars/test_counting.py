"""One counter for all: numbers follow the order of commits, and tell what a client has not seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event as Moment
from time import sleep

from sqlalchemy import func, select, update

from forumhub.calendars.counting import oldest_token
from forumhub.calendars.listening import publish_touched
from forumhub.calendars.membership import PERSON
from forumhub.calendars.models import CalendarCollection, CalendarMember, CalendarObject
from forumhub.calendars.purging import KEPT
from forumhub.calendars.queries import changes_since
from forumhub.database import db, writing
from forumhub.events.actions import edit_event
from forumhub.events.models import Event
from forumhub.parties.models import Party
from forumhub.registration.purging import purge
from tests.calendars.wire import component
from tests.events.examples import make_event, stand
from tests.world import NOW, World


def edit(world: World, event_id: int, code: str, title: str = "Renamed 论坛") -> None:
    event, by = db.session.get(Event, event_id), world.reader(code, "organizer")
    edit_event(event, lock_version=event.lock_version, titles={"en": title}, by=by, now=NOW)


def rename(world: World, event_id: int, title: str) -> None:
    with writing():
        edit(world, event_id, "BY", title)


def number_of(*collections: str) -> int:
    names = CalendarCollection.name.in_(collections)
    return db.session.scalar(select(func.max(CalendarCollection.seq)).where(names)) or 0


def numbered_up_to(number: int) -> set[tuple[str, int]]:
    each = CalendarObject
    return {(row.uid, row.seq) for row in db.session.execute(select(each.uid, each.seq).where(each.seq <= number))}


def test_who_knows_a_number_never_finds_a_change_at_it_or_before_later(app, world):
    """The first to take a number commits last where it can: the second must wait, though they share no collection."""
    with app.app_context():
        kz = db.session.get(Party, world.party["KZ"])
        first = make_event(world, code="RA", access="public").id
        second = make_event(world, code="RB", parties=[kz], host=kz, by=world.reader("KZ", "organizer")).id
        before = number_of("party/CN", "party/KZ")
    numbered = Moment()

    def slowly() -> None:
        with app.app_context(), writing():
            edit(world, first, "BY")
            publish_touched(db.session())
            numbered.set()
            sleep(0.5)

    def at_once() -> None:
        numbered.wait()
        with app.app_context(), writing():
            edit(world, second, "KZ")

    seen: dict[int, set[tuple[str, int]]] = {}
    with ThreadPoolExecutor(2) as pool, app.app_context():
        tasks = [pool.submit(slowly), pool.submit(at_once)]
        while not all(task.done() for task in tasks):
            number = number_of("party/CN", "party/KZ")
            seen.setdefault(number, numbered_up_to(number))
            db.session.rollback()
        outcomes = [task.result() for task in tasks]

    with app.app_context():
        found_later = {number: numbered_up_to(number) - shown for number, shown in seen.items()}
        assert outcomes == [None, None]
        assert found_later == {number: set() for number in seen}
        assert sorted(db.session.scalars(select(CalendarObject.seq))) == [before + 1, before + 2]


def test_changes_since_tells_what_was_renamed_what_joined_and_what_left(database, world):
    mine = [PERSON + world.ulid["CN", "delegate"]]
    kept, renamed, left, joined = (make_event(world, code=f"R{letter}", access="delegates") for letter in "ABCD")
    for event in (kept, renamed, left):
        stand(event, world.person["CN", "delegate"], "confirmed")
    known = number_of(*mine)

    rename(world, renamed.id, "改名")
    stand(left, world.person["CN", "delegate"], "withdrawn")
    stand(joined, world.person["CN", "delegate"], "invited")

    told = changes_since(mine, known)
    assert {change.uid.partition("@")[0]: change.gone for change in told} == {
        renamed.ulid: False,
        joined.ulid: False,
        left.ulid: True,
    }
    (body,) = (change.body for change in told if change.uid.startswith(renamed.ulid))
    assert component(body)["SUMMARY"] == "改名"


def test_changes_since_nothing_is_all_that_is_shown_and_no_tombstone(database, world):
    mine = [PERSON + world.ulid["CN", "delegate"]]
    shown, left = make_event(world, code="RA"), make_event(world, code="RB")
    for standing in ("confirmed", "withdrawn"):
        stand(left, world.person["CN", "delegate"], standing)
    stand(shown, world.person["CN", "delegate"], "confirmed")

    told = changes_since(mine, 0)

    assert [(change.uid, change.gone) for change in told] == [(f"{shown.ulid}@forumhub.example", False)]


def test_changes_since_the_last_number_are_none(database, world):
    mine = [PERSON + world.ulid["CN", "delegate"], "party/CN"]
    stand(make_event(world), world.person["CN", "delegate"], "confirmed")

    told = changes_since(mine, number_of(*mine))

    assert told == []


def test_what_leaves_one_of_several_collections_is_not_gone_while_another_shows_it(database, world):
    both = [PERSON + world.ulid["CN", "delegate"], "party/CN"]
    event = make_event(world)
    stand(event, world.person["CN", "delegate"], "confirmed")
    known = number_of(*both)

    stand(event, world.person["CN", "delegate"], "withdrawn")

    assert changes_since(both, known) == []


def times(name: str) -> list[datetime]:
    return list(db.session.scalars(select(CalendarCollection.changed_at).where(CalendarCollection.name == name)))


def test_the_time_of_a_collection_grows_by_a_second_with_each_change_of_one_moment(database, world, time_machine):
    time_machine.move_to("2026-11-27T09:59:58Z", tick=False)
    event_id, seen = make_event(world).id, []

    for title in ("one", "two", "three"):
        rename(world, event_id, title)
        seen += times("party/CN")
    time_machine.move_to("2026-11-28T12:00:00Z", tick=False)
    rename(world, event_id, "tomorrow")

    first = datetime(2026, 11, 27, 9, 59, 59, tzinfo=UTC)
    assert seen == [first, first + timedelta(seconds=1), first + timedelta(seconds=2)]
    assert times("party/CN") == [datetime(2026, 11, 28, 12, tzinfo=UTC)]


def test_old_tombstones_are_purged_and_tokens_from_before_them_are_not_good(database, world, tmp_path):
    event, mine = make_event(world), PERSON + world.ulid["CN", "delegate"]
    for role in ("delegate", "observer"):
        stand(event, world.person["CN", role], "confirmed")
        stand(event, world.person["CN", role], "withdrawn")
    with writing():
        db.session.execute(
            update(CalendarMember).where(CalendarMember.collection == mine).values(gone_at=NOW - KEPT - timedelta(1))
        )
        db.session.execute(update(CalendarMember).where(CalendarMember.collection != mine).values(gone_at=NOW))
    before = oldest_token()

    counts = purge(NOW, tmp_path)

    left = db.session.scalars(select(CalendarMember.collection).where(CalendarMember.gone)).all()
    assert (counts["what left calendars long ago"], left) == (1, [PERSON + world.ulid["CN", "observer"]])
    assert (before, oldest_token()) == (0, number_of(mine))


def test_a_person_who_stands_otherwise_moves_nobody_elses_collection(database, world):
    event = make_event(world, access="delegates")
    delegate, observer = (PERSON + world.ulid["CN", role] for role in ("delegate", "observer"))
    stand(event, world.person["CN", "delegate"], "confirmed")
    known = number_of(delegate)

    stand(event, world.person["CN", "observer"], "confirmed")

    assert (number_of(delegate), number_of("staff/CN")) == (known, 1)
    assert number_of(observer) == known + 1
