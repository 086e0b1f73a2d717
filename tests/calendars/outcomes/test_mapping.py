"""Actions and minutes as components: what each audience reads, in each state, in which characters."""

from datetime import UTC, datetime

import icalendar
import pytest

from forumhub.calendars.mapping import FULL, RESTRICTED
from forumhub.calendars.outcomes.mapping import render_journal, render_task
from forumhub.calendars.outcomes.rules import LONGEST_SUMMARY, STATUS, headline
from forumhub.calendars.rules import enclose, frame
from forumhub.followup import rules as followup
from tests.calendars.outcomes.examples import MARKDOWN, WORDS, a_journal, a_task
from tests.calendars.wire import component, faults, properties

CLOSED_AT = datetime(2027, 2, 1, 7, 30, tzinfo=UTC)


def test_a_task_in_full_carries_all_that_its_page_says():
    body = render_task(a_task(), FULL)

    found = [(each.name, each.value) for each in properties(body) if each.inside == "VTODO"]

    assert found[1:-1] == [
        ("CLASS", "PRIVATE"),
        ("CREATED", "20261114T090000Z"),
        ("DESCRIPTION", r"Name the officers on duty\; tell Minsk.\n\nBY-MIA (+ CN-MPS)\n\n"
         "https://forumhub.example/follow-up/HLM/A-14"),
        ("DTSTAMP", "20261120T081530Z"),
        ("DUE", "20270301"),
        ("LAST-MODIFIED", "20261120T081530Z"),
        ("LINK", "https://forumhub.example/agreements/CN-BY-2016#art-2"),
        ("PERCENT-COMPLETE", "0"),
        ("PRIORITY", "1"),
        ("REFID", "CN-BY-2016 art. 2"),
        ("REFID", "CN-BY-2016 art. 5.1"),
        ("RELATED-TO", "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example"),
        ("SEQUENCE", "2"),
        ("STATUS", "NEEDS-ACTION"),
        ("SUMMARY", r"HLM/A-14 · Name the officers on duty\; tell Minsk."),
        ("UID", "task-HLM-A-14@forumhub.example"),
        ("URL", "https://forumhub.example/follow-up/HLM/A-14"),
    ]  # fmt: skip


def test_a_task_for_the_restricted_carries_its_due_day_state_and_link_only():
    body = render_task(a_task(summary="HLM/A-14 (会晤)", access="delegates"), RESTRICTED)

    assert component(body) == {
        "CLASS": "CONFIDENTIAL",
        "CREATED": "20261114T090000Z",
        "DESCRIPTION": "https://forumhub.example/follow-up/HLM/A-14",
        "DTSTAMP": "20261120T081530Z",
        "DUE": "20270301",
        "LAST-MODIFIED": "20261120T081530Z",
        "PERCENT-COMPLETE": "0",
        "SEQUENCE": "2",
        "STATUS": "NEEDS-ACTION",
        "SUMMARY": "HLM/A-14 (会晤)",
        "UID": "task-HLM-A-14@forumhub.example",
        "URL": "https://forumhub.example/follow-up/HLM/A-14",
    }


@pytest.mark.parametrize(
    ("state", "status", "percent", "completed"),
    [
        ("open", "NEEDS-ACTION", "0", None),
        ("in_progress", "IN-PROCESS", "50", None),
        ("blocked", "IN-PROCESS", "50", None),
        ("reported", "IN-PROCESS", "90", None),
        ("closed", "COMPLETED", "100", "20270201T073000Z"),
        ("superseded", "CANCELLED", None, None),
        ("cancelled", "CANCELLED", None, None),
        ("withdrawn", "CANCELLED", None, None),
    ],
)
def test_a_task_in_each_state_has_its_status(state: str, status: str, percent: str | None, completed: str | None):
    read = component(render_task(a_task(state=state, closed_at=CLOSED_AT), FULL))

    assert (read["STATUS"], read.get("PERCENT-COMPLETE"), read.get("COMPLETED")) == (status, percent, completed)


def test_every_state_of_an_agreed_action_has_a_status():
    agreed = set(followup.STATES) - {followup.PROPOSED, followup.PROVISIONAL}

    assert set(STATUS) == agreed


@pytest.mark.parametrize(("priority", "number"), [("high", "1"), ("normal", "5"), ("low", "9"), ("", None)])
def test_a_task_of_each_priority_has_its_number(priority: str, number: str | None):
    read = component(render_task(a_task(priority=priority), FULL))

    assert read.get("PRIORITY") == number


def test_a_task_without_a_due_day_has_no_due():
    read = component(render_task(a_task(due_on=None), FULL))

    assert "DUE" not in read


@pytest.mark.parametrize("language", WORDS)
def test_a_task_in_each_language_reads_back_as_written(language: str):
    body = render_task(a_task(summary=WORDS[language]), FULL)

    assert str(icalendar.Todo.from_ical(body)["SUMMARY"]) == WORDS[language]
    assert faults(enclose(frame("PUBLISH"), [body], [])) == []


def test_a_due_day_is_on_the_wire_a_date():
    assert b"\r\nDUE;VALUE=DATE:20270301\r\n" in render_task(a_task(), RESTRICTED)


def test_a_journal_carries_the_minutes_as_markdown():
    body = render_journal(a_journal(), FULL)

    read = icalendar.Journal.from_ical(body)
    assert str(read["DESCRIPTION"]) == f"{MARKDOWN.strip()}\n\nhttps://forumhub.example/minutes/01JDM3Q8Z0DOCUMENT"
    assert {name: str(read[name]) for name in ("STATUS", "SUMMARY", "RELATED-TO", "REFID")} == {
        "STATUS": "FINAL",
        "SUMMARY": "纪要：第三次高级别会晤",
        "RELATED-TO": "01JDM3Q8Z0A1B2C3D4E5F6G7H8@forumhub.example",
        "REFID": "CN-BY-2016",
    }
    assert faults(enclose(frame("PUBLISH"), [body], [])) == []


def test_a_journal_for_the_restricted_carries_its_title_day_and_link_only():
    body = render_journal(a_journal(), RESTRICTED)

    assert component(body) == {
        "CLASS": "PRIVATE",
        "DESCRIPTION": "https://forumhub.example/minutes/01JDM3Q8Z0DOCUMENT",
        "DTSTAMP": "20261120T081530Z",
        "DTSTART": "20261112",
        "LAST-MODIFIED": "20261120T081530Z",
        "SEQUENCE": "0",
        "STATUS": "FINAL",
        "SUMMARY": "纪要：第三次高级别会晤",
        "UID": "01JDM3Q8Z0DOCUMENT@forumhub.example",
        "URL": "https://forumhub.example/minutes/01JDM3Q8Z0DOCUMENT",
    }


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Name  the\nofficers.", "HLM/A-14 · Name the officers."),
        ("", "HLM/A-14"),
        ("指" * LONGEST_SUMMARY, "HLM/A-14 · " + "指" * LONGEST_SUMMARY),
        ("指" * (LONGEST_SUMMARY + 1), "HLM/A-14 · " + "指" * (LONGEST_SUMMARY - 1) + "…"),
    ],
)
def test_a_headline_is_one_line_of_bounded_length(words: str, line: str):
    assert headline("HLM/A-14", words) == line


def test_a_headline_in_three_languages_shows_how_each_begins():
    share = LONGEST_SUMMARY // 3

    line = headline("HLM/A-14", "指" * 99, "指" * 99, "x" * 99, "Назвать.")

    assert line == f"HLM/A-14 · {'指' * (share - 1)}… / {'x' * (share - 1)}… / Назвать."
