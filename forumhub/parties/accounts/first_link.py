"""The link with which somebody chooses the first password of an account that was made for them."""

from flask_security.recoverable import generate_reset_password_token

from forumhub import clock
from forumhub.mail.actions import post
from forumhub.parties.models import Account


def mail_first_link(account: Account) -> None:
    """Into the running transaction; the link is that of a reset, for an account that has no password yet."""
    person = account.person
    post(
        "account_made",
        to_email=account.email,
        to_name=person.name,
        language=person.language,
        timezone=person.timezone,
        snapshot={},
        secret=generate_reset_password_token(account),  # type: ignore[no-untyped-call]
        now=clock.now(),
    )
