"""An agreement in force and an event of each access level, for the walk over all routes."""

from datetime import date

from forumhub.agreements import actions as agreements
from forumhub.database import db, writing
from forumhub.demo.instruments import read_texts
from forumhub.events.actions import name_head
from forumhub.parties.models import Person
from tests.events.examples import make_event, parties
from tests.world import NOW, World

CODE = "CN-BY-2016"


def put_agreement_in_force(world: World, code: str = CODE) -> None:
    """The demo's agreement between China and Belarus, approved by both."""
    with writing():
        drafter = world.reader("CN", "secretary")
        drafted = agreements.draft_agreement(
            code, parties(world, "CN", "BY"), read_texts(), reached_on=date(2016, 11, 25), by=drafter, now=NOW
        )
        version = agreements.propose_version(drafted.versions[0], by=drafter, now=NOW)
        for party in parties(world, "CN", "BY"):
            by = world.reader(party.code, "secretary")
            agreements.approve_version(version, party, version.sha256, by=by, now=NOW)


def examples(world: World) -> dict[str, str]:
    with world.app.app_context():
        put_agreement_in_force(world, "CN-BY-DESK")
        found = {
            "desk.agreement": "/agreements/CN-BY-DESK",
            "desk.implementation": "/agreements/CN-BY-DESK/report",
            "desk.implementation_csv": "/agreements/CN-BY-DESK/report.csv",
        }
        for code, access in (("DPUB", "public"), ("DPAR", "parties"), ("DDEL", "delegates")):
            event = make_event(world, code, access=access)
            found[f"desk.event#{access}"] = f"/events/{event.ulid}"
            if access != "public":
                found[f"desk.briefing#{access}"] = f"/events/{event.ulid}/briefing"
                found[f"desk.briefing_zip#{access}"] = f"/events/{event.ulid}/briefing.zip"
        with writing():
            head = db.session.get(Person, world.person["CN", "head_of_delegation"])
            by = world.reader("CN", "secretary")
            name_head(event, *parties(world, "CN"), head, leads=True, may_approve=True, by=by, now=NOW)
        return found
