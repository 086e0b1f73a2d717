"""The QR code in the mail that confirms a registration.

It is drawn as a table: clients fetch or show pictures only when they are asked to, and a picture inside the mail would
change the parts of an invitation, which calendars know it by.
"""

from typing import Any

from forumhub.mail.models import OutboxMail
from forumhub.registration.checkin.drawing import qr_rows

TEMPLATE = "registration_confirmed"


def drawn_code(mail: OutboxMail) -> dict[str, Any]:
    """`qr`: the rows of the drawing; none where the mail was written before there were codes."""
    code = mail.snapshot.get("code")
    return {"qr": qr_rows(code) if code else []}
