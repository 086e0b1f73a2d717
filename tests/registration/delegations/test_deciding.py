"""A list is accepted within capacity and quota, or returned with words; amendments go the same way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events.actions import name_head
from forumhub.events.models import Event, EventHead
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Person
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.delegations.actions import edit_nominee, move_nominee, put_known_on_list, remove_nominee
from forumhub.registration.delegations.comparing import differences_of
from forumhub.registration.delegations.deciding import accept_list, return_list
from forumhub.registration.delegations.foreseeing import foresee
from forumhub.registration.delegations.queries import candidates_of, room_of
from forumhub.registration.delegations.submitting import take_back_list
from forumhub.registration.inviting import ACCEPT, answer_invitation
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.registration.delegations.examples import (
    accept,
    allot,
    list_of,
    party_of,
    put,
    put_all,
    put_known,
    registered,
    submit,
    typed,
)
from tests.registration.examples import apply, apply_all, invite, mails, make_people, make_person, taken
from tests.world import NOW

FUNCTIONS = ["head", "deputy", "member"]
TOLD = {"nominee0.cn@example.org", "nominee1.cn@example.org", "nominee2.cn@example.org"}


def give_back(world, event, words: str, *, who: str = "BY"):
    nomination = list_of(world, event)
    with writing():
        by, version = world.reader(who, "organizer"), nomination.lock_version
        return return_list(nomination, words, lock_version=version, by=by, now=NOW)


def accepted(world, functions: list[str] | None = None, **changes) -> Event:
    """An event for which China's list was submitted and accepted."""
    event = make_event(world, **changes)
    put_all(world, event, functions or FUNCTIONS)
    submit(world, event)
    accept(world, event)
    return event


def take_off(world, event, number: int) -> None:
    ulid = list_of(world, event).listed[number].ulid
    with writing():
        remove_nominee(event, party_of(world), ulid, by=world.reader("CN", "secretary"), now=NOW)


def put_known_invited(world, event) -> None:
    """Whom an invitation brought, and somebody who stays."""
    person = db.session.scalars(select(Person).where(Person.name == "王芳")).one()
    with writing():
        put_known_on_list(event, party_of(world), [person], by=world.reader("CN", "secretary"), now=NOW)
    put(world, event, "Chen Jing", email="chen@example.org")


def describe(world, event, number: int, **said) -> None:
    nominee = list_of(world, event).listed[number]
    values = {**typed("", nominee.function, title=nominee.title), **said}
    version = nominee.lock_version
    with writing():
        by = world.reader("CN", "secretary")
        edit_nominee(event, party_of(world), nominee.ulid, lock_version=version, by=by, now=NOW, **values)


def heads(event) -> list[tuple[str, bool, bool]]:
    rows = db.session.scalars(select(EventHead).where(EventHead.event_id == event.id).order_by(EventHead.id))
    return [(head.person.name, head.leads, head.may_approve) for head in rows]


def test_each_nominee_becomes_a_registration_in_the_order_of_the_list(database, world):
    event = make_event(world)
    put(world, event, "Wang Fang", "head", own_name="王芳", honorific="H.E.", title="部长", affiliation="公安部")
    put_known(world, event, "delegate")
    submit(world, event)

    done = accept(world, event)

    first, second = db.session.scalars(select(Registration).order_by(Registration.precedence)).all()
    assert (done, taken(event)) == ((2, 0), 2)
    assert (first.state, first.function, first.way, first.precedence) == ("confirmed", "head", "nomination", 0)
    assert (first.honorific, first.title, first.affiliation) == ("H.E.", "部长", "公安部")
    assert (first.person.own_name, first.person.party_id) == ("王芳", world.party["CN"])
    assert (second.person_id, second.party_id) == (world.person["CN", "delegate"], world.party["CN"])


