"""Invitations: the calendar for one attendee, and the mail that carries it."""

from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

import icalendar
import pytest
from hypothesis import given, settings

from forumhub.calendars.invitation import CANCEL, REQUEST, attach_invitation, invitation
from forumhub.calendars.mapping import FULL, RESTRICTED, CalendarEvent
from tests.calendars.examples import TITLES, an_event, events, texts
from tests.calendars.wire import Property, faults, properties

SECRETARIAT = Address("Secretariat of the Forum", addr_spec="rsvp+k3j9@forumhub.example")
NAMES = {
    "en": 'Ann "Nan" O\'Hara; MP, PhD',
    "zh": "王小明（公安部）",
    "ru": "Иванова, Мария: отдел №2",
}


def an_invitation(method: str = REQUEST, **changes: object) -> bytes:
    delegate = Address(NAMES["zh"], addr_spec="wang.delegate@mps.example")
    return invitation(an_event(**changes), FULL, SECRETARIAT, delegate, method)


def lines_of(ics: bytes, name: str) -> list[Property]:
    return [each for each in properties(ics) if each.name == name]


def test_invitation_asks_one_person_to_answer():
    ics = an_invitation()

    assert lines_of(ics, "METHOD") == [Property("VCALENDAR", "METHOD", {}, "REQUEST")]
    assert lines_of(ics, "ORGANIZER") == [
        Property("VEVENT", "ORGANIZER", {"CN": "Secretariat of the Forum"}, "mailto:rsvp+k3j9@forumhub.example")
    ]
    assert lines_of(ics, "ATTENDEE") == [
        Property(
            "VEVENT",
            "ATTENDEE",
            {
                "CN": NAMES["zh"],
                "CUTYPE": "INDIVIDUAL",
                "PARTSTAT": "NEEDS-ACTION",
                "ROLE": "REQ-PARTICIPANT",
                "RSVP": "TRUE",
            },
            "mailto:wang.delegate@mps.example",
        )
    ]
    assert faults(ics) == []


def test_invitation_to_cancel_says_so_and_asks_for_no_answer():
    ics = an_invitation(CANCEL, state="confirmed", sequence=4)

    [attendee] = lines_of(ics, "ATTENDEE")
    assert [each.value for each in lines_of(ics, "METHOD") + lines_of(ics, "STATUS") + lines_of(ics, "SEQUENCE")] == [
        "CANCEL",
        "CANCELLED",
        "4",
    ]
    assert attendee.parameters.keys() == {"CN", "CUTYPE", "ROLE"}
    assert faults(ics) == []


def test_invitation_to_a_postponed_event_is_tentative_at_the_old_time():
    ics = an_invitation(state="postponed", languages=("zh",), summary="论坛")

    assert [each.value for each in lines_of(ics, "STATUS") + lines_of(ics, "SUMMARY")] == ["TENTATIVE", "[已延期] 论坛"]


@pytest.mark.parametrize(("language", "name"), NAMES.items())
def test_attendee_name_of_each_language_reads_back(language: str, name: str):
    delegate = Address(name, addr_spec="delegate@mia.example")

    ics = invitation(an_event(summary=TITLES[language]), FULL, SECRETARIAT, delegate, REQUEST)

    event = icalendar.Calendar.from_ical(ics).events[0]
    assert event["ATTENDEE"].params["CN"] == name.replace('"', "'")
    assert str(event["SUMMARY"]) == TITLES[language]


@pytest.mark.parametrize(
    ("mailbox", "uri"),
    [
        ("o'hara+forum@mia.example", "mailto:o'hara+forum@mia.example"),
        ("a/b=c?d&e@mia.example", "mailto:a%2Fb%3Dc%3Fd%26e@mia.example"),
        ("a%b@mia.example", "mailto:a%25b@mia.example"),
    ],
)
def test_attendee_address_is_encoded_only_where_it_must_be(mailbox: str, uri: str):
    ics = invitation(an_event(), FULL, SECRETARIAT, Address("Delegate", addr_spec=mailbox), REQUEST)

    assert [each.value for each in lines_of(ics, "ATTENDEE")] == [uri]
    assert faults(ics) == []


def test_restricted_invitation_tells_neither_hall_nor_agenda():
    delegate = Address("Delegate", addr_spec="delegate@mia.example")

    ics = invitation(an_event(access="delegates"), RESTRICTED, SECRETARIAT, delegate, REQUEST)

    assert {each.name for each in properties(ics)} & {"CONFERENCE", "LINK", "GEO", "REFID", "CATEGORIES"} == set()
    assert [each.value for each in lines_of(ics, "LOCATION")] == ["Minsk"]


@settings(max_examples=40)
@given(event=events(), name=texts)
def test_invitation_of_any_event_and_name_has_no_fault(event: CalendarEvent, name: str):
    delegate = Address(name.replace("\r", "").replace("\n", ""), addr_spec="delegate@mia.example")

    method = CANCEL if event.state == "cancelled" else REQUEST
    ics = invitation(event, FULL, SECRETARIAT, delegate, method)

    assert faults(ics) == []


@pytest.mark.parametrize("method", [REQUEST, CANCEL])
def test_attach_invitation_builds_the_mail_that_clients_act_on(method: str):
    ics = an_invitation(method, summary=TITLES["zh"], description=TITLES["ru"] * 20)
    message = EmailMessage()
    message["Subject"] = TITLES["zh"]
    message.set_content("您已注册。\n")
    message.add_alternative("<p>Вы зарегистрированы.</p>\n", subtype="html")

    attach_invitation(message, ics, method)

    received = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert structure(received) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar, attachment = [part for part in received.walk() if part.get_content_subtype() in ("calendar", "ics")]
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": method}
    assert calendar.get_payload(decode=True) == ics
    assert (attachment.get_filename(), attachment.get_content()) == ("invite.ics", ics)
    assert max(map(len, message.as_bytes(policy=policy.SMTP).split(b"\r\n"))) <= 998


def structure(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]
