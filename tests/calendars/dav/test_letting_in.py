"""Who is let in below /dav/: a password for a device, while its owner holds a role, and never in clear."""

from base64 import b64encode
from datetime import date

import pytest
from sqlalchemy import select, update

from forumhub.audit import AuditEntry
from forumhub.calendars.dav.actions import revoke_password
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.dav.nightly import end_all
from forumhub.calendars.dav.queries import get_password
from forumhub.calendars.dav.views.guarding import MOST_GUESSES
from forumhub.database import db, writing
from forumhub.parties.granting import end_role
from forumhub.parties.models import Account, Grant, Party, Person
from forumhub.parties.queries import grants_in_force
from tests.calendars.dav.arranging import Device, password_for
from tests.client import PASSWORD
from tests.world import NOW


@pytest.fixture
def device(app, world) -> Device:
    app.extensions["forumhub.attempts"].clear()
    yield Device.of(world, "CN", "delegate")
    app.extensions["forumhub.attempts"].clear()


def status(device: Device, **headers: str) -> int:
    return device.ask("PROPFIND", "/dav/", Depth="0", **headers).status_code


def test_a_password_for_a_device_lets_in_however_it_is_typed(device):
    plain = device.secret
    typed = [plain, plain.replace("-", ""), plain.upper(), f" {plain} "]

    found = []
    for device.secret in typed:
        found.append(status(device))

    assert found == [207] * 4


def test_a_password_has_128_random_bits_and_only_its_hash_is_kept(app, device):
    with app.app_context():
        kept = db.session.scalars(select(AppPassword.secret_sha256)).one()

    letters = device.secret.replace("-", "")
    assert (len(letters), len(kept)) == (28, 64)  # of 31 letters: 138 bits
    assert letters not in kept


def test_nothing_else_lets_in(app, world, device):
    another = password_for(world, "BY", "delegate")
    cookie = world.signed_in("CN", "delegate").http.get_cookie("session").value
    bearer = f"Bearer {device.secret}"

    found = {"bearer": status(device, Authorization=bearer), "none": status(device, Authorization="")}
    found["cookie"] = status(device, Authorization="", Cookie=f"session={cookie}")
    for name, secret in {"another's": another, "the account's": PASSWORD, "empty": "", "NUL": "\0", "漢": "漢"}.items():
        device.secret = secret
        found[name] = status(device)

    assert found == dict.fromkeys(found, 401)


def test_who_is_not_let_in_is_told_how(device):
    answer = device.ask("PROPFIND", "/dav/", Authorization="")

    assert answer.headers["WWW-Authenticate"] == 'Basic realm="forumhub calendars", charset="UTF-8"'
    assert "http://localhost/subscribe/devices" in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers


def test_a_password_ends_with_revocation_and_opens_nothing_while_the_account_is_closed(app, world, device):
    found = [status(device)]
    person_id = world.person["CN", "delegate"]
    with app.app_context(), writing():
        db.session.execute(update(Account).where(Account.person_id == person_id).values(active=False))
    found.append(status(device))
    with app.app_context(), writing():
        db.session.execute(update(Account).where(Account.person_id == person_id).values(active=True))
    found.append(status(device))
    revoke(app, world)
    found.append(status(device))

    assert found == [207, 401, 207, 401]


ENDED = "Ended with your last role"


def test_a_password_ends_for_good_with_the_last_role_that_runs_out(app, world, device):
    found, theirs = [status(device)], Grant.person_id == world.person["CN", "delegate"]
    other = Device.of(world, "BY", "delegate")
    with app.app_context(), writing():
        db.session.execute(update(Grant).where(theirs).values(until_date=date(2020, 1, 1)))
    found.append(status(device))

    end_all(app)
    with app.app_context(), writing():
        db.session.execute(update(Grant).where(theirs).values(until_date=None))

    found.append(status(device))
    assert (found, status(other)) == ([207, 401, 401], 207)
    pages = [world.signed_in(code, "delegate").text("/subscribe/devices") for code in ("CN", "BY")]
    assert [ENDED in page for page in pages] == [True, False]


def test_a_password_waits_where_another_role_is_to_begin(app, world, device):
    theirs = Grant.person_id == world.person["CN", "delegate"]
    with app.app_context(), writing():
        db.session.execute(update(Grant).where(theirs).values(until_date=date(2020, 1, 1)))
        later = Grant(person_id=world.person["CN", "delegate"], party_id=world.party["KZ"], role="observer")
        later.from_date, later.granted_at = date(2100, 1, 1), NOW
        db.session.add(later)
        db.session.flush()
        later_id = later.id
    between = status(device)

    end_all(app)
    with app.app_context(), writing():
        db.session.execute(update(Grant).where(Grant.id == later_id).values(from_date=date(2026, 1, 1)))

    assert (between, status(device)) == (401, 207)


