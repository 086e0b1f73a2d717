"""The outbox is written in the transaction that its mails are about; the worker claims them and says what became."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from forumhub import installation
from forumhub.database import db, new_ulid
from forumhub.mail import queries, rules, sealing, waking
from forumhub.mail.models import OutboxMail


@dataclass(frozen=True)
class Recipient:
    """`more` is added to the snapshot that all recipients share; `secret` is theirs alone, as in `post`."""

    email: str
    name: str
    language: str
    timezone: str
    more: dict[str, Any] = field(default_factory=dict)
    secret: str = ""


def post(
    template: str,
    *,
    to_email: str,
    to_name: str,
    language: str,
    timezone: str,
    snapshot: dict[str, Any],
    now: datetime,
    secret: str = "",
) -> OutboxMail:
    """Puts one mail into the running transaction; it is sent after the commit, or never.

    `template` names templates/mail/<template>.txt and .html, rendered with `snapshot` (plain JSON values; moments as
    ISO 8601), `secret` (kept encrypted until it is sent), `to_name` and `link(endpoint, **values)`.
    """
    to = Recipient(to_email, to_name, language, timezone, secret=secret)
    mail = OutboxMail(**_values(template, to, snapshot, installation.uid_host(), now))
    db.session.add(mail)
    waking.wake_after_commit(db.session())
    return mail


def post_to_each(template: str, recipients: Iterable[Recipient], snapshot: dict[str, Any], *, now: datetime) -> None:
    """The same to many, one mail each, in one statement."""
    host = installation.uid_host()
    if mails := [_values(template, recipient, snapshot, host, now) for recipient in recipients]:
        db.session.execute(insert(OutboxMail), mails)
        waking.wake_after_commit(db.session())


def post_together(template: str, recipients: Iterable[Recipient], snapshot: dict[str, Any], *, now: datetime) -> str:
    """One message to all of them: each stands in To, and each receives the same bytes, in the languages of all.

    What is a recipient's own (`more`, `secret`) has no place in it. Returns the id of the message.
    """
    by_address = {rules.on_the_wire(recipient.email): recipient for recipient in recipients}
    together = [
        {"email": email, "name": rules.one_line(to.name)[:200], "language": to.language, "timezone": to.timezone}
        for email, to in by_address.items()
    ]
    message_id = f"<{new_ulid()}@{installation.uid_host()}>"
    shared = {"message_id": message_id, "together": together}
    if mails := [_values(template, to, snapshot, "", now) | shared for to in by_address.values()]:
        db.session.execute(insert(OutboxMail), mails)
        waking.wake_after_commit(db.session())
    return message_id


def _values(template: str, to: Recipient, snapshot: dict[str, Any], host: str, now: datetime) -> dict[str, Any]:
    ulid = new_ulid()
    return {
        "ulid": ulid,
        "message_id": f"<{ulid}@{host}>",
        "template": template,
        "recipient": rules.on_the_wire(to.email),
        "recipient_name": rules.one_line(to.name)[:200],
        "language": to.language,
        "timezone": to.timezone,
        "snapshot": {**snapshot, **to.more},
        "together": [],
        "secret": sealing.seal(to.secret),
        "written_at": now,
        "due_at": now,
    }


def claim_mail(*, now: datetime) -> OutboxMail | None:
    """The mail that has waited longest, not to be claimed again within the lease; None where none is due."""
    mail = queries.next_due(now)
    if mail:
        mail.attempts += 1
        mail.due_at = now + rules.LEASE
        db.session.flush()
    return mail


def mark_sent(mail_id: int, *, now: datetime) -> None:
    mail = db.session.get_one(OutboxMail, mail_id)
    mail.sent_at, mail.secret, mail.last_error = now, "", ""


def mark_failed(mail_id: int, reason: str, *, permanent: bool, now: datetime) -> OutboxMail:
    """Sets the time of the next attempt, or gives up: then the reason stays and the secret goes."""
    mail = db.session.get_one(OutboxMail, mail_id)
    again = None if permanent else rules.next_attempt(mail.attempts, now)
    mail.last_error = reason
    if again is None:
        mail.given_up_at, mail.secret = now, ""
    else:
        mail.due_at = again
    return mail
