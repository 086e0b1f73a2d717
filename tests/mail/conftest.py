"""A mail server, an app that sends through it, and mails to post."""

import pytest

from forumhub import clock
from forumhub.calendars.replies.addresses import use_mailbox
from forumhub.database import writing
from forumhub.mail.actions import post
from tests.mail.server import Mailbox, Server

EVENT = {
    "ulid": "01JDM3Q8Z0A1B2C3D4E5F6G7H8",
    "titles": {"en": "Forum on trafficking", "zh": "中白打击人口贩运论坛", "ru": "Форум по борьбе с торговлей людьми"},
    "local_start": "2027-09-14T09:30:00",
    "local_end": "2027-09-14T17:00:00",
    "starts_at": "2027-09-14T06:30:00+00:00",
    "timezone": "Europe/Minsk",
    "city": {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
    "venue": "",
    "state": "confirmed",
    "state_reason": "",
}


@pytest.fixture
def mailbox():
    box = Mailbox()
    server = Server(box)
    server.start()
    box.port = server.port
    yield box
    server.stop()


@pytest.fixture
def sending_app(app, mailbox):
    """The app, told where the mail server is."""
    before = dict(app.config)
    app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=mailbox.port, MAIL_FROM="Forum Office <office@example.org>")
    yield app
    app.config.update(before)


@pytest.fixture
def replies(app):
    """Invitations are answered to addresses of their own, at this domain."""
    use_mailbox("rsvp@forumhub.example")
    yield
    use_mailbox("")


def post_one(number: int = 0, **changes: object):
    """One confirmation in the running transaction."""
    values = {
        "to_email": f"delegate{number}@example.org",
        "to_name": "Li Wei 李伟",
        "language": "en",
        "timezone": "Asia/Shanghai",
        "snapshot": {"event": EVENT},
        "now": clock.now(),
    }
    return post("registration_waiting", **{**values, **changes})


def post_some(app, count: int, **changes: object) -> list[str]:
    """Posts and commits; the Message-IDs in order."""
    with app.app_context(), writing():
        mails = [post_one(number, **changes) for number in range(count)]
        return [mail.message_id for mail in mails]