def test_everybody_is_told_once_when_a_list_is_accepted(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    before = len(mails())

    accept(world, event)

    after = mails()[before:]
    assert {to for template, to in after if template == "registration_confirmed"} == TOLD
    assert sorted(to for template, to in after if template == "delegation_list") == [
        "secretariat.cn@example.org",
        "secretary.cn@example.org",
    ]
    assert [to for template, to in after if template == "event_head"] == ["secretariat.cn@example.org"]
    assert len(after) == 6


def test_those_beyond_the_quota_wait_in_the_order_of_the_list_and_observers_have_their_own(database, world):
    event = make_event(world)
    allot(world, event, 2, 1)
    put_all(world, event, ["head", "member", "member", "observer", "observer"])
    submit(world, event)

    done = accept(world, event)

    assert done == (3, 2)
    assert [state for state, _function in registered(event).values()] == [
        "confirmed", "confirmed", "waiting", "confirmed", "waiting"
    ]  # fmt: skip


def test_a_party_cannot_accept_its_own_list_and_a_guest_not_the_hosts(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    put_all(world, event, ["head"], code="BY")
    submit(world, event)
    submit(world, event, code="BY")

    for code in ("CN", "BY"):
        with pytest.raises(NotAllowed):
            accept(world, event, code=code, who="CN")

    assert registered(event) == {}


def test_without_a_host_another_party_accepts(database, world):
    event = make_event(world, host=None, timezone="Europe/Minsk")
    put_all(world, event, FUNCTIONS)
    submit(world, event)

    with pytest.raises(NotAllowed):
        accept(world, event, who="CN")

    assert accept(world, event, who="BY") == (3, 0)


def test_the_host_accepts_its_own_list_within_its_quota_alone(database, world):
    event = make_event(world)
    allot(world, event, 1, 0, code="BY")
    put_all(world, event, ["head", "member", "observer"], code="BY")
    submit(world, event, code="BY")

    assert accept(world, event, code="BY") == (1, 2)


def test_accepting_what_the_page_did_not_show_is_refused_whole(database, world):
    event = make_event(world, capacity=3)
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    apply_all(event, make_people(world, 1, "BY"))

    with pytest.raises(Conflict, match="taken meanwhile"):
        accept(world, event, waiting_seen=0)

    assert (list_of(world, event).state, len(registered(event)), taken(event)) == ("submitted", 1, 1)
    assert accept(world, event, waiting_seen=1) == (2, 1)


def test_a_list_that_was_taken_back_and_changed_is_not_accepted_unseen(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    nomination = submit(world, event)
    seen = nomination.lock_version
    with writing():
        take_back_list(event, party_of(world), by=world.reader("CN", "secretary"), now=NOW)
    put(world, event, "Li Na")
    submit(world, event)
    nomination = list_of(world, event)

    with pytest.raises(Conflict), writing():
        accept_list(nomination, lock_version=seen, waiting_seen=9, by=world.reader("BY", "organizer"), now=NOW)


def test_who_applied_by_themselves_is_confirmed_by_the_list(database, world):
    event = make_event(world)
    apply(event, world.reader("CN", "delegate"))
    put_known(world, event, "delegate", "observer")
    submit(world, event)

    accept(world, event)

    assert (registered(event)["delegate cn"][0], taken(event)) == ("confirmed", 2)


def test_somebody_of_another_party_is_not_accepted_and_nothing_is_done(database, world):
    event = make_event(world)
    put(world, event, "王芳")
    put(world, event, "D.", email="delegate.by@example.org")
    submit(world, event)

    with pytest.raises(RuleBroken, match="is known as another party's"):
        accept(world, event)

    assert (list_of(world, event).state, registered(event)) == ("submitted", {})


def test_a_list_is_returned_with_words_and_amended_after_the_deadline_too(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    allot(world, event, None, local_deadline=(NOW + timedelta(minutes=1)).replace(tzinfo=None) + timedelta(hours=3))

    with pytest.raises(RuleBroken, match="Say what"):
        give_back(world, event, "  ")
    give_back(world, event, "请减少一人")
    put(world, event, "Li Na", now=NOW + timedelta(days=1))
    submit(world, event, now=NOW + timedelta(days=1))

    told = db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == "secretary.cn@example.org")).one()
    assert (told.template, told.snapshot["news"], told.snapshot["words"]) == (
        "delegation_list",
        "returned",
        "请减少一人",
    )
    assert list_of(world, event).state == "submitted"


def test_a_replacement_has_the_place_of_whom_it_replaces_and_no_one_of_the_queue(database, world):
    event = accepted(world, capacity=3)
    waits = make_people(world, 1, "BY")
    apply_all(event, waits)
    take_off(world, event, 2)
    put(world, event, "Chen Jing", email="chen@example.org")
    submit(world, event)

    done = accept(world, event, now=NOW + timedelta(hours=1))

    states = {name: state for name, (state, _function) in registered(event).items()}
    assert done == (3, 0)
    assert (states["Ольга Соколова"], states["Chen Jing"], states[waits[0].name]) == (
        "withdrawn", "confirmed", "waiting"
    )  # fmt: skip
    assert taken(event) == 3
    assert ("registration_cancelled", "nominee2.cn@example.org") in mails()


def test_who_was_taken_off_the_list_does_not_come_back_by_an_old_invitation(database, world):
    event = make_event(world)
    _, token = invite(world, event, email="nominee2.cn@example.org")
    with writing():
        answer_invitation(token, ACCEPT, now=NOW)
    put_known_invited(world, event)
    submit(world, event)
    accept(world, event)
    take_off(world, event, 0)
    submit(world, event)
    accept(world, event, now=NOW + timedelta(hours=1))

    with writing(), pytest.raises(RuleBroken, match="newest mail"):
        answer_invitation(token, ACCEPT, now=NOW + timedelta(hours=2))

    assert registered(event)["王芳"][0] == "withdrawn"


def test_a_place_that_nobody_on_the_list_takes_goes_to_who_waits(database, world):
    event = accepted(world, capacity=3)
    waits = make_people(world, 1, "BY")
    apply_all(event, waits)
    take_off(world, event, 2)
    submit(world, event)

    accept(world, event, now=NOW + timedelta(hours=1))

    assert (registered(event)[waits[0].name][0], taken(event)) == ("applied", 3)


def test_amendments_show_as_differences_and_nobody_knows_of_them_before(database, world):
    event = accepted(world)
    describe(world, event, 1, title="副部长")
    with writing():
        ulid = list_of(world, event).listed[0].ulid
        move_nominee(event, party_of(world), ulid, "down", by=world.reader("CN", "secretary"), now=NOW)
    take_off(world, event, 2)
    put(world, event, "Chen Jing")

    nomination = list_of(world, event)
    differences = differences_of(nomination)

    assert nomination.state == "draft"
    assert (differences.added, differences.removed) == (("Chen Jing",), ("Ольга Соколова",))
    assert (differences.changed, differences.reordered) == ((("Марыя Навуменка", ("title",)),), True)
    assert [state for state, _function in registered(event).values()] == ["confirmed"] * 3


def test_accepted_amendments_hold_from_then_on(database, world):
    event = accepted(world)
    describe(world, event, 1, function="member", title="副部长")
    submit(world, event)

    accept(world, event)

    changed = db.session.scalars(select(Registration).where(Registration.precedence == 1)).one()
    assert (changed.function, changed.title) == ("member", "副部长")
    assert (bool(differences_of(list_of(world, event))), list_of(world, event).state) == (False, "accepted")


def test_a_delegate_does_not_become_an_observer_without_a_place_for_one(database, world):
    event = accepted(world)
    allot(world, event, None, 0)
    describe(world, event, 2, function="observer")
    submit(world, event)

    with pytest.raises(RuleBroken, match="no free place of this kind"):
        accept(world, event)

    assert registered(event)["Ольга Соколова"] == ("confirmed", "member")


def test_who_withdrew_by_themselves_is_on_the_list_no_more(database, world):
    event = accepted(world)
    gone = list_of(world, event).listed[1].registration
    with writing():
        withdraw_registration(gone, by=world.reader("CN", "secretary"), now=NOW)
    put(world, event, "Chen Jing")
    submit(world, event)

    accept(world, event)

    assert [each.name for each in list_of(world, event).nominees] == ["王芳", "Ольга Соколова", "Chen Jing"]
    assert registered(event)["Марыя Навуменка"][0] == "withdrawn"


def test_the_head_of_the_list_leads_at_the_event_and_approves_nothing(database, world):
    event = accepted(world)

    assert heads(event) == [("王芳", True, False)]

    describe(world, event, 0, function="member")
    describe(world, event, 1, function="head")
    submit(world, event)
    accept(world, event)
    assert heads(event) == [("Марыя Навуменка", True, False)]


def test_whom_the_party_named_to_lead_and_approve_stays(database, world):
    event = make_event(world)
    with writing():
        head = db.session.get_one(Person, world.person["CN", "head_of_delegation"])
        name_head(event, party_of(world), head, True, True, by=world.reader("CN", "secretary"), now=NOW)
    put_all(world, event, FUNCTIONS)
    submit(world, event)

    accept(world, event)

    assert heads(event) == [(db.session.get_one(Person, world.person["CN", "head_of_delegation"]).name, True, True)]


def test_each_decision_is_on_record_for_all_parties(database, world):
    event = make_event(world)
    put_all(world, event, FUNCTIONS)
    submit(world, event)
    give_back(world, event, "Один человек лишний")
    submit(world, event)
    accept(world, event)

    acts = ("submit_list", "return_list", "accept_list")
    decided = db.session.query(AuditEntry).where(AuditEntry.act.in_([f"registration.{act}" for act in acts]))
    entries = decided.order_by(AuditEntry.id).all()
    assert [entry.act.partition(".")[2] for entry in entries] == [acts[0], acts[1], acts[0], acts[2]]
    assert all({row.party_id for row in entry.readers} == set(event.party_ids) for entry in entries)
    assert entries[-1].details == {"confirmed": 3, "waiting": 0}


@pytest.mark.parametrize(("observers", "party"), [(0, None), (1, "CN")])
def test_a_guest_joins_a_delegation_only_where_it_has_a_place(database, world, observers, party):
    event = make_event(world)
    guest = make_person(world, 7, party=None)
    registration = apply(event, guest)
    allot(world, event, 5, observers)
    put(world, event, "Гость", "observer", email="person7@example.org")
    submit(world, event)

    refused = ""
    try:
        accept(world, event)
    except RuleBroken as error:
        refused = str(error)

    db.session.refresh(registration)
    assert registration.party_id == (world.party[party] if party else None)
    assert bool(refused) == (party is None)


def test_a_guest_of_the_same_function_counts_for_the_quota_from_then_on(database, world):
    event = make_event(world)
    apply(event, make_person(world, 7, party=None))
    allot(world, event, 1)
    put(world, event, "嘉宾", email="person7@example.org")
    put(world, event, "王芳", email="wang@example.org")
    submit(world, event)
    foreseen = foresee(room_of(event, world.party["CN"]), [], [c.coming for c in candidates_of(list_of(world, event))])

    done = accept(world, event)

    assert done == (1, 1)
    assert (len(foreseen.confirmed), foreseen.waiting, foreseen.stuck) == (1, ("王芳",), ())
