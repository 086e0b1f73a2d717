"""The number that is shown is the number that is sent: for every outward change, on both databases, once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import delete, func, select

from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party, Person
from tests.events.examples import make_event, parties
from tests.events.pages import HIDDEN, SAVING, TYPED, sent, stored
from tests.registration.examples import apply_all, invite, make_people
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")
COUNTED = re.compile(r"(\d+) (?:person|people)(?: from the waiting list)? (?:will be told|gets? a place)")


@pytest.fixture
def path(app, world) -> str:
    """The address of a forum with ten who stand in every way, of whom one has no address and three are one."""
    with app.app_context():
        event = make_event(world, capacity=4)
        people = make_people(world, 6)
        apply_all(event, people)  # four have places, two wait
        invite(world, event)
        with writing():
            db.session.get(Person, people[0].person_id).email = None
            db.session.get(Party, world.party["CN"]).secretariat_email = "person1@example.org"
            head = db.session.get(Person, people[1].person_id)
            head.party_id = world.party["CN"]
        with writing():
            secretary = world.reader("CN", "secretary")
            actions.name_head(event, *parties(world, "CN"), head, True, True, by=secretary, now=NOW)
            deputy = db.session.get(Person, world.person["CN", "head_of_delegation"])
            actions.name_head(event, *parties(world, "CN"), deputy, True, True, by=secretary, now=NOW)
        return f"/events/{event.ulid}"


def outbox(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def recipients(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxMail.recipient).order_by(OutboxMail.recipient)))


def emptied(app) -> None:
    with app.app_context(), writing():
        db.session.execute(delete(OutboxMail))


def arrange(app, world, state: str) -> None:
    """The event in this state, by the room's own actions; nothing of it stays in the outbox."""
    who = {"by": world.reader("BY", "organizer"), "now": NOW}
    with app.app_context(), writing():
        event = db.session.scalar(select(Event))
        if state == "postponed":
            actions.postpone_event(event, reason="?", **who)
        if state == "cancelled":
            actions.cancel_event(event, reason="?", **who)
    emptied(app)


STEPS = [
    ("confirm", "tentative", {}),
    ("postpone", "tentative", {"reason": "洪水"}),
    ("postpone", "tentative", {"reason": "Визит", "local_start": "2027-04-11T09:00"}),
    ("date", "postponed", {"reason": "Согласовано", "local_start": "2027-04-11T09:00"}),
    ("date", "postponed", {"reason": "Согласовано", "local_start": "2027-04-11T09:00", "confirmed": "y"}),
    ("cancel", "tentative", {"reason": "取消"}),
    ("cancel", "postponed", {"reason": "取消"}),
    ("reinstate", "cancelled", {"reason": "По ошибке"}),
    ("hold", "tentative", {}),
]


@pytest.mark.parametrize(("step", "state", "typed"), STEPS)
def test_a_step_tells_as_many_as_its_page_said(app, world, organizer, path, step, state, typed):
    arrange(app, world, state)
    moment = NOW + timedelta(days=109, hours=1) if step == "hold" else NOW
    with time_machine.travel(moment, tick=False):
        browser = world.signed_in("BY", "organizer")
        shown = sum(map(int, COUNTED.findall(browser.text(f"{path}/{step}"))))

        answer = sent(browser, f"{path}/{step}", typed)

    assert answer.status_code == 302
    assert (shown, outbox(app)) == ((0, 0) if step == "hold" else (8, 8))
    assert len(set(recipients(app))) == outbox(app)


EDITS = [
    ({"local_start": "2027-03-12T09:00", "local_end": "2027-03-12T17:00"}, 8),
    ({"timezone": "Asia/Shanghai"}, 8),
    ({"venue": "大会堂"}, 8),
    ({"city-en": "Brest"}, 8),
    ({"titles-en": "Another forum"}, 8),
    ({"parties": ["CN", "BY", "KZ"]}, 9),
    ({"host": "CN", "city-en": "Minsk", "timezone": "Europe/Minsk"}, 8),
    ({"access": "public"}, 0),
    ({"capacity": "5"}, 1),
    ({"capacity": ""}, 2),
    ({"capacity": "9", "venue": "Зал"}, 10),
]


