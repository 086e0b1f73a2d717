"""Who is named as the next in line, and to whom."""

import pytest

from tests.events.examples import make_event
from tests.registration.examples import apply, make_person


@pytest.mark.parametrize(
    ("party", "role", "named"), [("CN", "secretary", False), ("CN", "organizer", True), ("BY", "organizer", True)]
)
def test_the_next_in_line_of_another_party_is_named_to_organizers_alone(app, world, party, role, named):
    with app.app_context():
        event = make_event(world, capacity=1)
        own = apply(event, world.reader("CN", "delegate")).ulid
        waiting = make_person(world, 1, "BY")
        apply(event, waiting)

    page = world.signed_in(party, role).get(f"/registrations/{own}/withdraw").get_data(as_text=True)

    assert (waiting.name in page, "the first on the waiting list who fits" in page) == (named, True)
