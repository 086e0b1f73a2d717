"""Lists of delegations to arrange tests with, made by the room's own actions; and an example of each of its pages."""

from datetime import datetime

from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.delegations.actions import put_known_on_list, put_on_list
from forumhub.registration.delegations.deciding import Accepted, accept_list
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.delegations.submitting import submit_list
from forumhub.registration.models import Registration
from forumhub.registration.queries import settings_of
from forumhub.registration.settings.rules import Allotment
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.registration.settings.test_actions import save
from tests.world import NOW, World

NAMES = ("王芳", "Марыя Навуменка", "Ольга Соколова", "Zhang Wei", "Li Na", "Chen Jing")


def party_of(world: World, code: str = "CN") -> Party:
    return db.session.get_one(Party, world.party[code])


def typed(name: str, function: str = "member", **changes: str) -> dict[str, str]:
    said = {"own_name": "", "email": "", "honorific": "", "title": "", "affiliation": ""}
    return {"name": name, "function": function, **said, **changes}


def put(
    world: World, event: Event, name: str, function: str = "member", *, code: str = "CN", now=NOW, **changes
) -> Nominee:
    with writing():
        return put_on_list(
            event,
            party_of(world, code),
            by=world.reader(code, "secretary"),
            now=now,
            **typed(name, function, **changes),
        )


def put_all(world: World, event: Event, functions: list[str], *, code: str = "CN") -> list[Nominee]:
    """In the order of NAMES, with addresses nominee0@example.org and so on."""
    return [
        put(world, event, NAMES[number], function, code=code, email=f"nominee{number}.{code.lower()}@example.org")
        for number, function in enumerate(functions)
    ]


def put_known(world: World, event: Event, *roles: str, code: str = "CN") -> int:
    with writing():
        people = [db.session.get_one(Person, world.person[code, role]) for role in roles]
        return put_known_on_list(event, party_of(world, code), people, by=world.reader(code, "secretary"), now=NOW)


def list_of(world: World, event: Event, code: str = "CN") -> Nomination:
    statement = select(Nomination).where(Nomination.event_id == event.id, Nomination.party_id == world.party[code])
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def submit(world: World, event: Event, *, code: str = "CN", now: datetime = NOW) -> Nomination:
    version = list_of(world, event, code).lock_version
    with writing():
        by = world.reader(code, "secretary")
        return submit_list(event, party_of(world, code), lock_version=version, by=by, now=now)


def accept(
    world: World, event: Event, *, code: str = "CN", who: str = "BY", waiting_seen: int = 99, now: datetime = NOW
) -> Accepted:
    nomination = list_of(world, event, code)
    with writing():
        by = world.reader(who, "organizer")
        version = nomination.lock_version
        return accept_list(nomination, lock_version=version, waiting_seen=waiting_seen, by=by, now=now)


def allot(
    world: World, event: Event, quota: int | None, observers: int | None = None, *, code: str = "CN", **said
) -> None:
    version = settings_of(event).lock_version
    save(
        world,
        event,
        {code: Allotment(quota, observers)},
        version=version,
        **{"local_deadline": None, "applicants": "members", **said},
    )


def registered(event: Event) -> dict[str, tuple[str, str]]:
    """(state, function) by name."""
    statement = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    found = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    return {each.person.name: (each.state, each.function) for each in found}


def examples(world: World) -> dict[str, str | dict]:
    """Events in Belarus: China's list is a draft for one, and submitted for another."""
    with world.app.app_context():
        draft, submitted = (make_event(world, code, access="parties") for code in ("LISTS", "SENT"))
        nominees = put_all(world, draft, ["head", "member", "member"])
        put_all(world, submitted, ["head"])
        submit(world, submitted)
        of_draft, of_submitted = (f"/events/{event.ulid}/delegations/CN" for event in (draft, submitted))
        nominee = f"{of_draft}/nominees/{nominees[1].ulid}"
        return {
            "registration.delegations": f"/events/{draft.ulid}/delegations",
            "registration.delegation": of_draft,
            "registration.put_on_list": {
                "url": of_draft,
                "data": {"name": "Li Na", "function": "member"},
            },
            "registration.put_known_on_list": f"{of_draft}/known",
            "registration.put_last_list": last_list_example(world),
            "registration.edit_nominee": nominee,
            "registration.move_nominee": f"{nominee}/move",
            "registration.remove_nominee": f"{nominee}/remove",
            "registration.restore_nominee": f"{nominee}/restore",
            "registration.submit_list": f"{of_draft}/submit",
            "registration.take_back_list": f"{of_submitted}/take-back",
            "registration.accept_list": f"{of_submitted}/accept",
            "registration.return_list": f"{of_submitted}/return",
        }


def last_list_example(world: World) -> str:
    """An event that was copied from one to which China's delegate came."""
    came, copied = (make_event(world, code, access="parties") for code in ("CAME", "COPY"))
    apply(came, world.reader("CN", "delegate"))
    with writing():
        db.session.get_one(Event, copied.id).copied_from_id = came.id
    return f"/events/{copied.ulid}/delegations/CN/last"
