"""The QR code of a registration (ISO/IEC 18004), as a drawing for pages and badges and as a picture for mails.

It holds the bare code and no address: a stranger's phone that scans a badge shows ten characters, opens nothing, and
learns neither who wears it nor where. They fit the smallest symbol at the highest level of correction (version 1, H).
"""

import io
from typing import TYPE_CHECKING

import segno
from markupsafe import Markup

from forumhub.registration.checkin.codes import code_of

if TYPE_CHECKING:
    from forumhub.registration.models import Registration

QUIET_ZONE = 4
"""Modules of white on each side (ISO/IEC 18004 §6.3.8)."""
PIXELS = 8
"""A module's width in a picture."""


def qr_svg(registration: "Registration") -> Markup:
    """Fills its container's width, is black on white in every theme, and says its code to who does not see it."""
    code = code_of(registration)
    drawing = _symbol(code).svg_inline(border=QUIET_ZONE, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    drawn = Markup(drawing)  # noqa: S704 - segno's own, of a code in our alphabet
    return Markup('<span class="qr" role="img" aria-label="QR {}">{}</span>').format(code, drawn)


def qr_png(code: str) -> bytes:
    """A picture of a code as it is stored or shown."""
    picture = io.BytesIO()
    _symbol(code).save(picture, kind="png", scale=PIXELS, border=QUIET_ZONE)
    return picture.getvalue()


def _symbol(code: str) -> segno.QRCode:
    return segno.make_qr(code.replace("-", ""), error="h", boost_error=False)
