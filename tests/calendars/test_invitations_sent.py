"""For each act of registration and of events: whose calendar is told what, with which SEQUENCE, by mails really sent.

People are person0 and so on; person0 is confirmed, person1 has applied, before each act of an event.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from forumhub.calendars.importing import actions as importing
from forumhub.calendars.importing.choices import settle
from forumhub.database import db, writing
from forumhub.events import actions as events
from forumhub.events.calendar.actions import move_event
from forumhub.events.models import Event, HostTurn
from forumhub.events.polls import actions as polls
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Party, Person
from forumhub.registration import actions, rules
from forumhub.registration.bulk.actions import confirm_applied, decline_asking
from forumhub.registration.checkin.actions import close_doors, undo_check_in
from forumhub.registration.delegations.actions import remove_nominee
from forumhub.registration.models import Registration
from forumhub.registration.privacy.actions import withdraw_consent
from tests.calendars.attending import Scene, Told, make_readers, told
from tests.calendars.importing.arranging import calendar, choices, reported, vevent
from tests.events.examples import make_series, parties
from tests.events.polls.examples import CLOSED, SLOTS, propose, say
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures
from tests.registration.delegations.examples import accept, list_of, party_of, put, submit
from tests.registration.examples import make_people
from tests.registration.privacy.examples import consenting
from tests.world import NOW

APRIL = datetime(2027, 4, 8, 9)
DURING = datetime(2027, 3, 11, 7, tzinfo=NOW.tzinfo)

Act = Callable[[Scene], object]
Row = tuple[str, dict[str, Any], list[Act], Act, list[tuple[str, str, int, str]]]
"""A name; the event's values; what came before, whose mails are not looked at; the act; what it tells calendars."""


def ids(scene: Scene) -> list[int]:
    rows = select(Registration.id).where(Registration.event_id == scene.id).order_by(Registration.id)
    return list(db.session.scalars(rows))


def apply(*numbers: int) -> Act:
    return lambda scene: [scene.apply(number) for number in numbers]


def confirm(*numbers: int) -> Act:
    return lambda scene: [scene.confirm(number) for number in numbers]


def of(action: Callable[..., object], number: int = 0, *, own: bool = False, **values: Any) -> Act:
    """An action with the registration of one person, by the organizer or by themselves."""
    return lambda scene: scene.do(
        action, scene.registration(number), by=scene.people[number] if own else None, **values
    )


def change(action: Callable[..., object], **values: Any) -> Act:
    return lambda scene: scene.change(action, **values)


def edit(**values: Any) -> Act:
    return lambda scene: scene.change(events.edit_event, lock_version=scene.event.lock_version, **values)


def at(moment: datetime) -> Act:
    return lambda scene: setattr(scene, "now", moment)


def register(number: int, *, tell: bool) -> Act:
    def act(scene: Scene) -> None:
        person = db.session.get_one(Person, scene.people[number].person_id)
        values = {"party": None, "way": rules.IMPORTED, "wanted": True, "tell": tell}
        scene.do(actions.register_person, scene.event, person, **values)

    return act


def accept_link(scene: Scene) -> str:
    token = scene.invite()
    with writing():
        actions.answer_invitation(token, "accept", now=scene.now)
    return token


def take_back_link(scene: Scene) -> None:
    token = accept_link(scene)
    with writing():
        actions.answer_invitation(token, "decline", now=scene.now)


def accept_nominated(scene: Scene) -> None:
    put(scene.world, scene.event, "Wang Fang", email="nominee@example.org")
    submit(scene.world, scene.event)
    accept(scene.world, scene.event)


def take_off_list(scene: Scene) -> None:
    (nominee,) = list_of(scene.world, scene.event).listed
    with writing():
        by = scene.world.reader("CN", "secretary")
        remove_nominee(scene.event, party_of(scene.world), nominee.ulid, by=by, now=scene.now)
    put(scene.world, scene.event, "Zhang Wei")  # without an address
    submit(scene.world, scene.event)
    accept(scene.world, scene.event)


