"""Tasks and journals of feeds read by icalendar, ical.js and libical."""

from datetime import UTC, date
from typing import Any

import pytest
from hypothesis import strategies as st

from forumhub.calendars.mapping import FULL, RESTRICTED, Link
from forumhub.calendars.outcomes.mapping import CalendarJournal, CalendarTask, render_journal, render_task
from forumhub.calendars.outcomes.rules import STATUS
from forumhub.calendars.rules import enclose, frame
from forumhub.calendars.text import clean
from tests.calendars.examples import addresses, clocks, texts
from tests.calendars.readers.telling import day, generated, iso

MANY = pytest.mark.slow
days = st.dates(date(2016, 1, 1), date(2037, 12, 31))
moments = clocks.map(lambda clock: clock.replace(tzinfo=UTC))
access = st.sampled_from(["parties", "delegates"])
titles = texts.map(lambda text: f"HLM/A-14 · {text}")
uids = st.just("task-HLM-A-14@forumhub.example")
tasks = st.builds(
    CalendarTask,
    uid=uids,
    sequence=st.integers(0, 99),
    changed_at=moments,
    opened_at=moments,
    closed_at=moments,
    due_on=days | st.none(),
    summary=titles,
    state=st.sampled_from(sorted(STATUS)),
    access=access,
    url=addresses,
    description=texts,
    priority=st.sampled_from(["", "high", "normal", "low"]),
    related_to=st.none() | uids,
    refids=st.lists(texts, max_size=2).map(tuple),
    links=st.lists(st.builds(Link, addresses, texts, st.just("related")), max_size=2).map(tuple),
)
journals = st.builds(
    CalendarJournal,
    uid=uids,
    sequence=st.just(0),
    changed_at=moments,
    day=days,
    summary=titles,
    access=access,
    url=addresses,
    text=texts.map(lambda text: f"# Minutes\n\n| a | b |\n|---|---|\n\n\tcode\n- [ ] {text}\n"),
    related_to=st.none() | uids,
    refid=st.none() | texts,
)


def facts_of_task(task: CalendarTask) -> dict[str, Any]:
    return {
        "kind": "vtodo",
        "uid": task.uid,
        "sequence": task.sequence,
        "status": STATUS[task.state],
        "due": task.due_on and day(task.due_on),
        "dtstamp": iso(task.changed_at),
        "summary": clean(task.summary).strip(),
    }


def facts_of_journal(journal: CalendarJournal) -> dict[str, Any]:
    return {
        "kind": "vjournal",
        "uid": journal.uid,
        "sequence": journal.sequence,
        "status": "FINAL",
        "dtstart": day(journal.day),
        "dtstamp": iso(journal.changed_at),
        "summary": clean(journal.summary).strip(),
    }


@pytest.mark.parametrize("audience", [FULL, RESTRICTED])
@pytest.mark.parametrize("count", [60, pytest.param(3000, marks=MANY)])
def test_any_tasks_and_journals_of_feeds_are_read_alike(audience: str, count: int, read_alike):
    told = generated(tasks, count), generated(journals, count)

    bodies = [render_task(task, audience) for task in told[0]], [render_journal(each, audience) for each in told[1]]

    calendars = [enclose(frame("PUBLISH"), [body], []) for body in [*bodies[0], *bodies[1]]]
    read_alike(calendars, [[facts] for facts in [*map(facts_of_task, told[0]), *map(facts_of_journal, told[1])]])
