"""From a poll to 'last used' on the page, by way of the worker."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub import clock
from forumhub.calendars.models import Subscription
from forumhub.calendars.subscribing.actions import renew_subscription
from forumhub.calendars.subscribing.folding import FOLDER, fold_polls
from forumhub.calendars.views.room import POLLS
from forumhub.database import db, writing
from tests.calendars.arranging import fetch, make_link

APPLE = "macOS/15.1 (24B83) dataaccessd/1.0"
GOOGLE = "Google-Calendar-Importer"


@pytest.fixture
def token(app, world, time_machine) -> str:
    """Of a link that was made some days ago; the clock stands."""
    time_machine.move_to(clock.now().replace(minute=1, second=0, microsecond=0) + timedelta(days=3), tick=False)
    app.extensions[POLLS]._noted.clear()
    for note in (app.config["INSTANCE"] / FOLDER).glob("*"):  # of the polls of other tests
        note.unlink()
    return make_link(world, "CN", "delegate")


def poll_by(app, token: str, agent: str = APPLE, etag: str = ""):
    return fetch(app, f"/feeds/{token}.ics", User_Agent=agent, **({"If_None_Match": etag} if etag else {}))


def fold(app, time_machine, minutes: int = 10) -> None:
    """What the worker does, some minutes later."""
    time_machine.shift(timedelta(minutes=minutes))
    fold_polls(app)


def use_in(app) -> tuple:
    with app.app_context():
        return tuple(db.session.execute(select(Subscription.last_used_at, Subscription.last_client)).one())


def test_poll_is_written_down_by_the_worker_with_the_client(app, world, token, time_machine):
    polled_at = clock.now()

    poll_by(app, token)
    before = use_in(app)
    fold(app, time_machine)

    assert (before, use_in(app)) == ((None, ""), (polled_at, "Apple Calendar"))
    assert list((app.config["INSTANCE"] / "polls").iterdir()) == []


def test_page_says_when_and_by_what_a_link_was_used(app, world, token, time_machine):
    client = world.signed_in("CN", "delegate")
    before = client.text("/subscribe")

    poll_by(app, token)
    fold(app, time_machine)

    assert "Last used" not in before
    page = client.text("/subscribe")
    assert "Beijing by Apple Calendar" in page
    assert ">never used<" not in page


def test_poll_writes_nothing_to_the_database(app, world, token, statements):
    with statements() as seen:
        etag = poll_by(app, token).headers["ETag"]
        again = poll_by(app, token, etag=etag)

    assert again.status_code == 304
    assert {statement.split()[0] for statement in seen} <= {"SELECT", "BEGIN"}


def test_note_costs_an_unchanged_poll_nothing_after_the_first(app, world, token, monkeypatch):
    poll_by(app, token)
    appended = []
    monkeypatch.setattr(app.extensions[POLLS], "_append", appended.append)

    for _number in range(3):
        poll_by(app, token)

    assert appended == []


def test_links_are_written_once_an_hour(app, world, token, time_machine):
    first = clock.now()
    poll_by(app, token)
    fold(app, time_machine)
    app.extensions[POLLS]._noted.clear()  # as another process would

    poll_by(app, token, GOOGLE)
    fold(app, time_machine)
    within = use_in(app)
    time_machine.shift(timedelta(hours=1))
    polled_at = clock.now()
    poll_by(app, token, GOOGLE)
    fold(app, time_machine)

    assert (within, use_in(app)) == ((first, "Apple Calendar"), (polled_at, "Google"))


def test_polls_of_the_old_address_are_not_uses_of_the_new_one(app, world, token, time_machine):
    poll_by(app, token)
    time_machine.shift(timedelta(minutes=1))
    with app.app_context(), writing():
        subscription = db.session.scalars(select(Subscription)).one()
        reader = world.reader("CN", "delegate", account_id=subscription.account_id)
        renew_subscription(subscription.ulid, by=reader, now=clock.now())

    fold(app, time_machine)

    assert use_in(app) == (None, "")


def test_dead_address_is_not_noted(app, world, token, time_machine):
    poll_by(app, token.swapcase())
    fold(app, time_machine)

    assert use_in(app) == (None, "")


def test_what_is_folded_twice_says_the_same(app, world, token, time_machine):
    poll_by(app, token)
    (note,) = (app.config["INSTANCE"] / "polls").iterdir()
    text = note.read_text()
    fold(app, time_machine)
    once = use_in(app)

    note.write_text(text)
    fold(app, time_machine)

    assert use_in(app) == once


def test_fold_takes_the_same_number_of_statements_however_many_links(app, world, token, time_machine, statements):
    numbers = []
    for count in (1, 10):
        for _number in range(count):
            poll_by(app, make_link(world, "CN", "delegate"))
        with statements() as seen:
            fold(app, time_machine)
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    ("days", "used", "said"), [(1, False, ""), (8, False, "never used"), (8, True, ""), (40, True, "long unused")]
)
def test_page_warns_of_a_link_that_nobody_uses(app, world, token, time_machine, days, used, said):
    if used:
        poll_by(app, token)
        fold(app, time_machine)
    with app.app_context(), writing():
        subscription = db.session.scalars(select(Subscription)).one()
        subscription.created_at = clock.now() - timedelta(days=days)
        if used:
            subscription.last_used_at = clock.now() - timedelta(days=days)

    page = world.signed_in("CN", "delegate").text("/subscribe")

    assert [word for word in ("never used", "long unused") if f">{word}<" in page] == ([said] if said else [])


@pytest.mark.parametrize("agent", ["<script>alert(1)</script>/1", "日历 <b>/2", ""])
def test_name_of_a_client_is_escaped(app, world, token, time_machine, agent):
    poll_by(app, token, agent)
    fold(app, time_machine)

    page = world.signed_in("CN", "delegate").text("/subscribe")

    assert "<script>alert" not in page
    assert "<b>/" not in page
    assert "Last used" in page
