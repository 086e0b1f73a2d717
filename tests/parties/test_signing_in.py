"""Signing in and out, sessions that can be ended, and how often a password may be tried."""

import re
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import select

from forumhub.database import db
from forumhub.parties.accounts.attempts import Attempts
from forumhub.parties.models import Account, SignIn
from tests.client import PASSWORD, Client
from tests.counting import counted


@pytest.fixture(autouse=True)
def no_failures_yet(app):
    app.extensions["forumhub.attempts"].clear()


def sign_ins(app) -> list[SignIn]:
    with app.app_context():
        return list(db.session.scalars(select(SignIn).order_by(SignIn.id)))


def token_of(client: Client) -> str:
    with client.http.session_transaction() as session:
        return session.get("sign_in", "")


def is_signed_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def test_signing_in_leads_to_where_the_reader_was_going(world, client):
    way = client.get("/account/sessions").location

    answer = client.post(way, {"email": world.email("CN", "secretary"), "password": PASSWORD})

    assert (way, answer.location) == ("/sign-in?next=%2Faccount%2Fsessions", "/account/sessions")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "\\\\evil.example"])
def test_signing_in_leads_to_no_other_site(world, client, elsewhere):
    answer = client.post(
        "/sign-in", {"email": world.email("CN", "secretary"), "password": PASSWORD}, query_string={"next": elsewhere}
    )

    assert answer.location is None or "evil.example" not in answer.location.partition("%5C")[0]


def test_an_address_counts_whatever_its_case(world, client):
    client.sign_in("Secretary.CN@Example.org")

    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(world, client):
    pages = [
        client.post("/sign-in", {"email": email, "password": "wrong"}).get_data(as_text=True).replace(email, "…")
        for email in ("secretary.cn@example.org", "nobody.at.all@example.org")
    ]

    assert pages[0] == pages[1]
    assert "The e-mail address, the password or the code is not right." in pages[0]


def test_every_sign_in_has_a_row_and_a_token_of_its_own(app, world):
    clients = [world.signed_in("CN", "secretary") for _ in range(2)]

    assert len({token_of(client) for client in clients}) == 2
    assert [row.ended_at for row in sign_ins(app)] == [None, None]
    assert token_of(clients[0]) not in [row.token_sha256 for row in sign_ins(app)]


def csrf_token_of(client: Client) -> str:
    with client.http.session_transaction() as session:
        return session["csrf_token"]


def test_signing_in_changes_the_token_that_forms_carry(app, world, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sent = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.text("/sign-in"))[1]
    before = csrf_token_of(client)

    client.post("/sign-in", {"email": world.email("CN", "secretary"), "password": PASSWORD, "csrf_token": sent})
    client.text("/account")

    assert csrf_token_of(client) != before


def test_a_session_that_was_signed_out_is_dead_even_where_its_cookie_was_kept(world):
    client, thief = world.signed_in("CN", "secretary"), Client(world.app)
    thief.http.set_cookie("session", client.http.get_cookie("session").value)
    assert is_signed_in(thief)

    client.post("/sign-out")

    assert (is_signed_in(client), is_signed_in(thief)) == (False, False)


def test_a_session_ended_from_elsewhere_is_signed_out_at_its_next_request(app, world):
    phone, desk = world.signed_in("BY", "delegate"), world.signed_in("BY", "delegate")
    ulid = sign_ins(app)[0].ulid

    answer = desk.post(f"/account/sessions/{ulid}/end")

    assert answer.location == "/account/sessions"
    assert (is_signed_in(phone), is_signed_in(desk)) == (False, True)


def test_all_other_sessions_end_together_and_nobody_elses(world):
    phone, tablet, desk = (world.signed_in("BY", "delegate") for _ in range(3))
    other = world.signed_in("BY", "secretary")

    desk.post("/account/sessions/end-others")

    assert [is_signed_in(client) for client in (phone, tablet, desk, other)] == [False, False, True, True]


def test_the_page_of_sessions_shows_ones_own_and_asks_a_constant_number_of_times(world):
    desk = world.signed_in("BY", "delegate")
    with counted() as few:
        desk.get("/account/sessions")
    for _ in range(5):
        world.signed_in("BY", "delegate")
    world.signed_in("CN", "delegate")

    with counted() as many:
        page = desk.text("/account/sessions")

    assert (page.count("End it<"), len(many)) == (5, len(few))