def two_changes(scene: Scene) -> None:
    """In one transaction."""
    with writing():
        who = {"by": scene.organizer, "now": scene.now}
        events.edit_event(scene.event, lock_version=scene.event.lock_version, venue="Hall 5", **who)
        events.postpone_event(scene.event, reason="洪水", local_start=APRIL, **who)


def choose_poll(scene: Scene) -> None:
    poll = propose(scene.world, scene.event)
    for code in ("CN", "BY"):
        say(scene.world, poll, code, *["yes"] * len(SLOTS))
    with writing():
        polls.choose_slot(poll, 2, by=scene.organizer, now=CLOSED)


UNDER = [confirm(0), apply(1)]
"""What came before most acts of an event."""

TABLE: list[Row] = [
    # ways in
    ("applied", {}, [], apply(0), []),
    ("confirmed", {}, [apply(0)], of(actions.confirm_registration), [("person0", "REQUEST", 0, "CONFIRMED")]),
    ("confirmed again", {}, [confirm(0)], of(actions.confirm_registration), []),
    (
        "many confirmed",
        {},
        [apply(0, 1), confirm(2)],
        lambda scene: scene.change(confirm_applied, ids=ids(scene)),
        [("person0", "REQUEST", 0, "CONFIRMED"), ("person1", "REQUEST", 0, "CONFIRMED")],
    ),
    ("invited", {}, [], Scene.invite, []),
    ("invitation accepted", {}, [], accept_link, [("wang", "REQUEST", 0, "CONFIRMED")]),
    ("list accepted", {}, [], accept_nominated, [("nominee", "REQUEST", 0, "CONFIRMED")]),
    ("imported, with mail", {}, [], register(0, tell=True), [("person0", "REQUEST", 0, "CONFIRMED")]),
    ("imported, without mail", {}, [], register(0, tell=False), []),
    ("who applied moves up", {"capacity": 1}, [confirm(0), apply(1)], edit(capacity=2), []),
    (
        "who was asked for moves up",
        {"capacity": 1},
        [confirm(0), register(1, tell=True)],
        of(actions.withdraw_registration, own=True),
        [("person0", "CANCEL", 1, "CANCELLED"), ("person1", "REQUEST", 0, "CONFIRMED")],
    ),
    # ways out
    (
        "withdrawn",
        {},
        UNDER,
        of(actions.withdraw_registration, own=True),
        [("person0", "CANCEL", 1, "CANCELLED")],
    ),
    ("withdrawn again", {}, [*UNDER, of(actions.withdraw_registration)], of(actions.withdraw_registration), []),
    ("withdrawn by the link", {}, [], take_back_link, [
        ("wang", "REQUEST", 0, "CONFIRMED"), ("wang", "CANCEL", 1, "CANCELLED"),
    ]),
    ("declined", {}, UNDER, of(actions.decline_registration), [("person0", "CANCEL", 1, "CANCELLED")]),
    ("declined, who had applied", {}, UNDER, of(actions.decline_registration, 1), []),
    ("many declined", {}, UNDER, lambda scene: scene.change(decline_asking, ids=ids(scene)), []),
    ("taken off the list", {}, [accept_nominated], take_off_list, [("nominee", "CANCEL", 1, "CANCELLED")]),
    # back again
    (
        "confirmed after withdrawing",
        {},
        [confirm(0), of(actions.withdraw_registration)],
        confirm(0),
        [("person0", "REQUEST", 2, "CONFIRMED")],
    ),
    (
        "moved after coming back",
        {},
        [confirm(0), of(actions.withdraw_registration), confirm(0)],
        edit(venue="Hall 4"),
        [("person0", "REQUEST", 3, "CONFIRMED")],
    ),
    # at the door
    ("let in", {}, [*UNDER, at(DURING)], of(actions.attend_registration), []),
    ("let in by mistake", {}, [*UNDER, at(DURING), of(actions.attend_registration)], of(undo_check_in), []),
    ("doors closed", {}, [*UNDER, at(DURING + timedelta(days=1))], change(close_doors), []),
    # the event
    ("title changed", {}, UNDER, edit(titles={"en": "Forum II"}), [("person0", "REQUEST", 0, "CONFIRMED")]),
    ("venue changed", {}, UNDER, edit(venue="Hall 4"), [("person0", "REQUEST", 1, "CONFIRMED")]),
    ("access changed", {}, UNDER, edit(access="delegates"), []),
    ("described", {}, UNDER, edit(description="Draft", description_html="<p>Draft</p>"), []),
    ("more places", {"capacity": 5}, UNDER, edit(capacity=9), []),
    (
        "dragged to another day",
        {},
        UNDER,
        change(move_event, local_start=APRIL, local_end=APRIL + timedelta(hours=8), lock_version=1),
        [("person0", "REQUEST", 1, "CONFIRMED")],
    ),
    (
        "postponed to a date",
        {},
        UNDER,
        change(events.postpone_event, reason="洪水", local_start=APRIL),
        [("person0", "REQUEST", 1, "CONFIRMED")],
    ),
    (
        "postponed without a date",
        {},
        UNDER,
        change(events.postpone_event, reason="洪水"),
        [("person0", "REQUEST", 1, "TENTATIVE")],
    ),
    (
        "date set",
        {},
        [*UNDER, change(events.postpone_event, reason="洪水")],
        change(events.postpone_event, reason="Паводок прошёл", local_start=APRIL, confirmed=True),
        [("person0", "REQUEST", 2, "CONFIRMED")],
    ),
    ("date chosen by a poll", {}, [*UNDER, change(events.postpone_event, reason="洪水")], choose_poll, [
        ("person0", "REQUEST", 2, "CONFIRMED"),
    ]),
    (
        "cancelled",
        {},
        UNDER,
        change(events.cancel_event, reason="Визит отменён"),
        [("person0", "CANCEL", 1, "CANCELLED")],
    ),
    (
        "withdrawn from what was cancelled",
        {},
        [*UNDER, change(events.cancel_event, reason="Визит отменён")],
        of(actions.withdraw_registration, own=True),
        [],
    ),
    (
        "reinstated",
        {},
        [*UNDER, change(events.cancel_event, reason="Визит отменён")],
        change(events.reinstate_event, reason="По ошибке"),
        [("person0", "REQUEST", 2, "TENTATIVE")],
    ),
    (
        "reinstated, after withdrawing from it",
        {},
        [*UNDER, change(events.cancel_event, reason="Визит отменён"), of(actions.withdraw_registration, own=True)],
        change(events.reinstate_event, reason="По ошибке"),
        [],
    ),
    ("held", {}, [*UNDER, at(DURING)], change(events.hold_event), []),
    (
        "moved, with one who was imported without mail",
        {},
        [*UNDER, register(2, tell=False)],
        edit(venue="Hall 4"),
        [("person0", "REQUEST", 1, "CONFIRMED"), ("person2", "REQUEST", 1, "CONFIRMED")],
    ),
    (
        "cancelled, with one who was imported without mail",
        {},
        [*UNDER, register(2, tell=False)],
        change(events.cancel_event, reason="Визит отменён"),
        [("person0", "CANCEL", 1, "CANCELLED")],
    ),
    (
        "two changes at once",
        {},
        UNDER,
        two_changes,
        [("person0", "REQUEST", 1, "CONFIRMED"), ("person0", "REQUEST", 2, "CONFIRMED")],
    ),
]  # fmt: skip


