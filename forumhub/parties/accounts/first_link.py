"""The link with which somebody chooses the first password of an account that was made for them."""

from flask_security.recoverable import generate_reset_password_token

from forumhub import clock
from forumhub.parties.addressing import post_to_person
from forumhub.parties.models import Account


def mail_first_link(account: Account) -> None:
    """Into the running transaction; the link is that of a reset, for an account that has no password yet."""
    token = generate_reset_password_token(account)  # type: ignore[no-untyped-call]
    post_to_person(account.person, account.email, "account_made", {}, now=clock.now(), secret=token)
