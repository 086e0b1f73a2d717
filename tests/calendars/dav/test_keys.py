"""All that opens one's calendars without signing in: shown where passwords and sessions end, ended by one button."""

from sqlalchemy import select, update

from forumhub import clock
from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.parties.models import Account
from tests.calendars.arranging import make_link, poll
from tests.calendars.dav.arranging import Device, password_for

KEYS, OLDER, BUTTON = "What opens your calendars", "This is older than the reset", "/subscribe/keys/revoke"


def shown(client) -> list[tuple[bool, bool]]:
    pages = [client.text(path) for path in ("/account/sessions", "/account", "/")]
    return [(KEYS in page and BUTTON in page, OLDER in page) for page in pages]


def test_what_opens_calendars_is_offered_where_sessions_end_and_first_after_a_reset(app, world):
    client = world.signed_in("CN", "delegate")
    none = shown(client)
    make_link(world, "CN", "delegate")
    password_for(world, "CN", "delegate"), password_for(world, "CN", "delegate")
    made = shown(client)
    with app.app_context():
        db.session.execute(update(Account).values(credentials_reset_at=clock.now()))
        db.session.commit()

    after = shown(client)

    assert none == [(False, False)] * 3
    assert made == [(True, False), (True, False), (False, False)]
    assert after == [(True, False), (True, False), (True, True)]
    assert "1 link to a calendar</b> · <b>2 passwords for devices</b>" in client.text("/")


def test_one_button_ends_all_links_and_device_passwords_of_ones_own(app, world):
    client = world.signed_in("CN", "delegate")
    device, links = Device.of(world, "CN", "delegate"), [make_link(world, "CN", "delegate") for _ in range(2)]
    other, others = Device.of(world, "BY", "delegate"), make_link(world, "BY", "delegate")

    said = client.text("/account") + client.post(BUTTON).location + client.text("/account")
    again = client.post(BUTTON)

    assert [poll(app, link).status_code for link in (*links, others)] == [404, 404, 200]
    assert [each.ask("PROPFIND", each.calendar(), Depth="0").status_code for each in (device, other)] == [401, 207]
    assert ("Nothing opens your calendars any more" in said, said.count(KEYS)) == (True, 1)
    assert (again.status_code, "No link and no password" in client.text("/account")) == (302, True)
    with app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "calendars.revoke_keys"))
        assert (entry.subject, entry.details) == (world.ulid["CN", "delegate"], {"links": 2, "devices": 1})
