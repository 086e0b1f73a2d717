"""The mails of an event as its organizers see them before any is sent."""

import re
from datetime import datetime

import pytest
from sqlalchemy import func, select

from forumhub.calendars.previewing import KINDS
from forumhub.calendars.replies.addresses import token_in
from forumhub.database import db
from forumhub.mail.models import OutboxMail
from tests.events.examples import make_event
from tests.mail.conftest import replies  # noqa: F401 - a fixture


@pytest.fixture
def address(app, world) -> str:
    with app.app_context():
        return f"/events/{make_event(world, venue='Hall 2').ulid}/invitation"


def shown(page: str, term: str) -> list[str]:
    """What the page says under this term, in each of its mails, without markup."""
    found = re.findall(rf"<dt>{term}</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return [re.sub("<[^>]+>", "", each).strip() for each in found]


def test_a_confirmation_is_shown_in_each_language_with_its_calendar_in_words(world, address, replies):  # noqa: F811
    page = world.signed_in("BY", "organizer").text(address)

    assert [each.partition(" ")[0] for each in shown(page, "Subject")] == [
        "Confirmed:",
        "已确认：打击人口贩运论坛",
        "Подтверждено:",
    ]
    assert shown(page, "Sender") == ["rsvp@forumhub.example"] * 3
    assert [each.partition(" ")[0] for each in shown(page, "Replies go to")] == ["Belarus", "白俄罗斯", "Беларусь"]
    assert shown(page, "What it does") == ["Enters the event, or brings its entry up to date"] * 3
    assert shown(page, "State") == ["tentative"] * 3
    assert shown(page, "Answers") == [
        "asked for; they come to rsvp@forumhub.example, with a code of its own for each person"
    ] * 3  # fmt: skip
    assert page.count("METHOD:REQUEST") == 3
    assert [token_in(each) for each in set(re.findall(r"rsvp[^\s&@]*@[\w.]+", page))] == [None]


def test_a_withdrawal_takes_the_event_out(world, address):
    page = world.signed_in("BY", "organizer").text(f"{address}?mail=withdrawn")

    assert shown(page, "What it does") == ["Takes the event out"] * 3
    assert shown(page, "State") == ["cancelled"] * 3
    assert page.count("METHOD:CANCEL") == 3


def test_an_invitation_by_link_carries_no_calendar_and_nobodys_link(world, address):
    page = world.signed_in("BY", "organizer").text(f"{address}?mail=invited")

    assert page.count("This mail says nothing to calendars") == 3
    assert set(re.findall(r"/invitations/([^\"<\s]*)", page)) == {"..."}
    assert "BEGIN:VCALENDAR" not in page


def test_answers_are_not_promised_where_none_are_received(world, address):
    page = world.signed_in("BY", "organizer").text(address)

    assert shown(page, "Answers") == ["not asked for: this installation receives no replies of calendars"] * 3


def test_mails_about_whole_days_say_their_days_and_no_clock_times(app, world):
    link, hours = "https://video.example.org/7", {"local_start": datetime(2027, 3, 11, 9, 35)}
    with app.app_context():
        event = make_event(world, all_day=True, conference=link, local_end=datetime(2027, 3, 12, 17, 45), **hours)
        address = f"/events/{event.ulid}/invitation"
    client = world.signed_in("BY", "organizer")

    pages = {kind: client.text(f"{address}?mail={kind}") for kind in KINDS}

    for kind, page in pages.items():
        days = ("18", "19", "20") if kind == "moved" else ("11", "12", "13")
        assert re.findall("[^>]*(?:9:35|17:45|T093500|T174500)[^<]*", page) == []
        assert f"Thu {days[0]} Mar 2027 – Fri {days[1]} Mar 2027, Minsk" in page
        assert page.count(f"DTSTART;VALUE=DATE:202703{days[0]}") == (0 if kind == "invited" else 3)
        assert page.count(f"DTEND;VALUE=DATE:202703{days[2]}") == (0 if kind == "invited" else 3)


def test_nothing_is_sent_by_looking(app, world, address):
    client = world.signed_in("BY", "organizer")

    for kind in ("confirmed", "invited", "withdrawn"):
        client.text(f"{address}?mail={kind}")

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == 0


def test_a_mail_that_does_not_exist_is_missing(world, address):
    assert world.signed_in("BY", "organizer").get(f"{address}?mail=other").status_code == 404
