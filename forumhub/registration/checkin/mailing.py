"""The QR code in the mail that confirms a registration: a picture inside the mail, so that none is fetched."""

from email.message import EmailMessage

from forumhub.mail.models import OutboxMail
from forumhub.registration.checkin.drawing import qr_png

TEMPLATE = "registration_confirmed"


def attach_code(message: EmailMessage, mail: OutboxMail) -> None:
    """The HTML names it by its Content-ID (RFC 2392). A mail that was written before there were codes has none."""
    code, page = mail.snapshot.get("code"), message.get_body(("html",))
    if code and isinstance(page, EmailMessage):
        name = f"{code}.png"
        page.add_related(qr_png(code), "image", "png", cid=f"<{code}@forumhub>", filename=name, disposition="inline")