def test_a_password_ends_for_good_when_the_last_role_is_ended(app, world, device):
    found, ended = [], []
    with app.app_context(), writing():
        person, party = db.session.get(Person, world.person["CN", "delegate"]), db.session.get(Party, world.party["CN"])
        second = Grant(person=person, party=party, role="observer", from_date=date(2026, 1, 1), granted_at=NOW)
        db.session.add(second)
    for role in ("delegate", "observer"):
        with app.app_context(), writing():
            (grant,) = (each for each in grants_in_force(world.person["CN", "delegate"], NOW) if each.role == role)
            end_role(grant, "调任", by=world.reader("CN", "administrator"), now=NOW)
        with app.app_context():
            acts = select(AuditEntry.act).where(AuditEntry.act.startswith("calendars.end"))
            ended.append(db.session.scalars(acts).all())
        found.append(status(device))
    with app.app_context(), writing():
        db.session.execute(update(Grant).where(Grant.person_id == world.person["CN", "delegate"]).values(ended_at=None))

    assert (found, status(device), ended) == ([207, 401], 401, [[], ["calendars.end_password"]])


def revoke(app, world) -> None:
    with app.app_context(), writing():
        password = db.session.scalars(select(AppPassword)).one()
        by = world.reader("CN", "delegate", account_id=password.account_id)
        revoke_password(get_password(password.ulid, by), by=by, now=NOW)


def test_a_password_for_a_device_signs_in_to_no_page(app, device):
    answer = app.test_client().post("/sign-in", data={"email": device.email, "password": device.secret})
    page = app.test_client().get("/", headers={"Authorization": f"Basic {basic(device)}"})

    assert answer.status_code == 200
    assert (page.status_code, page.location.partition("?")[0]) == (302, "/sign-in")


def basic(device: Device) -> str:
    return b64encode(f"{device.email}:{device.secret}".encode()).decode()


def test_guesses_are_throttled_and_one_old_password_again_and_again_is_none(app, device):
    right = device.secret
    device.secret = "old-password-of-a-forgotten-tablet"
    forgotten = {status(device) for _ in range(MOST_GUESSES + 5)}
    device.secret = right
    between = status(device)
    guesses = []
    for number in range(MOST_GUESSES):
        device.secret = f"guess {number}"
        guesses.append(status(device))
    device.secret = right

    assert (forgotten, between) == ({401}, 207)
    assert guesses == [401] * (MOST_GUESSES - 1) + [429]


def test_who_has_the_right_password_is_let_in_whoever_guesses_beside_them(app, device):
    right, beside = device.secret, []
    for number in range(MOST_GUESSES + 1):
        device.secret = f"guess {number}"
        beside.append(status(device))
    device.secret = right

    assert beside[-1] == 429
    assert status(device) == 207


@pytest.mark.parametrize(
    ("environ", "headers", "expected"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, {}, 401),
        ({"REMOTE_ADDR": "::1"}, {}, 401),
        ({"REMOTE_ADDR": "192.0.2.7"}, {}, 403),
        ({"REMOTE_ADDR": "192.0.2.7", "wsgi.url_scheme": "https"}, {}, 401),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"X-Forwarded-Proto": "https"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"X-Real-IP": "192.0.2.7"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Via": "1.1 proxy"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Host": "127.0.0.1:8000"}, 401),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Host": "[::1]:8000"}, 401),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Host": "LOCALHOST"}, 401),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Host": "forum.example"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Host": "localhost.forum.example"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1"}, {"Host": "127.0.0.1.forum.example:8000"}, 403),
        ({"REMOTE_ADDR": ""}, {}, 403),
    ],
)
def test_nobody_is_asked_for_a_password_in_clear(app, environ, headers, expected):
    answer = app.test_client().open("/dav/", method="PROPFIND", headers=headers, environ_overrides=environ)

    assert answer.status_code == expected
    assert ("WWW-Authenticate" in answer.headers) == (expected == 401)


def test_an_installation_for_others_takes_no_password_in_clear_from_a_proxy_that_says_nothing(app, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://forum.example")  # nginx asks as Host: 127.0.0.1:8000

    answer = app.test_client().open("/dav/", method="PROPFIND", headers={"Host": "127.0.0.1:8000"})

    assert answer.status_code == 403


@pytest.mark.parametrize(("proto", "expected"), [("https", 401), ("http", 403)])
def test_behind_a_trusted_proxy_its_word_counts(database_urls, tmp_path, proto, expected):
    from tests.conftest import make_app

    app = make_app(database_urls("sqlite"), tmp_path, PROXIES=1)
    headers = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": proto, "X-Forwarded-Host": "localhost"}

    answer = app.test_client().open("/dav/", method="PROPFIND", headers=headers)

    assert answer.status_code == expected
