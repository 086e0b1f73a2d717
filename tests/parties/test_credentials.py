"""Passwords, codes, fresh authentication and the 72 hours, as somebody at a browser meets them."""

import html
import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import request, request_finished
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db
from tests.client import PASSWORD, Client
from tests.parties.conftest import Phone

NEW = "новый пароль 新密码 2026"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_failures_yet(app):
    app.extensions["forumhub.attempts"].clear()


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def ask_for_link(app, world, posted) -> str:
    Client(app).post("/reset", {"email": world.email("CN", "administrator")})
    return posted()[-1].secret


def reset(app, token: str, password: str = NEW) -> int:
    answer = Client(app).post(f"/reset/{token}", {"password": password, "password_confirm": password})
    return answer.status_code


def acts(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_reset_mails_a_link_that_works_once(app, world, posted):
    token = ask_for_link(app, world, posted)

    statuses = [reset(app, token), Client(app).get(f"/reset/{token}").status_code]

    assert posted()[0].template == "password_reset"
    assert statuses == [302, 302]
    assert Client(app).sign_in(world.email("CN", "administrator"), NEW).get("/account").status_code == 200
    assert [mail.template for mail in posted()] == ["password_reset", "password_was_reset"]
    assert acts(app) == ["parties.reset_password"]


def test_a_reset_ends_every_session(app, world, posted):
    client = world.signed_in("CN", "administrator")

    reset(app, ask_for_link(app, world, posted))

    assert client.get("/account").status_code == 302


def test_asking_for_an_unknown_address_looks_the_same_and_mails_nothing(app, world, posted):
    pages = [
        Client(app).post("/reset", {"email": email}).get_data(as_text=True).replace(email, "…")
        for email in (world.email("CN", "administrator"), "nobody.at.all@example.org")
    ]

    assert pages[0] == pages[1]
    assert len(posted()) == 1


def test_a_link_that_is_too_old_leads_to_a_new_one(app, world, posted, clock):
    token = ask_for_link(app, world, posted)
    clock.move_to(START + 25 * HOUR)

    answer = Client(app).get(f"/reset/{token}")

    assert answer.location == "/reset"


def test_a_short_password_is_refused_beside_the_field(app, world, posted):
    token = ask_for_link(app, world, posted)

    answer = Client(app).post(f"/reset/{token}", {"password": "short", "password_confirm": "short"})

    assert "A password of 12 characters or more would be right." in answer.get_data(as_text=True)


def grant_form(world) -> dict[str, str]:
    return {"person": world.ulid["CN", "delegate"], "role": "organizer", "from_date": "2026-11-30"}


def test_an_account_that_was_reset_grants_nothing_for_72_hours(app, world, posted, clock):
    reset(app, ask_for_link(app, world, posted))
    email = world.email("CN", "administrator")
    clock.move_to(START + 72 * HOUR - MINUTE)
    waiting = Client(app).sign_in(email, NEW)
    refused = waiting.post("/parties/CN/roles/new", grant_form(world))
    warned = "cannot act for a party" in waiting.text("/account")
    clock.move_to(START + 72 * HOUR)

    granted = Client(app).sign_in(email, NEW).post("/parties/CN/roles/new", grant_form(world))

    assert (refused.status_code, warned, granted.location) == (403, True, "/parties/CN")


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(app, world, posted):
    here, elsewhere = world.signed_in("CN", "administrator"), world.signed_in("CN", "administrator")

    answer = here.post("/account/password", {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW})

    assert answer.location == "/account"
    assert [client.get("/account").status_code for client in (here, elsewhere)] == [200, 302]
    assert [mail.template for mail in posted()] == ["password_changed"]


def test_changing_the_password_with_the_old_one_is_no_reset(world, account_of):
    client = world.signed_in("CN", "administrator")

    client.post("/account/password", {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW})

    assert account_of("CN", "administrator", "credentials_reset_at") is None


def test_a_wrong_old_password_changes_nothing(world, account_of):
    client = world.signed_in("CN", "administrator")

    answer = client.post("/account/password", {"password": "x", "new_password": NEW, "new_password_confirm": NEW})

    assert "This is not the account&#39;s password." in answer.get_data(as_text=True)
    assert account_of("CN", "administrator", "password") == PASSWORD


def test_a_stale_sign_in_is_asked_for_the_password_and_comes_back(world, clock):
    client = world.signed_in("CN", "administrator")
    clock.move_to(START + 15 * MINUTE)

    asked = client.get("/parties/CN/roles/new?person=X")
    verified = client.post(asked.location, {"password": PASSWORD})

    assert asked.location == "/verify?next=/parties/CN/roles/new?person%3DX"
    assert verified.location == "/parties/CN/roles/new?person=X"
    assert client.get(verified.location).status_code == 200


def test_a_sign_in_just_below_its_minutes_is_fresh(world, clock):
    client = world.signed_in("CN", "administrator")
    clock.move_to(START + 15 * MINUTE - timedelta(seconds=1))

    assert client.get("/parties/CN/roles/new").status_code == 200


ONCE_MORE = "once-more-password"


def carried(answer) -> dict[str, str]:
    """What the page that asks for the password carries along."""
    page = answer.get_data(as_text=True)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    return {name: html.unescape(value) for name, value in fields.items() if name != "csrf_token"}


def test_a_stale_post_does_nothing_and_leads_back_to_its_form(app, world, clock):
    client, typed = world.signed_in("CN", "administrator"), grant_form(world)
    clock.move_to(START + HOUR)

    asked = client.post("/parties/CN/roles/new", typed)
    wrong = client.post("/parties/CN/roles/new", carried(asked) | {ONCE_MORE: "wrong & 错"})
    done_before = acts(app)
    right = client.post("/parties/CN/roles/new", carried(wrong) | {ONCE_MORE: PASSWORD})

    assert [asked.status_code, wrong.status_code, right.status_code] == [422, 422, 302]
    assert carried(asked) == carried(wrong) == typed
    assert 'href="/parties/CN/roles/new">Cancel</a>' in asked.get_data(as_text=True)
    assert "wrong &" not in html.unescape(wrong.get_data(as_text=True))
    assert (done_before, acts(app)) == ([], ["parties.grant_role"])
    assert client.get("/parties/CN/roles/new").status_code == 200


def test_a_stale_post_without_a_form_of_its_own_leads_back_to_the_page_before(app, world, clock):
    client = world.signed_in("CN", "administrator")
    clock.move_to(START + HOUR)

    answer = client.post(
        "/account/second-factor/some-token",
        {"code": "<1>", "scan": [(io.BytesIO(b"%PDF"), "план.pdf"), (io.BytesIO(b"%PDF"), "图.pdf")]},
        headers={"Referer": "http://localhost/account/second-factor?x=1"},
    )

    page = answer.get_data(as_text=True)
    assert (answer.status_code, carried(answer)) == (422, {"code": "<1>"})
    assert re.findall(r'href="([^"]+)">Cancel</a>', page) == ["/account/second-factor?x=1"]
    assert re.findall(r"Choose ([^<]+) once more", page) == ["план.pdf, 图.pdf"]
    assert re.findall(r'type="file"[^>]* name="(\w+)" required( multiple)?', page) == [("scan", " multiple")]


def test_a_password_for_a_stale_post_is_guessed_as_seldom_as_any(app, world, clock):
    client, typed = world.signed_in("CN", "administrator"), grant_form(world)
    clock.move_to(START + HOUR)

    guesses = [client.post("/parties/CN/roles/new", typed | {ONCE_MORE: f"guess {n}"}).status_code for n in range(8)]
    late = client.post("/parties/CN/roles/new", typed | {ONCE_MORE: PASSWORD})
    verified = client.post("/verify", {"password": PASSWORD})

    assert (guesses, late.status_code, verified.status_code) == ([422] * 8, 429, 429)
    assert (carried(late), acts(app)) == (typed, [])


def test_a_stale_post_of_more_than_could_come_back_is_refused_at_once(world, clock):
    client = world.signed_in("CN", "administrator")
    clock.move_to(START + HOUR)

    answer = client.post("/parties/CN/roles/new", {"a": ["и"] * 1100})

    assert (answer.status_code, len(answer.get_data()) < 10_000) == (413, True)


def test_a_password_that_comes_along_while_another_is_fresh_never_reaches_the_view(app, world, clock):
    client, met = world.signed_in("CN", "administrator"), []

    def note(*_args, **_values):
        met.append(list(request.form))

    with request_finished.connected_to(note, app):
        answer = client.post("/parties/CN/roles/new", {"person": "", ONCE_MORE: "any 密码"})

    assert (answer.status_code, ONCE_MORE in met[-1], "person" in met[-1]) == (422, False, True)


def test_a_wrong_password_does_not_verify(world, clock):
    client = world.signed_in("CN", "administrator")
    clock.move_to(START + HOUR)

    client.post("/verify?next=/parties/CN/roles/new", {"password": "wrong"})

    assert client.get("/parties/CN/roles/new").status_code == 302


def set_up_phone(client: Client) -> Phone:
    page = client.post("/account/second-factor", {"setup": "authenticator"}).get_data(as_text=True)
    phone = Phone(re.search(r"<code>([A-Z2-7-]+)</code>", page)[1].replace("-", ""))
    address = re.search(r'action="(/account/second-factor/[^"]+)"', page)[1]
    assert client.post(address, {"code": phone.code(time.time())}).location == "/account"
    return phone


def give_password(app, world) -> Client:
    client = Client(app)
    answer = client.post("/sign-in", {"email": world.email("CN", "administrator"), "password": PASSWORD})
    assert answer.location.startswith("/sign-in/code")
    return client


def test_with_a_phone_the_password_alone_signs_nobody_in(app, world, clock):
    set_up_phone(world.signed_in("CN", "administrator"))

    client = give_password(app, world)

    assert client.get("/account").status_code == 302


def test_the_phones_code_signs_in_and_counts_once(app, world, clock):
    phone = set_up_phone(world.signed_in("CN", "administrator"))
    clock.move_to(START + 2 * MINUTE)
    code = phone.code(time.time())

    first, second = give_password(app, world), give_password(app, world)
    answers = [client.post("/sign-in/code", {"code": code}).status_code for client in (first, second)]

    assert answers == [302, 200]
    assert [client.get("/account").status_code for client in (first, second)] == [200, 302]


def test_the_first_phone_is_told_by_mail_and_is_no_reset(app, world, posted, account_of, clock):
    set_up_phone(world.signed_in("CN", "administrator"))

    assert [mail.template for mail in posted()] == ["second_factor"]
    assert account_of("CN", "administrator", "credentials_reset_at") is None
    assert acts(app) == ["parties.set_second_factor"]


def test_another_phone_or_none_begins_the_72_hours(world, account_of, clock):
    client = world.signed_in("CN", "administrator")
    set_up_phone(client)
    clock.move_to(START + MINUTE)
    set_up_phone(client)
    changed = account_of("CN", "administrator", "credentials_reset_at")
    clock.move_to(START + 2 * MINUTE)

    client.post("/account/second-factor", {"setup": "disable"})

    assert changed == START + MINUTE
    assert account_of("CN", "administrator", "credentials_reset_at") == START + 2 * MINUTE
    assert account_of("CN", "administrator", "tf_primary_method") is None


def test_guessing_codes_stops_after_eight_from_wherever_they_come(app, world, clock):
    phone = set_up_phone(world.signed_in("CN", "administrator"))
    clock.move_to(START + 2 * MINUTE)
    clients = [give_password(app, world) for _ in range(9)]
    for client in clients[:8]:
        client.post("/sign-in/code", {"code": "000000"})

    assert clients[8].post("/sign-in/code", {"code": phone.code(time.time())}).status_code == 429


def test_a_recovery_code_signs_in_once_and_is_stored_encrypted(app, world, account_of, clock):
    client = world.signed_in("CN", "administrator")
    set_up_phone(client)
    page = client.post("/account/recovery-codes").get_data(as_text=True)
    codes = re.findall(r"<code>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</code>", page)
    stored = account_of("CN", "administrator", "mf_recovery_codes")

    lost = [give_password(app, world) for _ in range(2)]
    answers = [client.post("/sign-in/recovery", {"code": codes[0]}).status_code for client in lost]

    assert (len(codes), set(codes) & set(stored)) == (8, set())
    assert answers == [302, 200]
    assert lost[0].get("/account").status_code == 200
    assert len(account_of("CN", "administrator", "mf_recovery_codes")) == 7


def test_the_page_for_codes_signs_nobody_out(world):
    client = world.signed_in("CN", "administrator")

    assert client.get("/sign-in/code").location == "/"
    assert client.get("/account").status_code == 200


def test_many_at_once_sign_in_and_save(app, world):
    """SQLite refuses a reader that turns writer when somebody wrote in between; requests here write late, anew."""
    people = [(code, role) for code in ("CN", "BY", "KZ") for role in ("administrator", "organizer", "delegate")]

    with ThreadPoolExecutor(9) as pool:
        clients = list(pool.map(lambda who: world.signed_in(*who), people))
        form = {"language": "zh", "timezone": "Asia/Shanghai"}
        answers = list(pool.map(lambda client: client.post("/account", form).status_code, clients))

    assert answers == [302] * 9
