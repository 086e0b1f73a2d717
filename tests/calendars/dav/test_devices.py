"""The page that makes passwords for devices, and what it says of their use."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub import clock
from forumhub.audit import AuditEntry
from forumhub.calendars.dav.models import AppPassword
from forumhub.calendars.dav.rules import MOST_PASSWORDS, secret_sha256
from forumhub.calendars.rules import LONGEST_LABEL
from forumhub.calendars.subscribing.folding import fold_polls
from forumhub.calendars.views.room import POLLS
from forumhub.database import db
from forumhub.mail.worker import deliver_due
from tests.calendars.dav.arranging import Device, password_for
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures

SECRET = re.compile(r"\b(?:[a-z2-9]{4}-){6}[a-z2-9]{4}\b")
PAGE = "/subscribe/devices"


def test_a_password_is_shown_once_with_what_else_is_to_be_typed(app, world):
    client = world.signed_in("CN", "delegate")

    made = client.post(PAGE, {"label": "平板 / Планшет"}).get_data(as_text=True)
    later = client.text(PAGE)

    (secret,) = set(SECRET.findall(made))
    assert "http://localhost/dav/" in made
    assert "delegate.cn@example.org" in made
    assert SECRET.findall(later) == []
    assert "平板 / Планшет" in later
    with app.app_context():
        assert db.session.scalars(select(AppPassword.secret_sha256)).one() == secret_sha256(secret)
        assert db.session.scalars(select(AuditEntry.act)).all() == ["calendars.make_password"]


def test_the_owner_is_told_by_mail_and_not_the_password(sending_app, world, mailbox):  # noqa: F811
    page = world.signed_in("CN", "delegate").post(PAGE, {"label": "平板 <b>Планшет</b>"}).get_data(as_text=True)

    deliver_due(sending_app)

    (mail,) = mailbox.received
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    (secret,) = set(SECRET.findall(page))
    assert mail["To"].addresses[0].addr_spec == "delegate.cn@example.org"
    assert mail["Subject"] == "A password for a device was made"
    assert ("“平板 <b>Планшет</b>”" in text, "平板 &lt;b&gt;Планшет&lt;/b&gt;" in html) == (True, True)
    assert (PAGE in text, PAGE in html, secret in mail.as_string()) == (True, True, False)


def test_a_password_is_made_only_by_who_gave_theirs_a_short_while_ago(app, world):
    client = world.signed_in("CN", "delegate")
    with client.http.session_transaction() as session:
        session["fs_paa"] = 0

    answer = client.post(PAGE, {"label": "x"})

    assert (answer.status_code, "once-more-password" in answer.get_data(as_text=True)) == (422, True)
    with app.app_context():
        assert db.session.scalars(select(AppPassword.secret_sha256)).all() == []


@pytest.mark.parametrize(
    ("label", "said"),
    [("", "Name the device"), (" \0\n", "Name the device"), ("x" * (LONGEST_LABEL + 1), "longer than 120")],
)
def test_a_name_that_is_none_is_refused_beside_its_field(world, label, said):
    answer = world.signed_in("CN", "delegate").post(PAGE, {"label": label})

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_too_many_passwords_are_refused(app, world):
    for _number in range(MOST_PASSWORDS):
        password_for(world, "CN", "delegate")

    answer = world.signed_in("CN", "delegate").post(PAGE, {"label": "one more"})

    assert answer.status_code == 422
    assert f"You have {MOST_PASSWORDS} passwords" in answer.get_data(as_text=True)


def test_a_revoked_password_leaves_the_page_and_opens_nothing(app, world):
    device, client = Device.of(world, "CN", "delegate"), world.signed_in("CN", "delegate")
    with app.app_context():
        ulid = db.session.scalars(select(AppPassword.ulid)).one()

    by_another = world.signed_in("CN", "organizer").post(f"{PAGE}/{ulid}/revoke").status_code
    before = device.ask("PROPFIND", "/dav/", Depth="0").status_code
    answer = client.post(f"{PAGE}/{ulid}/revoke")

    assert (by_another, before, answer.status_code) == (404, 207, 302)
    assert device.ask("PROPFIND", "/dav/", Depth="0").status_code == 401
    assert "/revoke" not in client.text(PAGE)


def test_who_holds_no_role_is_told_so(world):
    page = world.operator().text(PAGE)

    assert "No role, nothing to sync" in page
    assert 'name="label"' not in page


def test_the_page_takes_the_same_number_of_queries_however_many_passwords(world, statements):
    client, numbers = world.signed_in("CN", "delegate"), []
    for count in (1, 9):
        for _number in range(count):
            password_for(world, "CN", "delegate")
        with statements() as seen:
            client.text(PAGE)
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]


def test_a_use_is_written_down_by_the_worker(app, world, time_machine):
    time_machine.move_to(clock.now().replace(minute=1, second=0, microsecond=0) + timedelta(days=3), tick=False)
    app.extensions[POLLS]._noted.clear()
    device = Device.of(world, "CN", "delegate")

    device.ask("PROPFIND", "/dav/", Depth="0", User_Agent="DAVx5/4.5-ose (2026/10/01)")
    before = world.signed_in("CN", "delegate").text(PAGE)
    time_machine.shift(timedelta(minutes=10))
    fold_polls(app)
    after = world.signed_in("CN", "delegate").text(PAGE)

    assert "Not used yet" in before
    assert re.search(r"Last used .* by DAVx5", after)
