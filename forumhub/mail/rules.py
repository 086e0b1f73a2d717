"""Pure decisions about mails: when a failed one is tried again, and what a header may hold."""

import re
import unicodedata
from datetime import datetime, timedelta

LEASE = timedelta(seconds=45)
"""How long a claimed mail is left to who claimed it: a worker that was killed delays only the one in its hand."""
STEP_SECONDS = 10
"""What one step of SMTP may take."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 20
"""About three days, for a mail server that is down over a weekend."""
LONGEST_SUBJECT = 200
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
DOT_ATOMS = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_ATOM}(\.{_ATOM})*")
"""addr-spec without what is quoted, commented or obsolete (RFC 5322 §3.2.3, §3.4.1)."""


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after this many attempts, each pause twice the one before; None: give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + min(FIRST_PAUSE * (1 << (attempts - 1)), LONGEST_PAUSE)


def is_permanent(code: int) -> bool:
    """Whether an SMTP reply says that the same mail will fail again (RFC 5321 §4.2.1)."""
    return 500 <= code < 600


def one_line(text: str) -> str:
    """For a header: no line ends, no control characters, single spaces; so a title cannot add a header."""
    shown = "".join(" " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character for character in text)
    return " ".join(shown.split())


def subject_line(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def can_be_sent_to(email: str) -> bool:
    """Whether a header can carry the address (`wire_address`)."""
    try:
        return bool(wire_address(email))
    except ValueError:
        return False


def wire_address(email: str) -> str:
    """The address as SMTP takes it (RFC 5321 §2.3.5): a domain such as 公安部.cn in its ASCII form (RFC 5890).

    Raises ValueError where no header could carry it: outside ASCII before the @ (that needs SMTPUTF8, which the
    recipient's servers seldom have), or not a dot-atom there, such as a comment in parentheses.
    """
    local, _, domain = email.rpartition("@")
    address = f"{local}@{domain.encode('idna').decode()}"
    if not DOT_ATOMS.fullmatch(address):
        raise ValueError(f"{email!r} cannot be written into a header as it is")
    return address


def on_the_wire(email: str) -> str:
    """As it is where it cannot be sent to: the worker then says so on the mail, and no transaction fails for it."""
    return wire_address(email) if can_be_sent_to(email) else email
