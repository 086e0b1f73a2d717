"""A link's address is its key: a dead one is no address at all, and a living one opens its feed and nothing else."""

import logging

import pytest
from sqlalchemy import select

from forumhub.calendars.models import Subscription
from forumhub.calendars.subscribing.actions import renew_subscription, revoke_subscription
from forumhub.database import db, writing
from tests.calendars.arranging import fetch, make_link, poll
from tests.client import Client
from tests.world import NOW, World

CONDITIONS = [
    {},
    {"If-None-Match": "*"},
    {"If-None-Match": '"x", W/"y"'},
    {"If-Modified-Since": "Fri, 27 Nov 2037 09:00:00 GMT"},
    {"Range": "bytes=0-10"},
    {"Accept-Encoding": "gzip"},
]


def act_on_link(world: World, act, code: str = "CN", role: str = "delegate") -> object:
    with world.app.app_context(), writing():
        subscription = db.session.scalars(select(Subscription)).one()
        reader = world.reader(code, role, account_id=subscription.account_id)
        return act(subscription.ulid, by=reader, now=NOW)


def seen(answer) -> tuple:
    """The whole answer, but for when it was made."""
    headers = sorted((name, value) for name, value in answer.headers if name != "Date")
    return answer.status_code, headers, answer.get_data()


def at_a_browser(world: World) -> Client:
    """Signed in, with the form token that its first page put into its cookie."""
    client = world.signed_in("KZ", "secretary")
    client.get("/nowhere")
    return client


@pytest.fixture
def dead(app, world, time_machine) -> list[str]:
    """Addresses below /feeds/ that open nothing; the first was revoked, the second has been made anew since."""
    time_machine.move_to(NOW, tick=False)  # a page's form token holds the second in which it was made
    token = make_link(world, "CN", "delegate")
    act_on_link(world, renew_subscription)
    with app.app_context():
        anew = renewed = db.session.scalars(select(Subscription.token_sha256)).one()
    assert len(anew) == 64
    act_on_link(world, revoke_subscription)
    mistyped = (token.swapcase(), token[:-1], token + "A", renewed, "x", "никогда", "%00", "%FF", "A" * 400)
    return [f"/feeds/{each}.ics" for each in (token, *mistyped)] + [f"/feeds/{token}", f"/feeds/{token}.ics/x"]


@pytest.mark.parametrize("signed_in", [False, True])
def test_dead_and_mistyped_addresses_are_alike_whatever_is_asked(app, world, dead, signed_in):
    client = at_a_browser(world) if signed_in else None

    for headers in CONDITIONS:
        answers = [seen((client or Client(app)).get(path, headers=headers)) for path in dead]
        assert answers[0][0] == 404
        assert answers == [answers[0]] * len(dead)


def test_dead_address_is_a_missing_page_for_who_is_signed_in(app, world, dead):
    client = at_a_browser(world)

    assert [seen(client.get(path)) for path in dead] == [seen(client.get("/nowhere"))] * len(dead)


def test_dead_address_is_the_page_of_what_is_missing_for_a_calendar(app, world, dead):
    missing, answer = fetch(app, "/static/nowhere"), fetch(app, dead[0])

    assert (answer.status_code, answer.get_data()) == (404, missing.get_data())
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Location" not in answer.headers


def test_head_of_a_dead_address_is_that_of_a_missing_page(app, world, dead):
    client = at_a_browser(world)

    answers = [seen(client.http.head(path)) for path in (*dead, "/nowhere")]

    assert answers[0][0] == 404
    assert answers == [answers[0]] * len(answers)


def test_dead_address_tells_no_more_in_another_language(app, world, dead):
    answers = [seen(fetch(app, path, Accept_Language="ru")) for path in dead]

    assert "Такой страницы нет" in answers[0][2].decode()
    assert answers == [answers[0]] * len(dead)


def test_link_made_anew_answers_by_the_new_address_only(app, world):
    old = make_link(world, "CN", "delegate")

    new = act_on_link(world, renew_subscription).token

    assert [poll(app, token).status_code for token in (old, new)] == [404, 200]


@pytest.mark.parametrize(
    "path",
    ["/", "/subscribe", "/events", "/my-data", "/invitations/{0}", "/offers/{0}", "/applications/{0}", "/reset/{0}"],
)
def test_token_opens_nothing_else(app, world, path):
    token = make_link(world, "CN", "delegate")
    ways = [
        {"headers": {"Authorization": f"Bearer {token}"}},
        {"auth": ("delegate.cn@example.org", token)},
        {"query_string": {"token": token, "auth_token": token}},
        {"headers": {"Authentication-Token": token}},
    ]

    answers = [Client(app).get(path.format(token), **way) for way in ways]
    plain = Client(app).get(path.format("A" * 22))

    assert {(answer.status_code, "delegate CN" in answer.get_data(as_text=True)) for answer in answers} == {
        (plain.status_code, False)
    }


def test_token_is_stored_as_its_hash_only(app, world):
    token = make_link(world, "CN", "delegate")

    with app.app_context():
        row = dict(db.session.execute(select(Subscription.__table__)).mappings().one())

    assert len(token) == 22
    assert token not in str(row)


def test_token_is_in_no_log_of_ours(app, world, caplog):
    caplog.set_level(logging.DEBUG)
    token = make_link(world, "CN", "delegate")

    poll(app, token)
    act_on_link(world, revoke_subscription)
    poll(app, token)

    assert token not in caplog.text
