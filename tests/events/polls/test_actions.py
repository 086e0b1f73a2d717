"""Proposing, answering, extending, closing, choosing and withdrawing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import Conflict, ForumhubError, NotAllowed, NotFound, RuleBroken
from forumhub.events import actions as events
from forumhub.events.models import Event
from forumhub.events.polls import actions, queries, rules
from forumhub.events.polls.models import Poll, PollAnswer
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party
from tests.events.examples import START, make_event
from tests.events.polls.examples import CLOSED, DEADLINE, SEMINAR, SLOTS, choose, propose, say
from tests.registration.examples import apply
from tests.world import NOW

LATER = NOW + timedelta(hours=1)


def kept(world, action, poll: Poll, *arguments, by=("BY", "organizer"), now=LATER, **values):
    with writing():
        return action(poll, *arguments, by=world.reader(*by), now=now, **values)


def mails(template: str) -> set[str]:
    return set(db.session.scalars(select(OutboxMail.recipient).where(OutboxMail.template == template)))


def both(address: str) -> set[str]:
    return {f"{address}.cn@example.org", f"{address}.by@example.org"}


def test_proposing_asks_every_party_and_tells_the_secretariats(world, database):
    poll = propose(world)

    assert (poll.proposed_by.code, [party.code for party in poll.parties], poll.shown) == (
        "BY",
        ["BY", "CN"],
        "at_close",
    )
    assert [slot.number for slot in poll.slots] == [1, 2, 3]
    assert poll.slots[0].starts_at.isoformat() == "2027-03-11T06:00:00+00:00"
    assert mails("poll_opened") == both("secretariat") | both("secretary")


def test_slots_are_numbered_in_the_order_of_time(world, database):
    poll = propose(world, slots=SLOTS[::-1])

    assert [(slot.number, slot.local_start) for slot in poll.slots] == [
        (number, start) for number, (start, _end) in enumerate(SLOTS, 1)
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"titles": {"zh": ""}}, "titles"),
        ({"parties": []}, "parties"),
        ({"slots": SLOTS[:1]}, "slots"),
        ({"timezone": "Europe/Нигде"}, "timezone"),
        ({"deadline": NOW}, "deadline"),
        ({"deadline": datetime.fromisoformat("2027-03-11T06:00Z")}, "deadline"),
        ({"clause": "9"}, "under"),
        ({"slots": [(start.replace(year=2025), end.replace(year=2025)) for start, end in SLOTS]}, "slots"),
    ],
)
def test_what_cannot_be_proposed_is_refused_beside_its_field(world, database, changes, field):
    with pytest.raises(RuleBroken) as refused:
        propose(world, **changes)

    assert refused.value.field == field
    assert list(db.session.scalars(select(Poll))) == []


def test_a_slot_that_no_clock_shows_is_refused(world, database):
    gap = (datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 9, 0))

    with pytest.raises(RuleBroken, match="Clocks in Europe/Warsaw go forward past 2027-03-28 02:30"):
        propose(world, timezone="Europe/Warsaw", slots=[SLOTS[0], gap])


@pytest.mark.parametrize("by", [("KZ", "organizer"), ("BY", "secretary"), ("CN", "delegate")])
def test_only_an_organizer_of_the_parties_proposes(world, database, by):
    with pytest.raises(NotAllowed):
        propose(world, by=by)


def test_dates_of_an_event_are_asked_for_once(world, database):
    event = make_event(world)
    propose(world, event)

    with pytest.raises(RuleBroken, match="asked for already"):
        propose(world, event, by=("CN", "organizer"))


def test_a_confirmed_event_needs_no_poll(world, database):
    event = make_event(world)
    with writing():
        events.confirm_event(event, by=world.reader("BY", "organizer"), now=NOW)

    with pytest.raises(RuleBroken, match="Its date stands already"):
        propose(world, event)


@pytest.mark.parametrize("role", ["secretary", "organizer"])
def test_a_secretariat_answers_for_its_party(world, database, role):
    poll = propose(world)

    answer = say(world, poll, "CN", "yes", "if_need_be", "no", role=role, comment="春节前后")

    assert [(word.number, word.word, word.comment) for word in answer.words] == [
        (1, "yes", "春节前后"),
        (2, "if_need_be", "春节前后"),
        (3, "no", "春节前后"),
    ]
    assert (answer.person_id, poll.everyone_answered) == (world.person["CN", role], False)


@pytest.mark.parametrize(
    ("code", "by"), [("CN", ("BY", "secretary")), ("CN", ("CN", "delegate")), ("KZ", ("KZ", "secretary"))]
)
def test_nobody_answers_for_another_party(world, database, code, by):
    poll = propose(world)
    party = db.session.get(Party, world.party[code])

    with pytest.raises(NotAllowed), writing():
        actions.answer_poll(poll, party, [("yes", "")] * 3, seen=0, by=world.reader(*by), now=NOW)

    assert list(db.session.scalars(select(PollAnswer))) == []


def test_a_changed_answer_counts_and_the_earlier_one_stays(world, database):
    poll = propose(world)
    say(world, poll, "CN", "no", "no", "no")

    say(world, poll, "CN", "yes", "no", "no", seen=1)

    said = [[word.word for word in answer.words] for answer in poll.answers]
    assert said == [["no", "no", "no"], ["yes", "no", "no"]]
    assert [word.word for word in poll.current[world.party["CN"]].words] == ["yes", "no", "no"]


def test_an_answer_over_a_colleagues_is_refused(world, database):
    poll = propose(world)
    say(world, poll, "CN", "no", "no", "no")

    with pytest.raises(Conflict, match="Somebody else of your party"):
        say(world, poll, "CN", "yes", "yes", "yes", role="organizer")


def test_after_the_deadline_answers_are_refused_until_it_is_extended(world, database):
    poll = propose(world)

    with pytest.raises(RuleBroken, match="2026-12-02 17:00 Europe/Minsk, has passed"):
        say(world, poll, "CN", "yes", "yes", "yes", now=DEADLINE)
    kept(world, actions.extend_poll, poll, DEADLINE + timedelta(days=2), now=CLOSED)
    say(world, poll, "CN", "yes", "yes", "yes", now=CLOSED)

    assert poll.current.keys() == {world.party["CN"]}
    assert mails("poll_extended") == both("secretariat") | both("secretary")


def test_extending_a_closed_poll_does_not_seal_what_was_seen(world, database):
    sealed, closed = propose(world), propose(world)

    kept(world, actions.extend_poll, sealed, DEADLINE + timedelta(days=2))
    kept(world, actions.extend_poll, closed, DEADLINE + timedelta(days=2), now=CLOSED)

    assert (sealed.shown, closed.shown) == ("at_close", "as_they_come")


@pytest.mark.parametrize("by", [("CN", "organizer"), ("BY", "secretary")])
def test_only_organizers_of_the_party_that_proposed_keep_the_poll(world, database, by):
    poll = propose(world)

    for action, values in (
        (actions.extend_poll, {"deadline": DEADLINE + timedelta(days=1)}),
        (actions.close_poll, {}),
        (actions.choose_slot, {"number": 1}),
        (actions.withdraw_poll, {"reason": "нет"}),
        (actions.remind_poll, {}),
    ):
        with pytest.raises(NotAllowed):
            kept(world, action, poll, by=by, **values)


def test_sealed_answers_are_the_partys_own_until_the_poll_closes(world, database):
    poll, by = propose(world), world.reader("BY", "organizer")
    say(world, poll, "CN", "yes", "no", "no")
    say(world, poll, "BY", "no", "yes", "yes")

    before, after = (queries.answers_seen(poll, by, now).keys() for now in (LATER, CLOSED))

    assert (before, after) == ({world.party["BY"]}, {world.party["BY"], world.party["CN"]})


def test_withdrawing_does_not_open_sealed_answers(world, database):
    poll, by = propose(world), world.reader("BY", "organizer")
    say(world, poll, "CN", "yes", "no", "no")

    kept(world, actions.withdraw_poll, poll, reason="Зал занят")

    assert queries.answers_seen(poll, by, CLOSED).keys() == set()
    assert (poll.state, poll.reason) == ("withdrawn", "Зал занят")
    assert mails("poll_withdrawn") == both("secretariat") | both("secretary")


def test_answers_are_shown_as_they_come_where_that_was_chosen(world, database):
    poll = propose(world, shown=rules.AS_THEY_COME)
    say(world, poll, "CN", "yes", "no", "no")

    assert queries.answers_seen(poll, world.reader("BY", "secretary"), LATER).keys() == {world.party["CN"]}


def test_a_poll_closes_early_once_everyone_has_answered(world, database):
    poll = propose(world)
    say(world, poll, "CN", "yes", "no", "no")
    with pytest.raises(RuleBroken, match="has not answered yet"):
        kept(world, actions.close_poll, poll)
    say(world, poll, "BY", "yes", "no", "no")

    kept(world, actions.close_poll, poll)

    assert (poll.standing(LATER), queries.answers_open(poll, LATER)) == ("closed", True)


def test_a_poll_is_not_closed_and_extended_in_turn_to_mail_everybody(world, database):
    poll = propose(world)
    for code in ("CN", "BY"):
        say(world, poll, code, "yes", "no", "no")
    kept(world, actions.close_poll, poll)
    kept(world, actions.extend_poll, poll, DEADLINE)

    with pytest.raises(RuleBroken, match="nothing to close"):
        kept(world, actions.close_poll, poll)


def test_choosing_makes_a_new_event_of_it(world, database, told):
    poll = propose(world)
    say(world, poll, "CN", "yes", "no", "no")

    event = choose(world, poll, 2, register_code="FRAUD")

    assert (event.titles, event.register.code, event.state) == (SEMINAR, "FRAUD", "confirmed")
    assert (event.local_start, event.timezone, event.host.code) == (SLOTS[1][0], "Europe/Minsk", "BY")
    assert (poll.state, poll.chosen_number, poll.event_id) == ("chosen", 2, event.id)
    assert mails("poll_chosen") == both("secretariat") | both("secretary")
    assert mails("event_changed") == set()
    assert [said["change"] for said in told] == ["created"]


@pytest.mark.parametrize(("confirmed", "state"), [(True, "confirmed"), (False, "tentative")])
@pytest.mark.parametrize("postponed", [True, False])
def test_choosing_sets_the_date_of_the_event_and_tells_of_it_once(world, database, told, confirmed, state, postponed):
    event = make_event(world)
    if postponed:
        with writing():
            events.postpone_event(event, reason="Визит", by=world.reader("BY", "organizer"), now=NOW)
    apply(event, world.reader("CN", "delegate"))
    poll = propose(world, event, slots=[(START, START + timedelta(hours=3)), SLOTS[1]])
    told.clear()
    with writing():
        db.session.execute(delete(OutboxMail))

    choose(world, poll, 2, confirmed=confirmed)

    assert (event.local_start, event.state, event.state_reason) == (SLOTS[1][0], state, "")
    assert [said["before"]["local_start"] for said in told] == [START]
    noticed = both("secretariat") | {"delegate.cn@example.org"}
    assert (mails("event_changed"), mails("poll_chosen")) == (noticed, both("secretary"))


def test_a_postponed_event_may_get_its_old_date_back(world, database):
    event = make_event(world)
    with writing():
        events.postpone_event(event, reason="Визит", by=world.reader("BY", "organizer"), now=NOW)
    poll = propose(world, event, slots=[(START, event.local_end), SLOTS[1]])

    choose(world, poll, 1, confirmed=False)

    assert (event.local_start, event.state, event.sequence) == (START, "tentative", 2)


def test_choosing_too_early_leaves_everything(world, database):
    poll = propose(world)

    with pytest.raises(RuleBroken, match="once the poll is closed"):
        choose(world, poll, 1, now=LATER, register_code="FRAUD")

    assert list(db.session.scalars(select(Event))) == []


def test_a_slot_that_there_is_not_is_not_found(world, database):
    poll = propose(world)

    with pytest.raises(NotFound):
        choose(world, poll, 4, register_code="FRAUD")


def test_an_event_whose_date_was_set_meanwhile_keeps_it(world, database):
    event = make_event(world)
    poll = propose(world, event)
    with writing():
        events.confirm_event(event, by=world.reader("CN", "organizer"), now=LATER)

    with pytest.raises(RuleBroken, match="Its date stands already"):
        choose(world, poll, 1)

    assert (event.local_start, poll.state) == (START, "open")


def test_a_register_code_that_is_taken_leaves_the_poll_open(world, database):
    make_event(world, "FTP")
    poll = propose(world)

    with pytest.raises(RuleBroken, match="FTP is taken"):
        choose(world, poll, 1, register_code="FTP")

    assert (poll.state, poll.event_id) == ("open", None)


def choose_for(app, world, poll_id: int, number: int) -> str:
    with app.app_context():
        try:
            return choose(world, db.session.get(Poll, poll_id), number).state
        except ForumhubError as refused:
            db.session.rollback()
            return type(refused).__name__


def test_of_organizers_who_choose_at_once_one_does(world, database):
    event = make_event(world)
    poll = propose(world, event)
    event_id, poll_id = event.id, poll.id
    db.session.rollback()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(lambda number: choose_for(database, world, poll_id, number), [1, 2, 3, 1, 2, 3]))

    chosen = db.session.get(Poll, poll_id)
    assert answers == ["Conflict"] * 5 + ["confirmed"]
    assert db.session.get(Event, event_id).local_start == SLOTS[chosen.chosen_number - 1][0]
    told = select(func.count()).where(OutboxMail.template.in_(["poll_chosen", "event_changed"]))
    assert (mails("poll_chosen"), db.session.scalar(told)) == (both("secretary"), 4)


def propose_for(app, world, event_id: int, code: str) -> str:
    with app.app_context():
        try:
            return propose(world, db.session.get(Event, event_id), by=(code, "organizer")).state
        except ForumhubError as refused:
            db.session.rollback()
            return type(refused).__name__


def test_of_organizers_who_propose_at_once_one_does(world, database):
    event_id = make_event(world).id
    db.session.rollback()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(lambda code: propose_for(database, world, event_id, code), ["CN", "BY"] * 2))

    assert answers == ["RuleBroken"] * 3 + ["open"]


def answer_for(app, world, poll_id: int, word: str) -> str:
    with app.app_context():
        try:
            return say(world, db.session.get(Poll, poll_id), "CN", word, word, word).words[0].word
        except ForumhubError as refused:
            db.session.rollback()
            return type(refused).__name__


def test_of_colleagues_who_answer_at_once_none_is_overwritten(world, database):
    poll_id = propose(world).id
    db.session.rollback()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda word: answer_for(database, world, poll_id, word), ["yes", "no", "if_need_be"]))

    stored = [answer.words[0].word for answer in db.session.get(Poll, poll_id).answers]
    assert sorted(answers) == sorted(["Conflict", "Conflict", *stored])
    assert len(stored) == 1


def test_everything_is_on_record_for_the_parties(world, database):
    poll = propose(world)
    say(world, poll, "CN", "yes", "no", "no")
    say(world, poll, "BY", "yes", "no", "no")
    kept(world, actions.close_poll, poll)
    choose(world, poll, 1, register_code="FRAUD")

    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject == poll.ulid).order_by(AuditEntry.id)
    ).all()

    acts = ["open_poll", "answer_poll", "answer_poll", "close_poll", "choose_slot"]
    assert [entry.act for entry in entries] == [f"events.{act}" for act in acts]
    assert {reader.party_id for entry in entries for reader in entry.readers} == {world.party["CN"], world.party["BY"]}
    assert [entry.details for entry in entries[1:3]] == [{"party": "CN"}, {"party": "BY"}]
