"""The mails of a change before it is made: samples of each, and the very mail that what was typed will send."""

import re
from email.message import EmailMessage
from html import unescape

import icalendar
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forumhub.calendars.inviting import attach
from forumhub.calendars.sampling import MADE_UP, SAMPLED, sample_change
from forumhub.database import db, writing
from forumhub.events.actions import edit_event
from forumhub.events.models import Event
from forumhub.events.recurrence import instants
from forumhub.events.rules import STATES, sequence_grows
from forumhub.mail.actions import Recipient
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import preview
from forumhub.mail.worker import link_maker
from forumhub.registration.actions import confirm_registration
from tests.calendars.test_previewing import shown
from tests.events.examples import END, START, make_event, parties
from tests.events.pages import TYPED, saved, sent
from tests.registration.examples import apply
from tests.world import NOW

EDITED = {
    **TYPED, "titles-en": "Forum on fraud", "titles-zh": "打击诈骗论坛", "titles-ru": "Форум по мошенничеству",
    "kind": "forum", "local_start": START.isoformat()[:16], "local_end": END.isoformat()[:16], "access": "public",
    "city-en": "Minsk", "city-zh": "明斯克", "city-ru": "Минск", "languages": [], "description": "",
}  # fmt: skip
STEPS = [
    ("cancel", {"reason": "Наводнение"}, "CANCEL", "CANCELLED"),
    ("postpone", {"reason": "洪水"}, "REQUEST", "TENTATIVE"),
    ("postpone", {"reason": "Flood", "local_start": "2027-03-12T10:00"}, "REQUEST", "TENTATIVE"),
    ("confirm", {}, "REQUEST", "CONFIRMED"),
    ("edit", EDITED, "REQUEST", "TENTATIVE"),
    ("edit", {**EDITED, "all_day": "y", "conference": "https://video.example.org/7"}, "REQUEST", "TENTATIVE"),
    ("edit", {**EDITED, "access": "parties", "conference": "https://video.example.org/7"}, "REQUEST", "TENTATIVE"),
]


LANGUAGES = {"BY": "ru", "CN": "zh"}


@pytest.fixture
def organizer(app, world):
    """Belarus' organizer, who has a confirmed place at their own public forum, so that its mails come to them."""
    with time_machine.travel(NOW, tick=False):
        yield world.signed_in("BY", "organizer")


OPENED = {**EDITED, "venue": "Hall 5", "conference": "https://video.example.org/7"}


@pytest.fixture
def path(app, world, organizer) -> str:
    with app.app_context():
        event, who = make_event(world, access="public", venue="Hall 2"), world.reader("BY", "organizer")
        registration = apply(event, who)
        with writing():
            confirm_registration(registration, by=who, now=NOW)
            for party in parties(world, "BY", "CN"):  # whose secretariats are told, each in its language
                party.language = LANGUAGES[party.code]
        return f"/events/{event.ulid}"


