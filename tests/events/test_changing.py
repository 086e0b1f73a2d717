"""Postponing, cancelling and holding an event, as browsers do it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events import actions
from forumhub.events.models import Event
from tests.events.examples import START, stand
from tests.events.pages import made, sent, stored
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")


def test_postponing_says_how_many_are_told_and_moves_the_event(app, world, organizer):
    ulid = made(app, world)
    with app.app_context():
        event = db.session.scalar(select(Event))
        stand(event, world.person["CN", "delegate"], "confirmed")
        stand(event, world.person["BY", "delegate"], "invited")

    page = organizer.text(f"/events/{ulid}/postpone")
    answer = sent(organizer, f"/events/{ulid}/postpone", {"reason": "Визит", "local_start": "2027-04-11T09:00"})

    assert "4 people will be told by mail" in page
    assert answer.status_code == 302
    assert stored(app, "state", "local_start", "sequence") == ("tentative", START.replace(month=4), 1)


def test_postponing_without_a_reason_keeps_what_was_typed(app, world, organizer):
    ulid = made(app, world)

    answer = sent(organizer, f"/events/{ulid}/postpone", {"reason": " ", "local_start": "2027-04-11T09:00"})

    assert answer.status_code == 422
    assert 'value="2027-04-11T09:00"' in answer.get_data(as_text=True)
    assert stored(app, "state", "sequence") == ("tentative", 0)


def test_a_cancelled_event_stays_in_the_list_marked(app, world, organizer):
    ulid = made(app, world)

    sent(organizer, f"/events/{ulid}/cancel", {"reason": "经双方同意"})
    page = organizer.text("/events")

    assert "Forum on trafficking in persons" in page
    assert '<span class="st late">Cancelled</span>' in page
    assert organizer.get(f"/events/{ulid}/edit").status_code == 422


def test_an_event_is_marked_as_held_only_after_its_start(app, world, organizer):
    ulid = made(app, world)

    early = sent(organizer, f"/events/{ulid}/hold")
    with time_machine.travel(datetime(2027, 3, 12, tzinfo=UTC), tick=False):
        late = sent(world.signed_in("BY", "organizer"), f"/events/{ulid}/hold")

    assert (early.status_code, late.status_code, stored(app, "state")) == (422, 302, ("held",))
    assert "has not begun yet" in early.get_data(as_text=True)


def test_what_is_postponed_stays_ahead_and_what_is_over_is_past(app, world, organizer):
    made(app, world)
    with app.app_context(), writing():
        event = db.session.scalar(select(Event))
        actions.postpone_event(event, reason="?", by=world.reader("CN", "organizer"), now=NOW)

    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        later = world.signed_in("BY", "organizer")
        ahead, past = later.text("/events"), later.text("/events?when=past")

    assert ("Forum on" in ahead, "Forum on" in past) == (True, False)
