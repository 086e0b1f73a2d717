"""The page of an event, for who may see it and who may not."""

from tests.client import Client
from tests.desk.examples import put_agreement_in_force
from tests.desk.test_pages import text_of
from tests.events.examples import make_event


def test_an_event_of_others_is_not_there(world):
    with world.app.app_context():
        ulid = make_event(world).ulid

    assert world.signed_in("KZ", "organizer").get(f"/events/{ulid}").status_code == 404


def test_a_public_event_is_there_for_everybody_without_what_is_not_public(world):
    with world.app.app_context():
        put_agreement_in_force(world)
        ulid = make_event(world, access="public").ulid

    page = text_of(Client(world.app).text(f"/events/{ulid}"))

    assert "Forum on trafficking in persons" in page
    assert "Change its state" not in page