def test_a_request_asks_once_for_the_account_with_its_session(world):
    client = world.signed_in("CN", "secretary")

    with counted() as asked:
        client.get("/account/second-factor")

    assert sum("sign_in" in statement for statement in asked) == 1


def test_a_session_ends_by_itself_after_its_days(app, world):
    client = world.signed_in("CN", "secretary")
    with app.app_context():
        row = db.session.scalars(select(SignIn)).one()
        row.created_at -= timedelta(days=14)
        db.session.commit()

    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_once_and_not_let_in_again(app, world):
    client = world.signed_in("CN", "secretary")
    with app.app_context():
        db.session.scalars(select(Account).where(Account.email == world.email("CN", "secretary"))).one().active = False
        db.session.commit()

    again = Client(app).post("/sign-in", {"email": world.email("CN", "secretary"), "password": PASSWORD})

    assert (is_signed_in(client), again.status_code) == (False, 200)


def test_no_token_in_address_or_header_signs_anybody_in(app, world):
    with app.test_request_context():
        account = db.session.scalars(select(Account).where(Account.email == world.email("CN", "secretary"))).one()
        token = account.get_auth_token()
        address = url_for("account.show", auth_token=token)

    client = Client(app)

    assert client.get(address).status_code == 302
    assert client.get("/account", headers={"Authentication-Token": token}).status_code == 302


def test_after_eight_failures_even_the_right_password_waits(world, client):
    email = world.email("CN", "secretary")
    failed = [client.post("/sign-in", {"email": email, "password": "wrong"}).status_code for _ in range(8)]

    answer = client.post("/sign-in", {"email": email, "password": PASSWORD})

    assert (failed, answer.status_code) == ([200] * 8, 429)
    assert "Wait a minute, then try again." in answer.get_data(as_text=True)


def test_the_failures_of_one_account_do_not_lock_another(world, client):
    for _ in range(9):
        client.post("/sign-in", {"email": world.email("CN", "secretary"), "password": "wrong"})

    assert is_signed_in(client.sign_in(world.email("CN", "organizer")))


def test_attempts_are_forgotten_after_their_window_and_never_outgrow_their_bound():
    attempts = Attempts(window=300, keys=100)
    for number in range(1000):
        attempts.add(number, now=0.0)
    attempts.add("somebody", now=10.0)

    assert (attempts.of("somebody", 309.9), attempts.of("somebody", 310.0)) == (1, 0)
    assert len(attempts._counted) == 100


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Your roles today"), ("zh", 'lang="zh-Hans-CN"'), ("ru", 'lang="ru"')]
)
def test_the_language_is_chosen_for_the_session_and_leads_back(world, language, words):
    client = world.signed_in("CN", "secretary")

    answer = client.get(f"/language?to={language}", headers={"Referer": "http://localhost/account?x=1"})

    assert answer.location == "/account?x=1"
    assert words in client.text("/account")


@pytest.mark.parametrize("referrer", ["https://evil.example/account", "", "http://localhost.evil.example/"])
def test_choosing_a_language_leads_to_no_other_site(world, client, referrer):
    assert client.get("/language?to=ru", headers={"Referer": referrer}).location == "/"


def test_an_unknown_language_is_refused(world, client):
    assert client.get("/language?to=xx").status_code == 400


def test_the_accounts_language_and_clock_are_kept(world):
    client = world.signed_in("CN", "secretary")
    client.get("/language?to=zh")
    asked = client.text("/account")

    client.post("/account", {"language": "ru", "timezone": "Europe/Minsk"})

    page = client.text("/account")
    assert ('<option selected value="zh">' in asked, "邮件使用已保存的语言：English" in asked) == (True, True)
    assert 'lang="ru"' in page
    assert '<option selected value="Europe/Minsk">' in page


def test_an_unknown_zone_is_refused_and_nothing_is_kept(world):
    client = world.signed_in("CN", "secretary")

    answer = client.post("/account", {"language": "ru", "timezone": "Mars/Olympus"})

    assert answer.status_code == 422
    assert '<option selected value="Asia/Shanghai">' in client.text("/account")


@pytest.mark.parametrize("page", ["//evil.example/", "/\\evil.example", "////evil.example/x"])
def test_choosing_a_language_on_a_page_named_like_another_host_leads_to_none(world, client, page):
    answer = client.get("/language?to=ru", headers={"Referer": f"http://localhost{page}"})

    assert answer.location == "/"


def test_pages_of_signing_in_are_kept_by_nobody(world, client):
    assert client.get("/sign-in").headers["Cache-Control"] == "private, no-store"