def test_each_act_tells_the_right_calendars_once(sending_app, mailbox, world):  # noqa: F811
    found, expected = {}, {}
    with sending_app.app_context():
        people = make_people(world, 3)
        for number, (name, values, earlier, act, calendars) in enumerate(TABLE):
            scene = Scene(world, mailbox, f"A{chr(65 + number // 26)}{chr(65 + number % 26)}", people, **values)
            for each in earlier:
                each(scene)
            scene.settle()
            act(scene)
            found[name], expected[name] = scene.sent(), [Told(*each) for each in calendars]

    assert found == expected


def test_meetings_of_a_series_that_change_together_are_told_of_one_by_one(sending_app, mailbox, world):  # noqa: F811
    cn_organizer = world.reader("CN", "organizer")
    with sending_app.app_context():
        cn, by = parties(world, "CN", "BY")
        turns = [HostTurn(party=cn), HostTurn(party=by)]
        series = make_series(world, first_local_start=datetime(2026, 12, 1, 9), rotation=turns)
        with writing():
            first, second, *_ = events.plan_series(series, date(2029, 12, 31), by=cn_organizer, now=NOW)
        scene = Scene(world, mailbox, "SER", make_readers(world, 1))
        for scene.id in (first.id, second.id):
            scene.confirm(0)
        scene.sent()

        who = {"by": cn_organizer, "now": NOW + timedelta(hours=1)}
        with writing():
            events.edit_series(
                series, lock_version=series.lock_version, first_local_start=datetime(2026, 12, 1, 10), **who
            )
        edited = scene.sent()
        with writing():
            events.skip_occurrence(series, date(2026, 12, 1), reason="检修", **who)
        skipped = scene.sent()

    assert edited == [Told("person0", "REQUEST", 1, "TENTATIVE")] * 2
    assert skipped == [Told("person0", "CANCEL", 2, "CANCELLED")]


