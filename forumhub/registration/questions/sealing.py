"""Sensitive answers are encrypted with a key that is not in the database (AES-256-GCM, NIST SP 800-38D).

The key is FORUMHUB_SENSITIVE_KEY, else a file in INSTANCE that is made at first use. Several keys, parted by commas,
serve while one follows another: the first encrypts, all decrypt. What is encrypted is bound to its registration and its
question: moved to another row it does not decrypt.
"""

import base64
import hashlib
import io
import json
import os
import secrets
import tempfile
from binascii import Error as NotBase64
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import IntegrityError

from forumhub import installation
from forumhub.config import BadConfiguration
from forumhub.database import db
from forumhub.errors import N_, RuleBroken

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_FILE = "sensitive_key"
FIRST_KEY = "sensitive_key"
"""Under this name the installation remembers by the id of which key it sealed, so that a lost one is noticed."""

_setting: list[str] = [""]
_place: list[Path] = []


class Unreadable(RuleBroken):
    """It was sealed with a key that is not there, or for another registration or question."""


def use_keys(setting: str, instance: Path) -> None:
    """Once, by whoever reads the settings. Raises BadConfiguration for keys that are none."""
    for text in _parts(setting):
        _key(text)
    _setting[:], _place[:] = [setting], [instance]


def key_file() -> Path:
    """Where the key is, unless it is a setting."""
    return _place[0] / KEY_FILE


def new_key() -> str:
    """256 random bits, as a setting takes them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def seal(value: Any, registration: str, question: str) -> str:
    """A plain JSON value for the registration of this ULID and the question of this key.

    Raises Unreadable where the installation sealed with another key before: one that is lost is not replaced silently.
    """
    keys = _keys(make=True)
    _remember(list(keys))
    key_id, key = next(iter(keys.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = json.dumps(value, ensure_ascii=False).encode()
    ciphertext = AESGCM(key).encrypt(nonce, text, _bound_to(registration, question))
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + ciphertext).decode()}"


def unseal(sealed: str, registration: str, question: str) -> Any:
    """Raises Unreadable."""
    key_id, _dot, text = sealed.partition(".")
    key = _keys(make=False).get(key_id)
    if key is None:
        raise Unreadable(
            N_("This was encrypted with another key. The administrator of this installation must restore it.")
        )
    try:
        body = base64.urlsafe_b64decode(text)
        return json.loads(
            AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _bound_to(registration, question))
        )
    except (InvalidTag, NotBase64, ValueError) as error:
        raise Unreadable(N_("This was damaged, or encrypted for somebody else, so it cannot be read.")) from error


def seal_file(content: bytes) -> tuple[bytes, str]:
    """The bytes under a key of their own, and that key, which belongs into a sealed answer."""
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, None), base64.urlsafe_b64encode(key).decode()


def unseal_file(content: bytes, key: str) -> io.BytesIO:
    """Raises Unreadable."""
    try:
        plain = AESGCM(base64.urlsafe_b64decode(key)).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], None)
    except (InvalidTag, NotBase64, ValueError) as error:
        raise Unreadable(N_("This file was damaged, so it cannot be read.")) from error
    return io.BytesIO(plain)


def _bound_to(registration: str, question: str) -> bytes:
    return f"forumhub/answer/v1/{registration}/{question}".encode()


def _remember(key_ids: list[str]) -> None:
    before = installation.decided(FIRST_KEY)
    if before is not None and before not in key_ids:
        raise Unreadable(
            N_("The key for sensitive answers is not the one used so far, so none is taken. Tell the administrator.")
        )
    if before != key_ids[0]:
        with suppress(IntegrityError), db.session.begin_nested():  # another process may remember the same at once
            installation.decide(FIRST_KEY, key_ids[0])


def _keys(*, make: bool) -> dict[str, bytes]:
    """By their ids, the one that encrypts first."""
    keys = map(_key, _parts(_setting[0])) if _setting[0] else _from_file(make=make)
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in keys}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadConfiguration(
            N_(
                "FORUMHUB_SENSITIVE_KEY is not a key: 32 random bytes in base64 would be right. Make one with: "
                "python3 -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
            )
        )
    return key


def _from_file(*, make: bool) -> list[bytes]:
    file = key_file()
    if make and not file.exists():
        _make(file)
    try:
        return [_key(part) for part in _parts(file.read_text())] if file.exists() else []
    except (BadConfiguration, UnicodeDecodeError) as error:
        message = N_("The file with the key for sensitive answers is damaged. The administrator must restore it.")
        raise Unreadable(message) from error


def _make(file: Path) -> None:
    """Whole or not at all, and once, though several processes ask for it; only its owner reads it (mode 0600)."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=f".{KEY_FILE}") as target:
        target.write(new_key())
        target.flush()
        os.fsync(target.fileno())
        with suppress(FileExistsError):
            os.link(target.name, file)
