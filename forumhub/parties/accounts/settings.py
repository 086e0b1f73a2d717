"""How Flask-Security is set."""

import base64
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forumhub.parties.accounts.words import MESSAGES


def settings(secret_key: str, fresh_minutes: int, translations: str) -> dict[str, Any]:
    """By Flask-Security's names. Without `remember me`, tokens or JSON: one session cookie is all there is."""
    values = {
        "PASSWORD_SALT": secret_key,
        "PASSWORD_LENGTH_MIN": 12,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "RETURN_GENERIC_RESPONSES": True,
        "I18N_DOMAIN": "messages",
        "I18N_DIRNAME": [translations],
        "API_ENABLED_METHODS": ["session"],
        "CACHE_CONTROL": {},  # web.py says it for every page; Flask-Security would write `private=True`
        "JOIN_USER_ROLES": False,
        "FRESHNESS": timedelta(minutes=fresh_minutes),
        "FRESHNESS_GRACE_PERIOD": timedelta(0),
        **addresses(),
        **mails(),
        **second_factor(secret_key),
        **{f"MSG_{name}": message for name, message in MESSAGES.items()},
    }
    return {f"SECURITY_{name}": value for name, value in values.items()}


def addresses() -> dict[str, Any]:
    return {
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "RESET_URL": "/reset",
        "CHANGE_URL": "/account/password",
        "VERIFY_URL": "/verify",
        "TWO_FACTOR_SETUP_URL": "/account/second-factor",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "TWO_FACTOR_SELECT_URL": "/sign-in/choose",
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery",
        "POST_CHANGE_VIEW": "/account",
        "TWO_FACTOR_POST_SETUP_VIEW": "/account",
        "RECOVERABLE": True,
        "CHANGEABLE": True,
    }


def mails() -> dict[str, Any]:
    """Templates are named as the outbox names them, which renders them itself."""
    return {
        "SEND_REGISTER_EMAIL": False,
        "EMAIL_PLAINTEXT": False,
        "EMAIL_HTML": False,
        "EMAIL_TEMPLATE_PASSWORD_RESET": "password_reset",
        "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "password_was_reset",
        "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "password_changed",
    }


def second_factor(secret_key: str) -> dict[str, Any]:
    derived = HKDF(SHA256(), 32, salt=None, info=b"forumhub/recovery-codes/v1").derive(secret_key.encode())
    return {
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 60,
        "TOTP_SECRETS": {"1": secret_key},
        "TOTP_ISSUER": "forumhub",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(derived)],
    }
