"""What is kept of a mail whose answer was not taken, so that its sender's organizers can see why. Pure.

The calendar and the fields by which it was judged: no way through a ministry's servers, and nothing that we sent.
"""

from forumhub.calendars.replies.messages import Arrived
from forumhub.calendars.replies.rules import BROKEN, STALE, UNPROVED

MOST_BYTES = 256 * 1024
MOST_A_DAY = 20
"""Mails of one registration in 24 hours of which this is kept."""


def extract(mail: Arrived, outcome: str, before: int) -> bytes | None:
    """None where nothing is kept. `before`: how many mails of the registration arrived in the 24 hours before."""
    if outcome not in (BROKEN, UNPROVED, STALE) or before >= MOST_A_DAY or mail.bounced or mail.automatic:
        return None
    if not mail.calendars or len(mail.calendars[0].body) > MOST_BYTES:
        return None
    part = mail.calendars[0]
    method, charset = f"; method={part.method}" * bool(part.method), f'; charset="{part.charset}"' * bool(part.charset)
    fields = [
        *(("Authentication-Results", each) for each in mail.attested[:10]),
        ("From", mail.sender),
        ("Date", mail.date),
        ("Message-ID", mail.message_id),
        ("Content-Type", "text/calendar" + method + charset),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    lines = [f"{name}: {_on_one_line(value)}\r\n" for name, value in fields if value]
    return "".join([*lines, "\r\n"]).encode("utf-8", "replace") + part.body


def _on_one_line(text: str) -> str:
    return "".join(each for each in " ".join(text.split()) if each.isprintable())
