"""What must not lie open in the outbox, such as a link's token, is encrypted with the installation's secret key."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadSignature, Signer

from forumhub.errors import N_, ForumhubError

_fernets: list[Fernet] = []
_signers: list[Signer] = []
_keys: list[str] = []
_derived: dict[str, bytes] = {}


class SecretLost(ForumhubError):
    """The secret was sealed with another key."""


def use_key(secret_key: str) -> None:
    """Once, by whoever reads the settings, before anything is sealed."""
    _keys[:] = [secret_key]
    _derived.clear()
    _fernets[:] = [Fernet(base64.urlsafe_b64encode(key_for("outbox")))]
    _signers[:] = [Signer(secret_key, salt="forumhub/link/v1", digest_method=hashlib.sha256)]


def key_for(purpose: str) -> bytes:
    """32 bytes derived from the installation's key, for this purpose alone."""
    if purpose not in _derived:
        info = f"forumhub/{purpose}/v1".encode()
        _derived[purpose] = HKDF(SHA256(), 32, salt=None, info=info).derive(_keys[0].encode())
    return _derived[purpose]


def seal(secret: str) -> str:
    """Empty stays empty."""
    return _fernets[0].encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """Raises SecretLost."""
    if not sealed:
        return ""
    try:
        return _fernets[0].decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretLost(
            N_("This mail's link was sealed with another secret key; issue the invitation or reset again.")
        ) from error


def new_token() -> str:
    """256 random bits and our signature, fit for a URL: what nobody but this installation can make."""
    return _signers[0].sign(secrets.token_urlsafe(32)).decode()


def is_ours(token: str) -> bool:
    """Whether `new_token` made it; whether it still holds is for its room to say."""
    try:
        _signers[0].unsign(token)
    except BadSignature:
        return False
    return True


def signed(text: str, purpose: str) -> str:
    """The text, readable, with our signature; what is signed for one purpose serves for no other."""
    return _signer_for(purpose).sign(text).decode()


def unsigned(token: str, purpose: str) -> str | None:
    """The text that was signed for this purpose; None where we did not."""
    try:
        return _signer_for(purpose).unsign(token).decode()
    except BadSignature:
        return None


def _signer_for(purpose: str) -> Signer:
    return Signer(_keys[0], salt=f"forumhub/{purpose}/v1", digest_method=hashlib.sha256)
