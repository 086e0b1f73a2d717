"""The page of an event, for who may see it and who may not."""

from datetime import timedelta

import time_machine

from forumhub.database import db, writing
from forumhub.events.heads.actions import name_head
from forumhub.parties.models import Person
from tests.client import Client
from tests.desk.examples import put_agreement_in_force
from tests.desk.test_pages import text_of
from tests.events.examples import make_event, parties
from tests.registration.examples import invite
from tests.world import NOW


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


def test_heads_of_a_public_event_are_named_to_those_who_signed_in(world):
    with world.app.app_context():
        event = make_event(world, access="public")
        with writing():
            person = db.session.get(Person, world.person["CN", "head_of_delegation"])
            name_head(event, *parties(world, "CN"), person, True, True, by=world.reader("CN", "secretary"), now=NOW)
        ulid = event.ulid

    named = [
        "Heads of delegation" in client.text(f"/events/{ulid}")
        for client in (Client(world.app), world.signed_in("CN", "delegate"))
    ]

    assert named == [False, True]


def test_an_expired_invitation_is_not_offered_to_its_person_as_a_way_in(app, world):
    address = "delegate.kz@example.org"
    with app.app_context():
        event = make_event(world, access="public", confirmed=True)
        invitation, _token = invite(world, event, name="delegate kz", email=address, party=None)
        ulid, expired = event.ulid, invitation.expires_at + timedelta(minutes=1)

    with time_machine.travel(NOW):
        invited = text_of(world.signed_in("KZ", "delegate").text(f"/events/{ulid}"))
    with time_machine.travel(expired):
        afterwards = text_of(world.signed_in("KZ", "delegate").text(f"/events/{ulid}"))

    assert "You are invited. Answer by the link in your mail, or apply here." in invited
    assert "You are invited" not in afterwards
    assert "Your invitation has expired or was withdrawn. Apply for a place" in afterwards
