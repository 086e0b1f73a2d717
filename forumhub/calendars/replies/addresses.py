"""The reply address of one registration's invitations, `rsvp+<token>@forumhub.example`. Pure, but for what it was told.

The token is the registration's ULID and a MAC of it, so nothing secret is stored and the same registration has the same
address for life: calendars refuse an update whose ORGANIZER is another than the invitation's. It is lower case and
read in any case, since mail servers fold local parts. It says whose invitation is answered; it proves no sender.
"""

import base64
import hashlib
import hmac
import re

from forumhub.mail import sealing

PURPOSE = "reply-address"
MAC_BYTES = 15
"""120 bits, which are 24 characters of base32 without padding."""
_TOKEN = re.compile("[0-9a-hjkmnp-tv-z]{26}[a-z2-7]{24}")

_mailboxes: list[str] = []


def use_mailbox(mailbox: str) -> None:
    """Once, by whoever reads the settings: `rsvp@forumhub.example`; empty where replies are not received."""
    _mailboxes[:] = [mailbox] if mailbox else []


def reply_address(registration_ulid: str) -> str:
    """Where the person's calendar answers; empty where replies are not received. Without a ULID, the mailbox itself."""
    if not (_mailboxes and registration_ulid):
        return "".join(_mailboxes)
    local, _, domain = _mailboxes[0].rpartition("@")
    return f"{local}+{token_of(registration_ulid)}@{domain}"


def token_of(registration_ulid: str) -> str:
    folded = registration_ulid.lower()
    return folded + _mac(folded)


def token_in(address: str) -> str | None:
    """The token of an address that a message was sent to, whoever's domain it has; None where it holds none.

    Any case, quotation marks and angle brackets do not matter, nor what else stands between plus signs.
    """
    local = address.strip().strip("<>").rpartition("@")[0].strip('"').lower()
    return next((part for part in local.split("+")[1:] if _TOKEN.fullmatch(part)), None)


def registration_of(token: str) -> str | None:
    """The ULID of the registration that the token was made for; None for one that this installation did not make."""
    token = token.lower()
    if not _TOKEN.fullmatch(token):
        return None
    ulid, mac = token[:26], token[26:]
    return ulid.upper() if hmac.compare_digest(mac, _mac(ulid)) else None


def _mac(text: str) -> str:
    digest = hmac.digest(sealing.key_for(PURPOSE), text.encode("ascii"), hashlib.sha256)
    return base64.b32encode(digest[:MAC_BYTES]).decode().lower()
