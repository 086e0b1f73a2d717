"""The QR code as a drawing and as a picture."""

import struct
from xml.etree import ElementTree

from forumhub.registration.checkin.codes import new_code, shown
from forumhub.registration.checkin.drawing import qr_png, qr_svg
from forumhub.registration.models import Registration

MODULES = 21 + 2 * 4
"""The smallest symbol and its quiet zone."""


def test_the_drawing_says_its_code_and_bears_no_style():
    code = new_code()

    drawn = ElementTree.fromstring(qr_svg(Registration(checkin_code=code)))

    assert drawn.attrib == {"class": "qr", "role": "img", "aria-label": f"QR {shown(code)}"}
    assert [each.tag for each in drawn.iter() if "style" in each.attrib] == []
    assert drawn[0].attrib["viewBox"] == f"0 0 {MODULES} {MODULES}"


def test_the_picture_is_a_square_of_eight_pixels_a_module():
    picture = qr_png(new_code())

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (MODULES * 8, MODULES * 8)
