"""Ten thousand subscribers who poll each minute of a simulated hour. Run: python -m benchmarks.subscribers

Each minute one event is renamed that stands in 1 % of the feeds. Then everybody polls, with the tag that they have:
whose feed shows the event must get the new title, everybody else a 304. Polls are calls of the WSGI application in this
process, one after another, so that an hour takes minutes; its memory is a serving process's.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import insert

from benchmarks.feeds import make_site
from forumhub.calendars.actions import publish_events
from forumhub.calendars.membership import PERSON
from forumhub.calendars.models import Subscription
from forumhub.calendars.opening import sha256_of
from forumhub.calendars.publishing import EVERYBODY, Touched
from forumhub.database import db, new_ulid, writing
from forumhub.events.actions import edit_event
from forumhub.events.models import Event, EventParticipant
from forumhub.parties.models import Account, Person
from tests.events.examples import make_event
from tests.world import NOW, World

SHARE = 100
"""One in so many feeds shows the same event."""


class Outcome(NamedTuple):
    """`wrong`: polls that were not answered as they must be. Times in milliseconds, memory in MB."""

    polls: int
    not_modified: int
    wrong: int
    p50: float
    p99: float
    rss_before: float
    rss_after: float


def subscribe_all(world: World, count: int, share: int = SHARE) -> list[list[str]]:
    """So many people with a feed each; their tokens, by the event that names them."""
    with world.app.app_context():
        events = [make_event(world, code=_code(number), access="delegates").id for number in range(share)]
        with writing():
            people = [{"ulid": new_ulid(), "name": f"subscriber {number}", "language": "en"} for number in range(count)]
            ids = list(db.session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), people))
            accounts = [
                {"person_id": each, "email": f"{each}@example.org", "fs_uniquifier": f"s{each}", "created_at": NOW}
                for each in ids
            ]
            new = insert(Account).returning(Account.id, sort_by_parameter_order=True)
            owners = list(db.session.scalars(new, [{"active": True, "operator": False, **each} for each in accounts]))
            links = [
                {
                    "ulid": new_ulid(),
                    "account_id": owner,
                    "token_sha256": sha256_of(f"token-{number}"),
                    "label": "phone",
                    "collection": PERSON + people[number]["ulid"],
                    "created_at": NOW,
                    "last_client": "",
                }
                for number, owner in enumerate(owners)
            ]
            db.session.execute(insert(Subscription), links)
            named = [
                {"event_id": events[at % len(events)], "person_id": each, "standing": "invited"}
                for at, each in enumerate(ids)
            ]
            db.session.execute(insert(EventParticipant), named)
            publish_events(Touched(set(events), set(events), EVERYBODY, set(), set()), now=NOW)
    return [[f"token-{number}" for number in range(at, count, len(events))] for at in range(len(events))]


def _code(number: int) -> str:
    return "S" + chr(65 + number // 26) + chr(65 + number % 26)


def simulate(world: World, tokens: list[list[str]], minutes: int) -> Outcome:
    poll, tags, times = poller(world.app), dict[str, str](), list[float]()
    for token in (token for group in tokens for token in group):
        tags[token] = poll(token, "")[1]
    before, unchanged, wrong = resident(), 0, 0
    for minute in range(minutes):
        changed, title = minute % len(tokens), f"Minute {minute} 分钟"
        rename(world, changed, title)
        for at, group in enumerate(tokens):
            for token in group:
                start = time.perf_counter()
                status, tag, body = poll(token, tags[token])
                times.append(1000 * (time.perf_counter() - start))
                as_it_must = (status == 200 and title.encode() in body) if at == changed else status == 304
                unchanged, wrong, tags[token] = unchanged + (status == 304), wrong + (not as_it_must), tag
    p99 = statistics.quantiles(times, n=100)[98]
    return Outcome(len(times), unchanged, wrong, statistics.median(times), p99, before, resident())


def poller(app: Flask) -> Callable[[str, str], tuple[int, str, bytes]]:
    client = app.test_client(use_cookies=False)

    def poll(token: str, tag: str) -> tuple[int, str, bytes]:
        answer = client.get(f"/feeds/{token}.ics", headers={"If-None-Match": tag} if tag else {})
        return answer.status_code, answer.headers["ETag"], answer.data

    return poll


def rename(world: World, number: int, title: str) -> None:
    with world.app.app_context(), writing():
        event = db.session.query(Event).order_by(Event.id).offset(number).limit(1).one()
        by = world.reader("BY", "organizer")
        edit_event(event, lock_version=event.lock_version, titles={"en": title}, by=by, now=NOW)


def resident() -> float:
    """MB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def main(subscribers: int = 10_000, minutes: int = 60) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _app, world = make_site(Path(folder))
        outcome = simulate(world, subscribe_all(world, subscribers), minutes)
    print(
        f"{subscribers:,} subscribers, {minutes} minutes: {outcome.polls:,} polls, {outcome.not_modified:,} of them 304"
    )
    print(f"p50 {outcome.p50:.2f} ms, p99 {outcome.p99:.2f} ms")
    print(f"{outcome.rss_before:.0f} MB before, {outcome.rss_after:.0f} MB after")
    growth = outcome.rss_after / outcome.rss_before
    print(json.dumps({"wrong": outcome.wrong, "p99_ms": round(outcome.p99, 2), "rss_growth": round(growth, 3)}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
