"""The QR code of a registration (ISO/IEC 18004), as a drawing for pages and badges and as rows of a table for mails.

It holds the bare code and no address: a stranger's phone that scans a badge shows ten characters, opens nothing, and
learns neither who wears it nor where. They fit the smallest symbol at the highest level of correction (version 1, H).
"""

from itertools import groupby
from typing import TYPE_CHECKING

import segno
from markupsafe import Markup

from forumhub.registration.checkin.codes import code_of

if TYPE_CHECKING:
    from forumhub.registration.models import Registration

QUIET_ZONE = 4
"""Modules of white on each side (ISO/IEC 18004 §6.3.8)."""


def qr_svg(registration: "Registration") -> Markup:
    """Fills its container's width, is black on white in every theme, and says its code to who does not see it."""
    code = code_of(registration)
    drawing = _symbol(code).svg_inline(border=QUIET_ZONE, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    drawn = Markup(drawing)  # noqa: S704 - segno's own, of a code in our alphabet
    return Markup('<span class="qr" role="img" aria-label="QR {}">{}</span>').format(code, drawn)


def qr_rows(code: str) -> list[list[tuple[bool, int]]]:
    """Of a code as it is stored or shown, each row from above as runs of modules: whether they are dark, how many.

    The quiet zone is part of it.
    """
    rows = _symbol(code).matrix_iter(border=QUIET_ZONE)
    return [[(bool(dark), len(list(run))) for dark, run in groupby(row)] for row in rows]


def _symbol(code: str) -> segno.QRCode:
    return segno.make_qr(code.replace("-", ""), error="h", boost_error=False)
