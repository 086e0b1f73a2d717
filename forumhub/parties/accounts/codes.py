"""A code from the phone, asked afresh for an act that binds a party: bound to the act, and taken once."""

import time

from flask import current_app

from forumhub.database import locked
from forumhub.errors import N_, RuleBroken
from forumhub.parties.accounts.attempts import MOST_OF_ONE
from forumhub.parties.models import Account


def take_code(account_id: int, code: str) -> None:
    """Takes the code in the running transaction. Raises RuleBroken for a wrong, a used or an old one, and after too
    many of them, whatever the next one is.
    """
    attempts, key = current_app.extensions["forumhub.attempts"], ("code", account_id)
    if attempts.of(key, time.monotonic()) >= MOST_OF_ONE:
        raise RuleBroken(N_("Too many codes were wrong. Wait five minutes, then try again."), field="code")
    account = locked(Account, account_id)
    security = current_app.extensions["security"]
    window = current_app.config["SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY"]
    digits = "".join(code.split())
    if not (
        account.tf_totp_secret and security.totp_factory.verify_totp(digits, account.tf_totp_secret, account, window)
    ):
        attempts.add(key, time.monotonic())
        message = N_("The code is not right. Each code counts once; wait for the next one and check the phone's clock.")
        raise RuleBroken(message, field="code")
