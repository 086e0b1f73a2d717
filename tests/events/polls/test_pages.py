"""Pages of date polls, as browsers ask for them."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.polls import actions, rules
from forumhub.events.polls.models import Poll
from tests.events.examples import make_event, parties
from tests.events.pages import queries_of
from tests.events.polls.examples import CLOSED, DEADLINE, SLOTS, propose, say
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")
TYPED = {
    "titles-zh": "打击网络诈骗研讨会",
    "titles-ru": "Семинар по кибермошенничеству",
    "kind": "seminar",
    "under": "",
    "host": "BY",
    "parties": ["CN", "BY"],
    "access": "parties",
    "slots-0-local_start": "2027-03-11T09:00",
    "slots-0-local_end": "2027-03-11T17:30",
    "slots-1-local_start": "",
    "slots-2-local_start": "2027-03-18T09:00",
    "deadline": "2026-12-02T17:00",
    "shown": "at_close",
    "note": "Зал на 40 мест",
}
YES = {f"words-{number}-word": "yes" for number in range(3)}


def made(app, world, event: bool = False, answers: tuple[str, ...] = (), **changes) -> str:
    with app.app_context():
        poll = propose(world, make_event(world) if event else None, **changes)
        for code in answers:
            say(world, poll, code, "yes", "if_need_be", "no", comment=f"<b>{code}</b> 备注")
        return poll.ulid


def later(world, code: str, role: str, now=CLOSED):
    """A browser at another time; the caller stops the clock."""
    with time_machine.travel(now, tick=False):
        return world.signed_in(code, role)


def stored(app) -> Poll:
    return db.session.scalar(select(Poll))


def test_dates_are_proposed_for_a_new_event(app, organizer):
    answer = organizer.post("/polls/new", TYPED)

    with app.app_context():
        poll = stored(app)
        assert answer.location.endswith(f"/polls/{poll.ulid}")
        assert [(slot.local_start.day, slot.local_end.hour) for slot in poll.slots] == [(11, 17), (18, 17)]
        assert (poll.timezone, poll.deadline, poll.note, poll.event) == (
            "Europe/Minsk",
            DEADLINE,
            "Зал на 40 мест",
            None,
        )


def test_the_address_fills_the_form_as_the_slot_finder_links_to_it(organizer):
    query = "slot=2027-03-11T09:00/2027-03-11T17:30&slot=2027-04-01T10:00/2027-04-01T12:00&timezone=Asia/Shanghai"

    page = organizer.text(f"/polls/new?{query}&party=CN&party=BY")

    values = re.findall(r'name="(slots-\d-local_\w+|deadline)"[^>]* value="([^"]+)"', page)
    assert dict(values) == {
        "slots-0-local_start": "2027-03-11T09:00",
        "slots-0-local_end": "2027-03-11T17:30",
        "slots-1-local_start": "2027-04-01T10:00",
        "slots-1-local_end": "2027-04-01T12:00",
        "deadline": "2026-12-02T17:00",
    }
    assert re.findall(r'(?s)name="host".*?<option selected value="(\w+)">', page) == ["CN"]
    assert set(re.findall(r'<input checked[^>]* name="parties"[^>]* value="(\w+)"', page)) == {"CN", "BY"}


def test_what_is_no_slot_in_the_address_is_said(organizer):
    page = organizer.text("/polls/new?slot=<b>&timezone=Mars/Olympus")

    assert "&#39;&lt;b&gt;&#39; is no slot; one is written as" in page


def test_slots_for_an_event_are_shown_on_its_clock(app, world, organizer):
    with app.app_context():
        ulid = make_event(world).ulid

    page = organizer.text(f"/polls/new?event={ulid}&slot=2027-03-11T14:00/2027-03-11T16:00&timezone=Asia/Shanghai")

    assert re.findall(r'name="slots-0-local_start"[^>]* value="([^"]+)"', page) == ["2027-03-11T09:00"]
    assert "By the clock in Minsk (Europe/Minsk)" in page


def test_more_rows_keep_what_was_typed(organizer):
    answer = organizer.post("/polls/new", {**TYPED, "more": "1"})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, len(re.findall(r'<input[^>]* name="slots-\d-local_start"', page))) == (200, 8)
    assert 'value="2027-03-18T09:00"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slots-2-local_start": ""}, "Propose at least 2 slots"),
        ({"slots-2-local_end": "2027-03-18T08:00"}, "not after the start"),
        ({"timezone": "Europe/Warsaw", "slots-2-local_start": "2027-03-28T02:30"}, "go forward past 2027-03-28 02:30"),
        ({"timezone": "Europe/Нигде"}, "There is no time zone Europe/Нигде"),
        ({"deadline": "2026-11-20T17:00"}, "The deadline has passed already"),
        ({"slots-3-local_end": "2027-03-28T02:30"}, "When does it start?"),
        ({"titles-zh": "", "titles-ru": ""}, "Give a title in at least one language"),
        ({"parties": ["BY"], "host": "CN"}, "The host is not among the parties"),
        ({"slots-2-local_start": "2027-99-99T09:00"}, "Not a valid datetime value"),
        ({"shown": "never"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_proposed_is_said_and_kept(app, organizer, changes, words):
    answer = organizer.post("/polls/new", {**TYPED, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert 'value="2027-03-11T09:00"' in page
    with app.app_context():
        assert stored(app) is None


def test_a_secretary_answers_and_sees_both_clocks(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")

    page = secretary.text(f"/polls/{ulid}")
    answer = secretary.post(f"/polls/{ulid}/answer", {**YES, "party": "CN", "words-1-comment": "春节", "seen": "0"})

    assert "Thu 11 Mar 2027, 09:00–17:00 Minsk (14:00 Beijing)" in page
    assert "Wed 2 Dec 2026, 17:00 Minsk (22:00 Beijing)" in page
    assert answer.status_code == 302
    with app.app_context():
        (given,) = stored(app).answers
        assert [(word.word, word.comment) for word in given.words] == [("yes", ""), ("yes", "春节"), ("yes", "")]


def test_a_slot_without_an_answer_is_named_and_the_rest_kept(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")

    answer = secretary.post(f"/polls/{ulid}/answer", {"words-0-word": "no", "words-0-comment": "春节", "party": "CN"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.findall(r"(Slot \d)</a>: Choose yes", page) == ["Slot 2", "Slot 3"]
    assert 'value="春节"' in page


def test_a_late_answer_is_refused_in_words(app, world):
    ulid = made(app, world)
    with time_machine.travel(CLOSED, tick=False):
        secretary = world.signed_in("CN", "secretary")
        answer = secretary.post(f"/polls/{ulid}/answer", {**YES, "party": "CN"})

    assert answer.status_code == 422
    assert "The deadline, 2026-12-02 17:00 Europe/Minsk, has passed" in answer.get_data(as_text=True)


def test_a_colleagues_answer_is_not_overwritten(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")
    secretary.post(f"/polls/{ulid}/answer", {**YES, "party": "CN", "seen": "0"})

    late = world.signed_in("CN", "organizer").post(f"/polls/{ulid}/answer", {**YES, "party": "CN", "seen": "0"})

    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Somebody else of your party answered" in page
    assert re.findall(r'name="seen"[^>]* value="(\d)"', page) == ["1"]


def test_sealed_answers_are_on_no_page_of_the_other_party_before_the_poll_closes(app, world, organizer):
    ulid = made(app, world, answers=("CN",))

    page = organizer.text(f"/polls/{ulid}")
    with time_machine.travel(CLOSED, tick=False):
        closed = later(world, "BY", "organizer").text(f"/polls/{ulid}")

    assert ("备注" in page, "China answered" in page, "China answered:" in page) == (False, True, False)
    assert "Each party sees its own answers only, the one that proposed the dates too." in page
    assert ("&lt;b&gt;CN&lt;/b&gt; 备注" in closed, "China answered: 1: Yes" in closed) == (True, True)
    assert "1 yes, 0 if need be, 0 no, 1 without an answer" in closed
    assert "nobody who answered says no" in closed


def test_others_do_not_find_the_poll(app, world):
    ulid = made(app, world, event=True)
    with app.app_context():
        event = db.session.scalar(select(Event)).ulid

    found = [
        world.signed_in(*who).get(f"/polls/{ulid}").status_code
        for who in (("KZ", "organizer"), ("CN", "delegate"), ("BY", "head_of_delegation"))
    ]

    assert found == [404, 404, 404]
    assert "Date polls" not in world.signed_in("CN", "delegate").text(f"/events/{event}")
    assert f"/polls/{ulid}" in world.signed_in("CN", "secretary").text(f"/events/{event}")


def test_choosing_shows_what_happens_to_how_many_and_sets_the_event(app, world):
    ulid = made(app, world, event=True, answers=("CN", "BY"))
    with time_machine.travel(CLOSED, tick=False):
        organizer = later(world, "BY", "organizer")
        page = organizer.text(f"/polls/{ulid}/choose?slot=2")
        unseen = organizer.post(f"/polls/{ulid}/choose?slot=2", {"confirmed": "y", "told": "1"})
        answer = organizer.post(f"/polls/{ulid}/choose?slot=2", {"confirmed": "y", "told": "2"})
        again = organizer.post(f"/polls/{ulid}/choose?slot=1", {"confirmed": "y", "told": "2"})

    assert "Thu 18 Mar 2027, 09:00–17:00 Minsk" in page
    assert ("2 people will be told by mail." in page, "2 secretaries are told besides." in page) == (True, True)
    assert (unseen.status_code, answer.status_code, again.status_code) == (409, 302, 409)
    with app.app_context():
        event = db.session.scalar(select(Event))
        assert (event.local_start, event.state, answer.location) == (SLOTS[1][0], "confirmed", f"/events/{event.ulid}")


def test_who_left_the_event_is_not_told_of_its_participants_where_a_date_is_chosen(app, world):
    ulid = made(app, world, event=True, answers=("CN", "BY"))
    with app.app_context(), writing():
        event = db.session.scalar(select(Event))
        event.parties, event.host = parties(world, "CN"), None
    with time_machine.travel(CLOSED, tick=False):
        organizer = later(world, "BY", "organizer")
        answers = [organizer.get(f"/polls/{ulid}/choose?slot=2"), organizer.post(f"/polls/{ulid}/choose?slot=2")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert ["Only an organizer of one of" in answer.get_data(as_text=True) for answer in answers] == [True, True]
    assert "will be told by mail" not in answers[0].get_data(as_text=True)


def test_a_new_event_needs_a_register_code(app, world):
    ulid = made(app, world)
    with time_machine.travel(CLOSED, tick=False):
        organizer = later(world, "BY", "organizer")
        wrong = organizer.post(f"/polls/{ulid}/choose?slot=2", {"register_code": "КОД", "confirmed": "y"})
        right = organizer.post(f"/polls/{ulid}/choose?slot=2", {"register_code": "fraud"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "A register code is two to eight Latin capitals" in wrong.get_data(as_text=True)
    with app.app_context():
        event = db.session.scalar(select(Event))
        assert (event.register.code, event.state) == ("FRAUD", "tentative")


@pytest.mark.parametrize("slot", ["", "0", "9", "1e9", "١"])
def test_a_slot_that_there_is_not_is_not_found(app, world, slot):
    ulid = made(app, world)
    with time_machine.travel(CLOSED, tick=False):
        assert later(world, "BY", "organizer").get(f"/polls/{ulid}/choose?slot={slot}").status_code == 404


def test_the_deadline_is_extended_by_the_hosts_clock(app, world, organizer):
    ulid = made(app, world)

    page = organizer.text(f"/polls/{ulid}/extend")
    short = organizer.post(f"/polls/{ulid}/extend", {"deadline": "2026-12-02T17:01"})
    organizer.post(f"/polls/{ulid}/extend", {"deadline": "2026-12-04T17:00"})

    assert 'value="2026-12-02T17:00"' in page
    assert (short.status_code, "by at least a day" in short.get_data(as_text=True)) == (422, True)
    with app.app_context():
        assert stored(app).deadline == DEADLINE + timedelta(days=2)


def test_withdrawing_asks_why_and_stays_on_record(app, world, organizer):
    ulid = made(app, world, answers=("CN",))

    without = organizer.post(f"/polls/{ulid}/withdraw", {"reason": " "})
    organizer.post(f"/polls/{ulid}/withdraw", {"reason": "Зал занят"})
    page = organizer.text(f"/polls/{ulid}")

    assert without.status_code == 422
    assert ("Зал занят" in page, "China answered" in page, "备注" in page) == (True, True, False)
    assert "each party goes on seeing its own answers only" in page
    assert organizer.post(f"/polls/{ulid}/withdraw", {"reason": "ещё раз"}).status_code == 422


def test_the_organizer_closes_early_and_reminds(app, world, organizer):
    ulid = made(app, world, answers=("CN",))

    page = organizer.text(f"/polls/{ulid}")
    organizer.post(f"/polls/{ulid}/remind")
    early = organizer.post(f"/polls/{ulid}/close")
    with app.app_context():
        say(world, stored(app), "BY", "yes", "yes", "yes")
    organizer.post(f"/polls/{ulid}/close")

    assert "Remind them (2 mails)" in page
    assert early.status_code == 422
    assert "Closed, to be decided" in organizer.text(f"/polls/{ulid}")


def test_the_desk_says_what_waits(app, world):
    ulid = made(app, world)
    secretary, organizer = world.signed_in("CN", "secretary"), world.signed_in("BY", "organizer")

    before = [f"/polls/{ulid}" in client.text("/") for client in (secretary, organizer)]
    for client, party in ((secretary, "CN"), (organizer, "BY")):
        client.post(f"/polls/{ulid}/answer", {**YES, "party": party})
    answered = [
        "Every party has answered. Close the poll and choose a date." in client.text("/")
        for client in (secretary, organizer)
    ]
    with time_machine.travel(CLOSED, tick=False):
        closed = [
            "The poll is closed. Choose a date." in later(world, *who).text("/")
            for who in (("CN", "secretary"), ("BY", "organizer"), ("BY", "secretary"))
        ]

    assert (before, answered, closed) == ([True, True], [False, True], [False, True, False])


def test_the_list_asks_as_often_for_many_polls_as_for_one(app, world, organizer):
    made(app, world, answers=("CN",))
    one = queries_of(app, organizer, "/polls")
    for _more in range(5):
        made(app, world, answers=("CN", "BY"))

    many = queries_of(app, organizer, "/polls")

    assert one == many
    assert organizer.text("/polls").count("Open for answers") == 6


def test_the_page_asks_as_often_for_many_answers_as_for_one(app, world, organizer):
    ulid = made(app, world, answers=("CN",), shown=rules.AS_THEY_COME)
    few = queries_of(app, organizer, f"/polls/{ulid}")
    with app.app_context():
        poll = stored(app)
        for seen in range(1, 5):
            say(world, poll, "CN", "yes", "no", "no", seen=seen, role=("organizer", "secretary")[seen % 2])

    many = queries_of(app, organizer, f"/polls/{ulid}")

    assert many == few


def test_decided_polls_are_listed_apart(app, world, organizer):
    made(app, world)
    with app.app_context(), writing():
        by = world.reader("BY", "organizer")
        actions.withdraw_poll(stored(app), reason="改期", by=by, now=NOW)

    open_ones, decided = organizer.text("/polls"), organizer.text("/polls?when=decided")

    assert ("Seminar on cyber" in open_ones, "Seminar on cyber" in decided) == (False, True)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "各方仅看到己方的答复"), ("ru", "Каждая сторона видит только свои ответы")]
)
def test_the_page_speaks_the_readers_language(app, world, language, words):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")
    secretary.get(f"/language?to={language}")

    page = secretary.text(f"/polls/{ulid}")

    assert words in page