def test_an_imported_change_of_title_and_state_is_told_once(sending_app, mailbox, world):  # noqa: F811
    def bring(by, **changes: str) -> None:
        to_do = reported(calendar(*vevent(**changes)), by).to_do
        html = importing.rendered(to_do)
        with writing():
            importing.take(to_do, html, settle(choices(), by), reason="Called off there.", by=by, now=NOW)

    with sending_app.app_context():
        scene = Scene(world, mailbox, "ICS", make_readers(world, 1))
        bring(scene.organizer, STATUS="TENTATIVE")
        scene.id = db.session.scalars(select(Event.id).order_by(Event.id.desc())).first()
        scene.confirm(0)
        scene.sent()

        bring(scene.organizer, STATUS="CONFIRMED", SUMMARY="Рабочая группа", DTSTAMP="20261102T080000Z", SEQUENCE="1")

        assert scene.sent() == [Told("person0", "REQUEST", 1, "CONFIRMED")]


def test_who_takes_back_a_consent_on_which_they_came_leaves_the_calendar(sending_app, mailbox, world):  # noqa: F811
    with sending_app.app_context():
        registration = consenting(world, "CNS")
        organizer, delegate = world.reader("BY", "organizer"), world.reader("CN", "delegate")
        with writing():
            actions.confirm_registration(registration, by=organizer, now=NOW)

        with writing():
            withdraw_consent(registration, by=delegate, now=NOW)
        deliver_due(sending_app)

        assert told(mailbox.received) == [
            Told("delegate.cn", "REQUEST", 0, "CONFIRMED" if registration.event.state == "confirmed" else "TENTATIVE"),
            Told("delegate.cn", "CANCEL", 1, "CANCELLED"),
        ]


def test_480_who_are_confirmed_at_once_are_each_told_once(database, world):
    from tests.registration.test_notices import told as posted

    scene = Scene(world, _Unsent(), "ALL", [], access="public")
    with writing():
        party = db.session.get_one(Party, world.party["CN"])
        people = [Person(name=f"李 {number}", email=f"many{number}@example.org", party=party) for number in range(480)]
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all(
            Registration(
                event_id=scene.id, person_id=each.id, party=party, state="applied", created_at=NOW, changed_at=NOW
            )
            for each in people
        )

    done = scene.change(confirm_applied, ids=ids(scene))

    assert done == 480
    assert sorted(posted("registration_confirmed")) == sorted(
        (f"many{number}@example.org", "REQUEST", 0) for number in range(480)
    )


class _Unsent:
    """Where no mail is sent."""

    received: list[Any] = []
