"""Moving an event from the calendar: shown first, on both clocks, with what it meets; then moved once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from forumhub.database import db, writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.actions import cancel_event, confirm_event, edit_event, plan_series, postpone_event
from forumhub.events.calendar.actions import move_event
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party
from tests.events.examples import END, FORUM, START, make_event, make_series, parties, stand
from tests.events.pages import made, queries_of, stored
from tests.events.venues.examples import make_venue
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")
DAY = timedelta(days=1)
BACK = "view=week&on=2027-03-08&clock=host&kind=forum"


def proposal(page: str) -> dict[str, str]:
    """What the button to move it would send."""
    form = page.split('<form method="post" action="/events/')[1].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def changed(page: str) -> list[str]:
    """Before and after."""
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td data-label=[^>]+>(.*?)</td>", page)]


def remarks(page: str) -> list[str]:
    found = re.findall(r"<li(?: class=\"error\")?><b>(.*?)</b><span>(.*?)</span></li>", page)
    return [re.sub(r"<[^>]+>", "", f"{kind}: {text}") for kind, text in found]


def test_a_drop_shows_both_clocks_before_and_after_and_changes_nothing(app, world):
    ulid = made(app, world)
    organizer = world.signed_in("CN", "organizer")

    page = organizer.text(f"/events/{ulid}/move?on=2027-03&start=2027-03-12T14:00")

    assert changed(page) == [
        "Thu 11 Mar 2027, 09:00–17:30 Minsk (14:00 Beijing)",
        "Fri 12 Mar 2027, 09:00–17:30 Minsk (14:00 Beijing)",
    ]
    assert proposal(page)["local_start"] == "2027-03-12T09:00"
    assert proposal(page)["local_end"] == "2027-03-12T17:30"
    assert stored(app, "local_start", "lock_version", "sequence") == (START, 1, 0)


def test_a_confirmed_drop_moves_the_event_and_tells_each_person_once(app, world, told):
    ulid = made(app, world)
    with app.app_context():
        event = db.session.scalar(select(Event))
        stand(event, world.person["CN", "delegate"], "confirmed")
        stand(event, world.person["BY", "delegate"], "invited")
        with writing():
            by = world.reader("BY", "organizer")
            confirm_event(get_event(ulid, by), by=by, now=NOW)
        before = db.session.scalar(select(func.count()).select_from(OutboxMail))
    organizer, path = world.signed_in("CN", "organizer"), f"/events/{ulid}/move?{BACK}"
    page = organizer.text(f"{path}&start=2027-03-12T10:00")

    answer = organizer.post(path, proposal(page))
    shown = organizer.text(answer.location)
    again = organizer.post(path, proposal(page))

    assert "Move it and tell 4 people" in page
    assert answer.location == "/calendar?view=week&on=2027-03-12&clock=host&kind=forum"
    assert "The event is moved. 4 people are told." in shown
    assert again.location == answer.location
    assert stored(app, "local_start", "local_end", "state") == (
        datetime(2027, 3, 12, 10), datetime(2027, 3, 12, 18, 30), "confirmed"
    )  # fmt: skip
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == before + 4
    assert [each["change"] for each in told] == ["created", "edited", "edited"]


def test_the_keyboard_comes_to_the_same_page_by_a_link_and_two_fields(app, world, organizer):
    ulid = made(app, world)
    links = [
        re.search(r'<a class="move" href="([^"]+)"', organizer.text(f"/calendar?view={view}&on=2027-03-11"))[1]
        for view in ("month", "week", "day", "list")
    ]

    form = organizer.text(links[0].replace("&amp;", "&"))
    page = organizer.text(f"/events/{ulid}/move?local_start=2027-03-15T08:00&local_end=")

    assert [link.split("?")[0] for link in links] == [f"/events/{ulid}/move"] * 4
    assert "/calendar?view=month&amp;on=2027-03-11" in form
    assert 'value="2027-03-11T09:00"' in form
    assert "Before" not in form
    assert proposal(page)["local_end"] == "2027-03-15T16:30"


def test_only_organizers_of_what_is_planned_get_the_link_and_the_board_a_handle(app, world):
    with app.app_context():
        own = make_event(world, "OWN").ulid
        make_event(world, "KZ", access="public", parties=parties(world, "KZ"), host=None,
                   by=world.reader("KZ", "organizer"))  # fmt: skip
        gone = make_event(world, "GONE")
        with writing():
            cancel_event(gone, reason="Отмена", by=world.reader("BY", "organizer"), now=NOW)

    def movable(role: str) -> tuple[int, list[str]]:
        reader = world.signed_in("BY", role)
        board = reader.get("/calendar.json?on=2027-03-11").json["events"]
        return (
            reader.text("/calendar?on=2027-03-11").count('class="move"'),
            [event["id"] for event in board if event["startEditable"] and event["extendedProps"]["move"]],
        )

    assert movable("organizer") == (1, [own])
    assert movable("secretary") == (0, [])


def test_what_the_move_meets_is_named_as_far_as_the_reader_may_see_it(app, world, organizer):
    with app.app_context():
        ulid = make_event(world, "FTP").ulid
        clash = {"local_start": datetime(2027, 3, 8, 12), "local_end": datetime(2027, 3, 8, 13)}
        make_event(world, "SEEN", titles={"en": "Seminar"}, parties=parties(world, "BY"), **clash)
        make_event(world, "HID", titles={"en": "Hidden"}, parties=parties(world, "CN"), host=None, access="delegates",
                   by=world.reader("CN", "organizer"), **clash)  # fmt: skip
        off = make_event(world, "OFF", titles={"en": "Cancelled talk"}, **clash)
        with writing():
            cancel_event(off, reason="Отмена", by=world.reader("BY", "organizer"), now=NOW)

    holiday = organizer.text(f"/events/{ulid}/move?local_start=2027-03-08T09:00")
    weekend = organizer.text(f"/events/{ulid}/move?local_start=2027-03-12T09:00&local_end=2027-03-13T17:00")
    free = organizer.text(f"/events/{ulid}/move?local_start=2027-03-15T09:00")

    assert remarks(holiday) == [
        "Clash: The same parties meet then: Seminar, Mon 8 Mar 2027, 12:00–13:00 Minsk",
        "Holiday: Mon 8 Mar 2027: Women&#39;s Day (BY)",
    ]
    assert remarks(weekend) == ["Weekend: Sat 13 Mar 2027 (BY, CN)"]
    assert remarks(free) == []
    assert "Nothing else of these parties is planned" in free


def test_a_venue_that_is_taken_cannot_be_moved_to(app, world, organizer):
    with app.app_context():
        venue = make_venue(world)
        ulid = make_event(world, "FTP", site=venue).ulid
        make_event(world, "OTHER", titles={"en": "Seminar"}, site=venue, local_start=START + DAY, local_end=END + DAY)

    page = organizer.text(f"/events/{ulid}/move?local_start=2027-03-12T09:00")
    forced = {"local_start": "2027-03-12T09:00", "lock_version": "1", "told": "2"}
    answer = organizer.post(f"/events/{ulid}/move", forced)

    assert "Venue: Taken then by another event: Seminar, Fri 12 Mar 2027, 09:00–17:30 Minsk" in remarks(page)
    assert "Move it and tell" not in page
    assert answer.status_code == 422
    assert "Seminar has the venue, " in answer.get_data(as_text=True)


def test_a_meeting_of_a_series_is_moved_alone_and_keeps_its_place(app, world, organizer):
    with app.app_context():
        series = make_series(world, first_local_start=datetime(2027, 3, 11, 9))
        with writing():
            plan_series(series, datetime(2028, 4, 1).date(), by=world.reader("CN", "organizer"), now=NOW)
        ulid = db.session.scalar(select(Event.ulid).order_by(Event.starts_at))
    path = f"/events/{ulid}/move"

    page = organizer.text(f"{path}?local_start=2027-03-18T09:00")
    answer = organizer.post(path, proposal(page))

    assert "This meeting alone is moved; it keeps its place in the series" in page
    assert answer.status_code == 302
    with app.app_context():
        rows = db.session.execute(select(Event.local_start, Event.occurrence).order_by(Event.starts_at)).all()
    assert [(f"{start:%m-%d}", f"{occurrence:%m-%d}") for start, occurrence in rows] == [
        ("03-18", "03-11"), ("03-11", "03-11")
    ]  # fmt: skip


def test_a_stale_confirmation_is_refused_and_shows_the_event_as_it_is_now(app, world, organizer):
    ulid = made(app, world)
    path = f"/events/{ulid}/move"
    seen = proposal(organizer.text(f"{path}?local_start=2027-03-12T09:00"))
    with app.app_context(), writing():
        by = world.reader("CN", "organizer")
        later = {"local_start": START + 7 * DAY, "local_end": END + 7 * DAY}
        edit_event(get_event(ulid, by), lock_version=1, by=by, now=NOW, **later)

    answer = organizer.post(path, seen)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "Somebody else saved this event since you opened it" in page
    assert changed(page)[0].startswith("Thu 18 Mar 2027")
    assert proposal(page)["lock_version"] == "2"
    assert stored(app, "local_start") == (START + 7 * DAY,)
    assert organizer.post(path, proposal(page)).status_code == 302


def test_more_people_than_were_shown_are_shown_before_they_are_told(app, world, organizer):
    ulid = made(app, world)
    path = f"/events/{ulid}/move"
    seen = proposal(organizer.text(f"{path}?local_start=2027-03-12T09:00"))
    with app.app_context():
        stand(db.session.scalar(select(Event)), world.person["CN", "delegate"], "confirmed")

    answer = organizer.post(path, seen)
    page = answer.get_data(as_text=True)

    assert (answer.status_code, stored(app, "local_start")) == (409, (START,))
    assert "Move it and tell 3 people" in page
    assert organizer.post(path, proposal(page)).status_code == 302


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("local_start=2027-03-11T09:00&local_end=2027-03-11T17:30", "planned already"),
        ("start=2027-03-11T09:00", "planned already"),
        ("local_start=2026-11-20T09:00", "has passed"),
        ("local_start=2027-03-12T09:00&local_end=2027-03-12T08:00", "The end is not after the start"),
        ("local_start=2027-03-12T09:00&local_end=2027-06-12T08:00", "at most 62 days"),
        ("local_start=2300-03-12T09:00", "is not between"),
        ("local_start=morgen", "Not a valid datetime"),
        ("local_start=", "This field is required"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(app, world, organizer, asked, words):
    ulid = made(app, world)

    answer = organizer.get(f"/events/{ulid}/move?{asked}")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert words in page
    assert "Move it and tell" not in page


@pytest.mark.parametrize("start", ["", "x", "9999-12-31T09:00", "0001-01-01T00:00", "2027-02-30T09:00", "%00"])
def test_a_drop_nowhere_asks_to_which_time(app, world, organizer, start):
    ulid = made(app, world)

    page = organizer.text(f"/events/{ulid}/move?start={start}")

    assert "To which time" in page
    assert 'value="2027-03-11T09:00"' in page


def test_a_wall_clock_that_no_clock_shows_is_refused(app, world, organizer):
    with app.app_context():
        ulid = make_event(world, host=None, timezone="Europe/Warsaw").ulid

    answer = organizer.get(f"/events/{ulid}/move?local_start=2027-03-28T02:30")

    assert answer.status_code == 422
    assert "go forward past" in answer.get_data(as_text=True)


def test_what_has_begun_is_cancelled_or_postponed_is_not_moved(app, world, organizer):
    ulid = made(app, world)
    path, seen = f"/events/{ulid}/move", {"local_start": "2027-05-12T09:00", "lock_version": "1", "told": "2"}
    with time_machine.travel(datetime(2027, 3, 11, 7, 0, tzinfo=UTC), tick=False):
        begun = world.signed_in("BY", "organizer")
        answers = [begun.get(path), begun.post(path, seen)]
    with app.app_context(), writing():
        by = world.reader("BY", "organizer")
        postpone_event(get_event(ulid, by), reason="Визит", by=by, now=NOW)

    answers += [organizer.get(path), organizer.post(path, seen)]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert "has begun" in answers[0].get_data(as_text=True)
    assert "postpone it to its new date" in answers[2].get_data(as_text=True)
    assert stored(app, "local_start") == (START,)


def test_another_partys_organizer_does_not_move_it(app, world):
    public = made(app, world, access="public")
    stranger = world.signed_in("KZ", "organizer")

    answers = [stranger.get(f"/events/{public}/move"), stranger.post(f"/events/{public}/move", {})]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_moving_asks_again_under_the_lock(world, database):
    event, by = make_event(world), world.reader("BY", "organizer")
    when = START + DAY, END + DAY

    with pytest.raises(Conflict), writing():
        move_event(event, *when, lock_version=7, by=by, now=NOW)
    with pytest.raises(RuleBroken, match="has begun"), writing():
        move_event(event, *when, lock_version=1, by=by, now=event.starts_at)
    with pytest.raises(RuleBroken, match="has passed"), writing():
        move_event(event, START.replace(year=2026), END.replace(year=2026), lock_version=1, by=by, now=NOW)

    assert db.session.scalar(select(Event.local_start)) == START


@pytest.mark.parametrize(("language", "button", "remark"), [
    ("zh", "移动并通知2人", "周末"),
    ("ru", "Перенести и уведомить 2 человек", "Выходной"),
])  # fmt: skip
def test_the_page_reads_in_the_readers_language(app, world, organizer, language, button, remark):
    ulid = made(app, world)
    organizer.get(f"/language?to={language}")

    page = organizer.text(f"/events/{ulid}/move?local_start=2027-03-13T09:00")

    assert button in page
    assert remark in page
    assert FORUM[language] in page


def test_the_page_asks_a_constant_number_of_queries(app, world, organizer):
    ulid = made(app, world, code="FTP")
    path = f"/events/{ulid}/move?local_start=2027-03-12T09:00"
    with app.app_context():
        make_event(world, "AA", local_start=START + DAY, local_end=END + DAY)
    few = queries_of(app, organizer, path)
    with app.app_context():
        cn = db.session.get(Party, world.party["CN"])
        for number in range(6):
            make_event(world, "B" + chr(65 + number), host=cn, local_start=START + DAY, local_end=END + DAY)

    assert queries_of(app, organizer, path) == few
