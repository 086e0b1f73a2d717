"""Importing into a database: what is entered, what is changed, and that nothing doubles."""

from tests.calendars.importing.arranging import all_events, calendar, imported, vevent


def test_an_event_is_entered_as_its_calendar_says(database, world):
    by = world.reader("BY", "organizer")

    counts, refused = imported(calendar(*vevent("LOCATION:Hall 2", "STATUS:CONFIRMED")), by)

    (event,) = all_events()
    assert (counts, refused) == ({"new": 1}, [])
    assert (event.titles, event.venue, event.state) == ({"en": "Working group on customs"}, "Hall 2", "confirmed")