def posted(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def state_of(app) -> tuple:
    with app.app_context():
        return db.session.execute(select(Event.state, Event.state_reason, Event.sequence, Event.lock_version)).one()


def unfolded(ics: str) -> list[str]:
    """Without the times at which it was written."""
    lines = icalendar.Calendar.from_ical(ics).to_ical().decode().splitlines()
    return [line for line in lines if not line.startswith(("DTSTAMP", "LAST-MODIFIED"))]


def mail_of(app, world) -> tuple[str, list[str]]:
    """The newest mail that was posted to the organizer: its content, and its calendar."""
    with app.app_context():
        name, email = "From", world.email("BY", "organizer")
        mine = select(OutboxMail).where(OutboxMail.recipient == email).order_by(OutboxMail.id.desc())
        mail = db.session.scalars(mine).first()
        message = EmailMessage()
        message[name] = app.config["MAIL_FROM"]
        message.set_content("")
        attach(message, mail)
        (part,) = (each for each in message.walk() if each.get_content_type() == "text/calendar")
        to = Recipient(mail.recipient, mail.recipient_name, mail.language, mail.timezone)
        content = preview(mail.template, to, mail.snapshot, link_maker(app)).content
        return str(content), unfolded(part.get_payload(decode=True).decode())


@pytest.mark.parametrize(("step", "typed", "method", "status"), STEPS)
def test_what_is_foretold_is_what_is_sent(app, world, organizer, path, step, typed, method, status):
    before, mails = state_of(app), posted(app)

    page = organizer.post(f"{path}/invitation?step={step}", {"lock_version": "1", **typed})
    text = page.get_data(as_text=True)
    untouched = (state_of(app), posted(app))
    answer = (saved if step == "edit" else sent)(organizer, f"{path}/{step}", typed)
    content, calendar = mail_of(app, world)

    assert (page.status_code, untouched, answer.status_code) == (200, (before, mails), 302)
    assert content in text
    ics = re.search(r"<pre[^>]*>(.*?)</pre>", text, re.DOTALL)[1]
    assert unfolded(unescape(ics)) == calendar
    assert (text.count(f"METHOD:{method}"), text.count(f"STATUS:{status}")) == (3, 3)


def test_the_mail_of_opening_an_event_is_foretold_without_what_was_withheld(app, world, organizer, path):
    with app.app_context(), writing():
        db.session.scalars(select(Event)).one().access = "parties"

    text = organizer.post(f"{path}/invitation?step=edit", {"lock_version": "1", **OPENED}).get_data(as_text=True)
    answer = saved(organizer, f"{path}/edit", OPENED)

    assert (mail_of(app, world)[0] in text, answer.status_code) == (True, 302)
    assert ("Hall 2" in text, "Hall 5" in text) == (False, True)
    assert "The venue has changed; see the page of the meeting." in text


STANDS = {
    **EDITED, "titles-en": "Forum on trafficking in persons", "titles-zh": "打击人口贩运论坛",
    "titles-ru": "Форум по борьбе с торговлей людьми", "venue": "Hall 2",
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_mails_are_foretold_in_the_languages_that_get_one(app, world, organizer, path, language):
    typed = {**STANDS, f"titles-{language}": "打击诈骗论坛"}

    text = organizer.post(f"{path}/invitation?step=edit", {"lock_version": "1", **typed}).get_data(as_text=True)
    answer = saved(organizer, f"{path}/edit", typed)

    with app.app_context():
        sent_in = set(db.session.scalars(select(OutboxMail.language).where(OutboxMail.template == "event_changed")))
    assert (re.findall(r'<article class="letter" lang="(\w+)"', text), answer.status_code) == ([language], 302)
    assert sent_in == {language}


def test_where_only_who_gets_a_place_is_told_no_mail_of_the_change_is_foretold(app, world, organizer, path):
    with app.app_context():
        event, by = db.session.scalars(select(Event)).one(), world.reader("BY", "organizer")
        with writing():
            edit_event(event, lock_version=1, capacity=1, by=by, now=NOW)
        apply(event, world.reader("CN", "delegate"))
        typed = {**STANDS, "lock_version": str(state_of(app)[3])}

    seen_by_fewer = organizer.post(f"{path}/invitation?step=edit", {**typed, "access": "parties", "capacity": "1"})
    more_places = organizer.post(f"{path}/invitation?step=edit", {**typed, "capacity": "9"})

    assert [each.status_code for each in (seen_by_fewer, more_places)] == [422, 422]
    assert "Nobody would be told of this by mail." in seen_by_fewer.get_data(as_text=True)
    assert "Only those who get a place by this would be told by mail" in more_places.get_data(as_text=True)


@pytest.mark.parametrize("step", ["cancel", "postpone", "date", "edit"])
def test_what_is_not_typed_yet_is_asked_for(organizer, path, step):
    answer = organizer.post(f"{path}/invitation?step={step}", {})

    assert answer.status_code == 422
    assert "fill it in first, then see the mail" in answer.get_data(as_text=True)


def test_what_cannot_be_or_tells_nobody_is_said_and_changes_nothing(app, organizer, path):
    before = state_of(app)

    unknown = organizer.post(f"{path}/invitation?step=other", {"reason": "?"})
    impossible = organizer.post(
        f"{path}/invitation?step=date", {"reason": "?", "local_start": "2027-03-11T09:00", "lock_version": "1"}
    )
    silent = organizer.post(f"{path}/invitation?step=edit", {**STANDS, "description": "议程草案"})

    assert [each.status_code for each in (unknown, impossible, silent)] == [404, 422, 422]
    assert "Nobody would be told of this by mail." in silent.get_data(as_text=True)
    assert state_of(app) == before


def test_pages_of_steps_lead_to_their_mail_behind_their_own_button(organizer, path):
    for step in ("cancel", "postpone", "confirm"):
        buttons = re.findall(r"<button[^>]*type=\"submit\"[^>]*>", organizer.text(f"{path}/{step}").split("<main")[1])
        assert [f"{path}/invitation?step={step}" in each for each in buttons] == [False, True]

    check = organizer.post(f"{path}/edit", EDITED).get_data(as_text=True)

    assert f'formaction="{path}/invitation?step=edit"' in check


@pytest.mark.parametrize(
    ("kind", "subject", "status", "row"),
    [
        ("moved", "Changed:", "TENTATIVE", "When"),
        ("postponed", "Postponed:", "TENTATIVE", "State"),
        ("edited", "Changed:", "TENTATIVE", "Parties"),
        ("cancelled", "Cancelled:", "CANCELLED", "State"),
    ],
)
def test_a_sample_says_that_it_is_one(app, organizer, path, kind, subject, status, row):
    before, mails = state_of(app), posted(app)

    page = organizer.text(f"{path}/invitation?mail={kind}")

    assert page.count("This is a sample, made from what holds now") == 1
    assert shown(page, "Subject")[0].partition(" ")[0] == subject
    assert re.findall(r'<th align="left" valign="top" scope="row">([^<]*)</th>', page)[0] == row
    assert page.count(f"STATUS:{status}") == 3
    assert ("Thu 18 Mar 2027, 09:00–17:30 Minsk" in page) == (kind == "moved")
    assert (state_of(app), posted(app)) == (before, mails)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SAMPLED), st.sampled_from(STATES), st.datetimes(START.replace(year=2026), START.replace(year=2028)),
    st.timedeltas(END - START, 20 * (END - START)), st.sampled_from(["Europe/Minsk", "Europe/Berlin", "Asia/Shanghai"]),
)  # fmt: skip
def test_a_sample_differs_from_what_was_in_what_it_is_of(kind, state, start, length, zone):
    start = start.replace(hour=12) if zone == "Europe/Berlin" else start
    end = (start + length).replace(hour=20)
    starts_at, ends_at = instants(start, end, zone)
    facts = {
        "local_start": start, "local_end": end, "timezone": zone, "city": {}, "venue": "", "state": state,
        "starts_at": starts_at, "ends_at": ends_at, "sequence": 4, "parties": {"BY": {"en": "B"}, "CN": {"en": "C"}},
        "all_day": False, "conference": "",
    }  # fmt: skip

    before, after = sample_change(facts, kind)

    differing = {name for name in facts if before[name] != after[name]}
    expected = {"moved": set(MADE_UP[:4]), "edited": {"parties"}}.get(kind, {"state"})
    assert differing == expected | ({"sequence"} if sequence_grows(before, after) else set())
    assert {name for name in facts if after[name] != facts[name]} <= set(MADE_UP)
    assert (after["local_end"] - after["local_start"], after["sequence"]) == (end - start, 4 + (kind != "edited"))


def test_a_sample_is_moved_to_an_hour_that_its_clock_shows():
    start, end = START.replace(2027, 3, 21, 2, 30), START.replace(2027, 3, 21, 12)
    starts_at, ends_at = instants(start, end, "Europe/Berlin")  # a week later 02:30 is put forward
    facts = {"local_start": start, "local_end": end, "timezone": "Europe/Berlin", "city": {}, "venue": ""}
    facts |= {"state": "confirmed", "starts_at": starts_at, "ends_at": ends_at, "sequence": 0, "parties": {}}
    facts |= {"all_day": False, "conference": ""}

    _before, after = sample_change(facts, "moved")

    assert after["local_start"] == start.replace(month=4, day=4)
