"""What CalDAV serves, by GET and inside XML, read by icalendar, ical.js and libical."""

from xml.etree import ElementTree

import pytest

from forumhub.calendars.dav.elements import caldav, element, written
from forumhub.calendars.dav.rules import whole
from forumhub.calendars.mapping import FULL, render_event, wire_zones
from forumhub.calendars.outcomes.mapping import render_journal, render_task
from tests.calendars.checking import resource_faults_of
from tests.calendars.examples import events
from tests.calendars.readers.telling import facts, generated
from tests.calendars.readers.test_outcomes import facts_of_journal, facts_of_task, journals, tasks


@pytest.mark.parametrize("count", [30, pytest.param(1000, marks=pytest.mark.slow)])
def test_any_resources_are_read_alike_by_get_and_inside_xml(count: int, read_alike):
    told = generated(events(), count), generated(tasks, count), generated(journals, count)
    resources = [
        *(whole(render_event(event, FULL), wire_zones(event)) for event in told[0]),
        *(whole(render_task(task, FULL), []) for task in told[1]),
        *(whole(render_journal(journal, FULL), []) for journal in told[2]),
    ]

    sent = [written(element(caldav("calendar-data"), resource.decode())) for resource in resources]

    received = [(ElementTree.fromstring(each).text or "").encode() for each in sent]
    assert [each.replace(b"\n", b"\r\n") for each in received] == resources  # XML has LF for every end of a line
    assert [fault for resource in resources for fault in resource_faults_of(resource)] == []
    expected = [*map(facts, told[0]), *map(facts_of_task, told[1]), *map(facts_of_journal, told[2])]
    read_alike(resources, [[each] for each in expected])
