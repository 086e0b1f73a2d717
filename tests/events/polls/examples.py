"""A date poll of China and Belarus for the tests, and one in each state for the walk over all routes."""

from datetime import UTC, datetime, timedelta

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.polls import actions
from forumhub.events.polls.models import Poll
from forumhub.parties.models import Party
from tests.events.examples import make_event, parties
from tests.world import NOW, World

SEMINAR = {"en": "Seminar on cyber-enabled fraud", "zh": "打击网络诈骗研讨会", "ru": "Семинар по кибермошенничеству"}
FIRST = datetime(2027, 3, 11, 9, 0)
SLOTS = [(FIRST + timedelta(days=days), FIRST + timedelta(days=days, hours=8)) for days in (0, 7, 14)]
DEADLINE = datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
CLOSED = DEADLINE + timedelta(minutes=1)


def propose(world: World, event: Event | None = None, by: tuple[str, str] = ("BY", "organizer"), **changes) -> Poll:
    """Three Thursdays in Minsk, asked of China and Belarus until 2 December 2026, 17:00 Minsk."""
    with writing():
        cn, minsk = parties(world, "CN", "BY")
        values = {"titles": SEMINAR, "kind": "seminar", "access": "parties", "parties": [cn, minsk], "host": minsk}
        values |= {"timezone": "Europe/Minsk", "city": minsk.city, "venue": "", "agreement": None, "clause": ""}
        said = {"slots": SLOTS, "deadline": DEADLINE, "by": world.reader(*by), "now": NOW}
        return actions.open_poll(event=event, **{**({} if event else values), **said, **changes})


def say(world: World, poll: Poll, code: str, *words: str, role: str = "secretary", comment: str = "", seen=0, now=NOW):
    """The party's secretary answers, by default for the first time."""
    with writing():
        party = db.session.get(Party, world.party[code])
        pairs = [(word, comment) for word in words]
        return actions.answer_poll(poll, party, pairs, seen=seen, by=world.reader(code, role), now=now)


def choose(world: World, poll: Poll, number: int, *, now=CLOSED, **how) -> Event:
    with writing():
        return actions.choose_slot(poll, number, by=world.reader("BY", "organizer"), now=now, **how)


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        event = make_event(world, "PEVE")
        running, closed = propose(world), propose(world, event, deadline=NOW + timedelta(minutes=1))
        answered = propose(world)
        for code in ("CN", "BY"):
            say(world, answered, code, "yes", "no", "if_need_be")
        with writing():
            for slot in closed.slots:
                slot.starts_at = slot.starts_at.replace(year=2099)
            db.session.get(Poll, closed.id).deadline = NOW - timedelta(days=1)
            db.session.get(Poll, running.id).deadline = datetime(2099, 1, 1, tzinfo=UTC)
        words = {f"words-{number}-word": "yes" for number in range(3)}
        own = {name: f"/polls/{running.ulid}/{name}" for name in ("extend", "withdraw", "remind")}
        return {
            "events.poll": f"/polls/{running.ulid}",
            "events.poll_answer": {"url": f"/polls/{running.ulid}/answer", "data": {**words, "party": "CN"}},
            "events.poll_close": f"/polls/{answered.ulid}/close",
            "events.poll_choose": f"/polls/{closed.ulid}/choose?slot=1",
        } | {f"events.poll_{name}": url for name, url in own.items()}
