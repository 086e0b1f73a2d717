"""Settings: the defaults here, then the environment (prefix FORUMHUB_), then what `create_app` is handed."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from forumhub.errors import N_, ForumhubError

PREFIX = "FORUMHUB_"
REPLY_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,13}@[A-Za-z0-9.-]+")
"""A token of 50 characters and its plus sign follow its local part, which may have 64 (RFC 5321 §4.5.3.1.1)."""

DEFAULTS: dict[str, Any] = {
    "SECRET_KEY": "",
    "SENSITIVE_KEY": "",
    "DATABASE_URL": "",
    "INSTANCE": "instance",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "UID_HOST": "forumhub.invalid",
    "MAIL_FROM": "forumhub@localhost",
    "REPLY_ADDRESS": "",
    "AUTHSERV_ID": "",
    "TRUSTED_DOMAINS": (),
    "SMTP_HOST": "",
    "SMTP_PORT": 25,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "SMTP_STARTTLS": False,
    "SECURE_COOKIES": True,
    "PROXIES": 0,
    "EXAMPLE_DATA": False,
    "LANGUAGES": ("en", "zh", "ru"),
    "FRESH_MINUTES": 15,
    "QUARANTINE_HOURS": 72,
    "MAX_UPLOAD_BYTES": 10 * 1024 * 1024,
    "FONTS": "",
}


class BadConfiguration(ForumhubError):
    """A setting is missing or cannot be read."""


def read_settings(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """All settings by name. Raises BadConfiguration for a value of the wrong shape."""
    settings = dict(DEFAULTS)
    for name, default in DEFAULTS.items():
        if (text := os.environ.get(PREFIX + name)) is not None:
            settings[name] = _read(name, text, default)
    settings.update(overrides or {})
    _check_reply_address(settings["REPLY_ADDRESS"])
    instance = Path(settings["INSTANCE"]).resolve()
    settings["INSTANCE"] = instance
    settings["DATABASE_URL"] = settings["DATABASE_URL"] or f"sqlite:///{quote(str(instance / 'forumhub.sqlite'))}"
    return settings


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if isinstance(default, int):
        if not text.strip().isdigit():
            raise BadConfiguration(
                N_("%(name)s is '%(text)s'; a whole number would be right."), name=PREFIX + name, text=text
            )
        return int(text)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _check_reply_address(address: str) -> None:
    if address and not REPLY_ADDRESS.fullmatch(address):
        raise BadConfiguration(
            N_(
                "FORUMHUB_REPLY_ADDRESS is '%(address)s'; a bare address such as rsvp@example.org would be right, "
                "without a plus sign and with at most 13 characters before the @."
            ),
            address=address,
        )


def require_secret_key(settings: dict[str, Any]) -> None:
    """Raises BadConfiguration where sessions and links could not be signed safely."""
    if len(settings["SECRET_KEY"]) < 32:
        raise BadConfiguration(
            N_(
                "FORUMHUB_SECRET_KEY is not set or shorter than 32 characters, so sessions and links could be forged. "
                "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))' "
                "and keep it the same at every start."
            )
        )
