"""What is ticked comes from a browser, or from whoever writes like one: no control character breaks a database."""

import pytest
import time_machine

from tests.events.examples import make_event
from tests.world import NOW


@pytest.fixture
def event(app, world):
    with app.app_context(), time_machine.travel(NOW, tick=False):
        return make_event(world, access="parties").ulid


@pytest.mark.parametrize("page", ["prints/badges", "prints/delegates", "letters/make"])
def test_nobody_is_named_by_a_control_character(world, event, page):
    with time_machine.travel(NOW, tick=False):
        answer = world.signed_in("CN", "organizer").get(f"/events/{event}/{page}?person=%00%EF%BF%BF")

    assert answer.status_code == 200


def test_nobody_is_put_on_a_list_by_a_control_character(world, event):
    with time_machine.travel(NOW, tick=False):
        secretary = world.signed_in("CN", "secretary")
        answer = secretary.post(f"/events/{event}/delegations/CN/known", {"people": ["\0", "²"]})

    assert answer.status_code == 302


def test_no_template_is_of_a_kind_that_is_none(world, event):
    with time_machine.travel(NOW, tick=False):
        organizer = world.signed_in("CN", "organizer")
        answer = organizer.post(f"/events/{event}/letters/remove", {"kind": "visa\0", "language": "en"})

    assert answer.status_code == 404