def typed(**changes: object) -> dict:
    """The form of the event as it stands, and these changes."""
    stands = {"titles-en": "Forum on trafficking in persons", "titles-zh": "打击人口贩运论坛"}
    stands |= {"titles-ru": "Форум по борьбе с торговлей людьми", "kind": "forum", "capacity": "4"}
    stands |= {"local_start": "2027-03-11T09:00", "local_end": "2027-03-11T17:30", "languages": []}
    stands |= {"city-en": "Minsk", "city-zh": "明斯克", "city-ru": "Минск", "description": ""}
    return {**TYPED, **stands, **changes}


@pytest.mark.parametrize(("changes", "number"), EDITS)
def test_an_edit_shows_what_changes_then_tells_as_many_as_it_said(app, world, organizer, path, changes, number):
    arrange(app, world, "tentative")

    check = organizer.post(f"{path}/edit", typed(**changes))
    page = check.get_data(as_text=True)
    untouched = (stored(app, "lock_version"), outbox(app))
    answer = organizer.post(f"{path}/edit", {**typed(**changes), "told": SAVING.search(page)[1]})

    assert (check.status_code, untouched) == (200, ((1,), 0))
    assert sum(map(int, COUNTED.findall(page))) == number
    assert (answer.status_code, outbox(app)) == (302, number)


def test_what_is_inward_is_saved_at_once_and_told_to_nobody(app, world, organizer, path):
    arrange(app, world, "tentative")

    answer = organizer.post(f"{path}/edit", typed(description="议程草案", kind="seminar", languages=["ru"]))

    assert (answer.status_code, outbox(app), stored(app, "description", "kind")) == (302, 0, ("议程草案", "seminar"))


def test_the_check_keeps_all_that_was_typed_and_leads_back(app, world, organizer, path):
    edit = typed(venue='Зал "А" & 二', description="О **чём**\n\nречь", languages=["zh", "ru"])

    check = organizer.post(f"{path}/edit", edit).get_data(as_text=True)
    back = organizer.post(f"{path}/edit", {**edit, "back": "1"})

    for piece in ('value="Зал &#34;А&#34; &amp; 二"', "О **чём**", 'name="languages" value="zh"'):
        assert piece in check
    assert back.status_code == 200
    assert "Зал &#34;А&#34; &amp; 二" in back.get_data(as_text=True)
    assert stored(app, "venue", "lock_version") == ("", 1)


def test_who_is_not_reached_is_named(app, world, organizer, path):
    page = organizer.text(f"{path}/cancel")

    assert "1 person has no address" in page
    assert "李伟 0" in page


def test_somebody_who_registers_meanwhile_is_shown_before_they_are_told(app, world, organizer, path):
    arrange(app, world, "tentative")
    opened = dict(HIDDEN.findall(organizer.text(f"{path}/cancel")))
    with app.app_context(), writing():
        actions.set_standing(db.session.scalar(select(Event)), world.person["BY", "delegate"], "invited")

    stale = organizer.post(f"{path}/cancel", {**opened, "reason": "取消"})
    page = stale.get_data(as_text=True)

    assert (stale.status_code, outbox(app), stored(app, "state")) == (409, 0, ("tentative",))
    assert "9 people will be told by mail" in page
    assert "取消</textarea>" in page


def test_the_same_step_sent_twice_tells_once_and_says_so(app, world, organizer, path):
    arrange(app, world, "tentative")
    opened = dict(HIDDEN.findall(organizer.text(f"{path}/confirm")))

    first, second = (organizer.post(f"{path}/confirm", opened) for _ in range(2))

    assert (first.status_code, second.status_code, second.location) == (302, 302, path)
    assert "The event is confirmed already." in organizer.text(path)
    assert (outbox(app), stored(app, "sequence")) == (8, (1,))


@pytest.mark.parametrize(
    ("page", "form"),
    [("cancel", {"reason": "取消"}), ("confirm", {}), ("edit", {"venue": "Зал 3"}), ("postpone", {"reason": "洪水"})],
)
def test_the_same_form_sent_twice_at_once_tells_once(app, world, organizer, path, page, form):
    arrange(app, world, "tentative")
    data = {**(typed() if page == "edit" else {}), **form, "told": "8", "lock_version": "1"}
    browsers, together = [world.signed_in("BY", "organizer") for _ in range(4)], Barrier(4)

    def send(browser) -> int:
        together.wait()
        return browser.post(f"{path}/{page}", data).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, browsers))

    assert 302 in answers
    assert (outbox(app), stored(app, "lock_version")) == (8, (2,))
