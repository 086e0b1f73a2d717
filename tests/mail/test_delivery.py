"""What is committed is sent once, what is rolled back never; what fails is tried again, or given up with its reason."""

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import attachers, deliver_due
from tests.mail.conftest import EVENT, post_one, post_some


def outbox(app) -> list[OutboxMail]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def post_and_fail(app) -> None:
    with app.app_context(), writing():
        post_one()
        db.session.flush()
        raise ZeroDivisionError


def test_mail_is_sent_after_the_commit(sending_app, mailbox):
    ids = post_some(sending_app, 3)

    sent = deliver_due(sending_app)

    assert (sent, mailbox.ids) == (3, ids)
    assert [bool(mail.sent_at) for mail in outbox(sending_app)] == [True] * 3


def test_mail_is_not_sent_when_the_transaction_rolls_back(sending_app, mailbox):
    with pytest.raises(ZeroDivisionError):
        post_and_fail(sending_app)

    sent = deliver_due(sending_app)

    assert (sent, mailbox.received, outbox(sending_app)) == (0, [], [])


def test_mail_that_was_sent_is_not_sent_again(sending_app, mailbox):
    post_some(sending_app, 1)
    deliver_due(sending_app)

    again = deliver_due(sending_app)

    assert (again, len(mailbox.received)) == (0, 1)


def test_mail_is_tried_again_after_a_temporary_failure(sending_app, mailbox):
    post_some(sending_app, 1)
    mailbox.answer_to = lambda recipient: "451 4.3.0 greylisted"
    assert deliver_due(sending_app) == 0
    (failed,) = outbox(sending_app)

    mailbox.answer_to = lambda recipient: None
    too_early = deliver_due(sending_app)
    with time_machine.travel(clock.now() + timedelta(minutes=1, seconds=1)):
        in_time = deliver_due(sending_app)

    assert (failed.last_error, failed.attempts, failed.given_up_at) == ("451 4.3.0 greylisted", 1, None)
    assert (too_early, in_time, len(mailbox.received)) == (0, 1, 1)


def test_mail_is_given_up_when_the_address_does_not_exist(sending_app, mailbox):
    post_some(sending_app, 2, secret="a-link's-token")
    mailbox.answer_to = lambda recipient: "550 5.1.1 no such user" if "delegate0" in recipient else None

    sent = deliver_due(sending_app)

    gone, arrived = outbox(sending_app)
    assert (sent, gone.last_error, gone.given_up_at is None, gone.secret) == (1, "550 5.1.1 no such user", False, "")
    assert (arrived.sent_at is None, arrived.secret) == (False, "")


def test_mails_wait_while_the_server_is_down(sending_app, mailbox):
    post_some(sending_app, 3)
    sending_app.config["SMTP_PORT"] = 9  # discard: nobody listens

    sent = deliver_due(sending_app)

    tried, *rest = outbox(sending_app)
    assert (sent, tried.attempts, [mail.attempts for mail in rest]) == (0, 1, [0, 0])
    assert tried.last_error.startswith("ConnectionRefusedError")


def test_mails_wait_and_the_operator_is_told_once_without_a_server(app, caplog):
    post_some(app, 2)
    app.extensions.pop("forumhub.mail_warned", None)

    with caplog.at_level(logging.WARNING, "forumhub.mail"):
        outcomes = [deliver_due(app), deliver_due(app)]

    assert outcomes == [0, 0]
    assert [record.message for record in caplog.records] == [
        "not sent: no SMTP server configured (FORUMHUB_SMTP_HOST); mails that wait: 2"
    ]
    assert [mail.attempts for mail in outbox(app)] == [0, 0]


def test_a_mail_that_cannot_be_rendered_does_not_hold_up_others(sending_app, mailbox):
    post_some(sending_app, 1, snapshot={"nothing": "of what the template names"})
    post_some(sending_app, 1)

    sent = deliver_due(sending_app)

    broken, fine = outbox(sending_app)
    assert (sent, broken.last_error, fine.sent_at is None) == (1, "could not be rendered: UndefinedError", False)


def test_a_link_sealed_with_another_key_is_given_up_in_words(sending_app, mailbox):
    post_some(sending_app, 1, secret="token")
    with sending_app.app_context(), writing():
        db.session.execute(OutboxMail.__table__.update().values(secret="not what this key sealed"))

    deliver_due(sending_app)

    (mail,) = outbox(sending_app)
    assert mail.given_up_at is not None
    assert mail.last_error.startswith("This mail's link was sealed with another secret key")


def test_no_secret_is_in_the_outbox_or_the_log(sending_app, mailbox, caplog):
    token = "wXyZ-secret-token-0123456789"
    snapshot = {"event": EVENT, "inviter": "组织者", "expires_at": "2027-09-01T00:00:00+00:00"}
    with sending_app.app_context(), writing():
        mail = post_one(snapshot=snapshot, secret=token)
        mail.template = "registration_invitation"
    (waiting,) = outbox(sending_app)
    mailbox.answer_to = lambda recipient: "451 later"

    with caplog.at_level(logging.DEBUG):
        deliver_due(sending_app)
        mailbox.answer_to = lambda recipient: None
        with time_machine.travel(clock.now() + timedelta(hours=1)):
            deliver_due(sending_app)

    (sent,) = outbox(sending_app)
    (message,) = mailbox.received
    ours = [record for record in caplog.records if not record.name.startswith("mail.log")]  # that is the test's server
    said = [record.getMessage() for record in ours if token in record.getMessage()]
    assert f"/invitations/{token}" in message.get_body(("plain",)).get_content()
    assert [token in str(vars(row)) for row in (waiting, sent)] == [False, False]
    assert (sent.secret, said) == ("", [])


def test_an_attacher_adds_to_the_mails_of_its_template(sending_app, mailbox):
    def attach(message, mail):
        message.add_attachment(b"BEGIN:VCALENDAR", maintype="application", subtype="ics", filename="invite.ics")

    attachers["registration_waiting"] = attach
    try:
        post_some(sending_app, 1)
        deliver_due(sending_app)
    finally:
        del attachers["registration_waiting"]

    names = [part.get_filename() for part in mailbox.received[0].iter_attachments()]
    assert names == ["invite.ics"]
