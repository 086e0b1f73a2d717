"""Who reads a link, and whether it is still in use."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.calendars.subscribing.rules import BROWSER, IDLE, LONGEST_CLIENT, UNUSED, attention, client_of

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
AGENTS = {
    "Microsoft.Exchange/15.20 (Exchange Web Services)": "Outlook",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.5071; Pro)": "Outlook",
    "Exchange/15.20 (ICalendarSubscription)": "Outlook",
    "MacOutlook/16.89.24090815 (Intelx64 Mac OS X Version 14.6.1)": "Outlook",
    "macOS/15.1 (24B83) dataaccessd/1.0": "Apple Calendar",
    "iOS/17.5.1 (21F90) dataaccessd/1.0": "Apple Calendar",
    "macOS/13.6 (22G120) CalendarAgent/988": "Apple Calendar",
    "Mozilla/5.0 (compatible; Google-Calendar-Importer; +https://calendar.google.com)": "Google",
    "Google-Calendar-Importer": "Google",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0": "Thunderbird",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0": BROWSER,
    "ICSx5/2.2.4 (ical4j/4.0) Android": "ICSx5",
    "Evolution/3.46.4": "Evolution",
    "curl/7.88.1": "curl",
    "日历/1.0 (中文)": "日历",
    "<script>alert(1)</script>/1": "script alert(1)",
    "": "",
    "/": "",
    "x" * 300: "x" * LONGEST_CLIENT,
}


@pytest.mark.parametrize("agent", AGENTS)
def test_client_is_named_as_people_call_it(agent):
    assert client_of(agent) == AGENTS[agent]


@given(st.text(max_size=120))
def test_client_of_any_agent_is_short_and_has_no_markup(agent):
    client = client_of(agent)

    assert len(client) <= LONGEST_CLIENT
    assert set(client) & set("<>&\"'\r\n\0") == set()


@pytest.mark.parametrize(
    ("made", "used", "said"),
    [
        (6, None, ""),
        (7, None, UNUSED),
        (400, None, UNUSED),
        (400, 0, ""),
        (400, 29, ""),
        (400, 30, IDLE),
    ],
)
def test_link_that_nobody_uses_is_pointed_out(made, used, said):
    last_used_at = None if used is None else NOW - timedelta(days=used)

    assert attention(NOW - timedelta(days=made), last_used_at, NOW) == said
