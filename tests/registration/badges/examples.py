"""People who come to an event, to be printed: entered as they would stand after being confirmed."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.models import Registration
from forumhub.registration.places import enter, new_registration
from tests.world import NOW, World


def add_delegate(
    world: World, event: Event, name: str, party: str | None = "CN", *, own_name: str = "", state="confirmed", **said
) -> Registration:
    """`said`: function, precedence, title, affiliation, …"""
    with writing():
        person = Person(name=name, own_name=own_name)
        db.session.add(person)
        of = db.session.get(Party, world.party[party]) if party else None
        registration = new_registration(event, person, of, NOW)
        for field, value in said.items():
            setattr(registration, field, value)
        return enter(registration, "confirm", state, None, by=None, now=NOW)


def add_many(event: Event, people: Iterable[Mapping[str, str]]) -> int:
    """Quickly: name, own_name and a party's name in words for each; each party is entered once."""
    parties: dict[str, Party] = {}
    with writing():
        for number, each in enumerate(people):
            words = each["party"]
            if words and words not in parties:
                parties[words] = Party(
                    code=f"P{len(parties)}", names={"en": words}, secretariat_email="", timezone="UTC", city={}
                )
            person = Person(name=each["name"], own_name=each.get("own_name", ""))
            registration = Registration(event=event, person=person, party=parties.get(words), state="confirmed")
            registration.created_at = registration.changed_at = NOW
            registration.precedence = number
            db.session.add(registration)
    return number + 1


def inc_10(folder: Path) -> list[dict[str, str]]:
    """The people of INC 10 with their delegations, as they stand in its list."""
    (path,) = (folder / "registration").glob("*INC10*.csv")
    with path.open(encoding="utf-8", newline="") as source:
        return [{"name": row["Person_Name"], "party": row["Delegation"]} for row in csv.DictReader(source)]


def rights_examples(event: Event) -> dict[str, str]:
    of_event = f"/events/{event.ulid}/prints"
    return {
        "registration.prints": of_event,
        "registration.badges": f"{of_event}/badges",
        "registration.delegate_list": f"{of_event}/delegates",
        "registration.seating_plan": f"{of_event}/seating",
    }
