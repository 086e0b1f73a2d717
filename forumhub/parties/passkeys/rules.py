"""Pure decisions about passkeys."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from forumhub.errors import N_, RuleBroken

PORTS = {"http": 80, "https": 443}
MOST_NAME = 60
MOST_KEYS = 10


def origin_of(public_url: str) -> str:
    """The origin of our pages as browsers write it (RFC 6454 §6.2): the host in its ASCII form, no usual port, no path.

    It is of the address that the installation is known by, never of what a request calls its host: a name that leads
    here by mistake or by malice gets no signature.

    >>> origin_of("https://公安部.cn:443/hub/")
    'https://xn--55q79ve18b.cn'
    """
    place = urlsplit(public_url)
    host = (place.hostname or "").encode("idna").decode()
    own = f":{place.port}" if place.port and place.port != PORTS.get(place.scheme) else ""
    return f"{place.scheme}://{host}{own}"


def check_new(name: str, names: list[str]) -> str:
    """The name without blanks around it. Raises RuleBroken for none, for one that is taken, and for too many keys."""
    name = name.strip()
    if not name or len(name) > MOST_NAME:
        raise RuleBroken(N_("Give the passkey a name of up to %(most)s characters."), field="name", most=MOST_NAME)
    if name in names:
        raise RuleBroken(N_("You have a passkey of this name already; another name would be right."), field="name")
    if len(names) >= MOST_KEYS:
        raise RuleBroken(N_("An account has %(most)s passkeys at most; remove one first."), most=MOST_KEYS)
    return name


def signs_from(registered_at: datetime, hours: int) -> datetime:
    """A fresh key waits as a reset account does, so that whoever adds one to a stolen session binds nobody by it."""
    return registered_at + timedelta(hours=hours)


def check_waited(registered_at: datetime, now: datetime, hours: int) -> None:
    if now < signs_from(registered_at, hours):
        message = N_("This passkey is new: it signs for a party %(hours)s hours after it was registered.")
        raise RuleBroken(message, field="way", hours=hours)
