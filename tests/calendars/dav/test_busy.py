"""When somebody is busy, as is reckoned from meetings as they are stored."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from icalendar import Event

from forumhub.calendars.dav.busy import busy_in
from forumhub.calendars.dav.rules import Span
from forumhub.calendars.mapping import CalendarEvent, render_event
from tests.calendars.examples import AUDIENCES, an_event, events

BODY = b"BEGIN:VEVENT\r\nSUMMARY:x\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 6, 1, hour, minute, tzinfo=UTC)


def busy(span: Span, *meetings: tuple[datetime, datetime, bytes]) -> list[tuple[str, str]]:
    """Kind and period of each."""
    told = busy_in(span, [((begins, ends), body) for begins, ends, body in meetings], "u@example", at(0))
    lines = told.decode().replace("\r\n ", "").splitlines()
    return re.findall("FBTYPE=([A-Z-]+).*:(.*)", "\n".join(lines))


def test_meetings_that_only_touch_the_span_keep_nobody_busy():
    meetings = (at(8), at(9), BODY), (at(10), at(10), BODY), (at(11), at(13), BODY), (at(14), at(15), BODY)

    found = busy(Span(at(9), at(14)), *meetings)

    assert found == [("BUSY", "20270601T110000Z/20270601T130000Z")]


def test_meetings_of_which_none_lasts_within_the_span_are_no_period():
    assert busy(Span(at(9), at(14)), (at(8), at(9), BODY)) == []


def kinds(body: bytes) -> list[str]:
    """As another program reads the component."""
    event = Event.from_ical(body.decode())
    if event.get("TRANSP") == "TRANSPARENT" or event.get("STATUS") == "CANCELLED":
        return []
    return ["BUSY-TENTATIVE" if event.get("STATUS") == "TENTATIVE" else "BUSY"]


HOSTILE = "\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"


@pytest.mark.parametrize("audience", AUDIENCES)
@settings(max_examples=40)
@given(event=events())
@example(event=an_event(summary=f"会晤{HOSTILE}"))
@example(event=an_event(description="\n".join("x" * number + "STATUS:CANCELLED" for number in range(50, 80))))
@example(event=an_event(state="tentative", location=HOSTILE, categories=(HOSTILE,), refid=HOSTILE))
def test_a_rendered_meeting_keeps_busy_as_its_component_says(audience: str, event: CalendarEvent):
    body = render_event(event, audience)

    found = busy(Span(at(0), at(23)), (at(9), at(10), body))

    assert [kind for kind, _period in found] == kinds(body)
