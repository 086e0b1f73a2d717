"""The same calendar, imported twice at the same moment: its meetings are entered once, and nobody meets an error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import settle
from forumhub.database import writing
from tests.calendars.importing.arranging import all_events, calendar, choices, reported, vevent
from tests.events.examples import make_series
from tests.world import NOW


def test_a_calendar_that_is_sent_twice_is_entered_once(app, world):
    with app.app_context():
        series, by = make_series(world).ulid, world.reader("BY", "organizer")
    barrier = Barrier(2)

    def bring(_number: int) -> int:
        with app.app_context():
            to_do = reported(calendar(*vevent("RRULE:FREQ=WEEKLY;COUNT=3")), by, series=series).to_do
            html = actions.rendered(to_do)
            barrier.wait(timeout=10)
            with writing():
                settled = settle(choices(series=series), by)
                counts, _refused = actions.take(to_do, html, settled, reason="Called off there.", by=by, now=NOW)
            return counts["new"]

    with ThreadPoolExecutor(2) as pool:
        entered = list(pool.map(bring, range(2)))

    with app.app_context():
        assert (sorted(entered), len(all_events())) == ([0, 3], 3)
