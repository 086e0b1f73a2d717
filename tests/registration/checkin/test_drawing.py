"""The QR code as a drawing and as rows of a table."""

from xml.etree import ElementTree

import segno

from forumhub.registration.checkin.codes import new_code, shown
from forumhub.registration.checkin.drawing import qr_rows, qr_svg
from forumhub.registration.models import Registration

MODULES = 21 + 2 * 4
"""The smallest symbol and its quiet zone."""


def test_the_drawing_says_its_code_and_bears_no_style():
    code = new_code()

    drawn = ElementTree.fromstring(qr_svg(Registration(checkin_code=code)))

    assert drawn.attrib == {"class": "qr", "role": "img", "aria-label": f"QR {shown(code)}"}
    assert [each.tag for each in drawn.iter() if "style" in each.attrib] == []
    assert drawn[0].attrib["viewBox"] == f"0 0 {MODULES} {MODULES}"


def test_the_rows_are_the_symbol_with_its_quiet_zone():
    code = new_code()

    rows = [[dark for dark, count in row for _ in range(count)] for row in qr_rows(shown(code))]

    symbol = segno.make_qr(code, error="h", boost_error=False)
    assert rows == [[bool(module) for module in row] for row in symbol.matrix_iter(border=4)]
    assert (len(rows), rows[0]) == (MODULES, [False] * MODULES)
