"""What was imported is forgotten when its time has passed; what was entered stays."""

from datetime import timedelta

from sqlalchemy import func, select

from forumhub.database import db, writing
from forumhub.registration.lists.models import DelegateList, DelegateListLine
from forumhub.registration.lists.purging import DRAFT_DAYS, purge_imports
from tests.registration.lists.arranging import a_list, event_of, imported, names
from tests.registration.lists.examples import draft
from tests.world import NOW


def left() -> tuple[int, int]:
    """How many lists there are, and how many lines."""
    counts = [db.session.scalar(select(func.count()).select_from(each)) for each in (DelegateList, DelegateListLine)]
    return counts[0], counts[1]


def test_imported_list_goes_with_the_days_of_its_event_and_its_people_stay(database, world):
    event, by = event_of(world), world.reader("BY", "organizer")
    imported(a_list(), event, by)
    ends = event.ends_at

    found = []
    for moment in (ends + timedelta(days=364), ends + timedelta(days=366)):
        with writing():
            gone = purge_imports(moment)
        found.append((gone, left()))

    assert found == [(0, (1, 4)), (1, (0, 0))]
    assert len(names(event)) == 4


def test_list_that_was_never_begun_goes_after_thirty_days(database, world):
    draft(event_of(world), world.reader("BY", "organizer"))

    found = []
    for days in (DRAFT_DAYS - 1, DRAFT_DAYS):
        with writing():
            found.append(purge_imports(NOW + timedelta(days=days)))

    assert (found, left()) == ([0, 1], (0, 0))
