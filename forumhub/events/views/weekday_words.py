"""Weekdays and weeks as a rule names them, whole: in other languages the number bends with the weekday."""

from flask_babel import lazy_gettext as _l

ON_NTH = {
    (1, "MO"): _l("on the first Monday"),
    (1, "TU"): _l("on the first Tuesday"),
    (1, "WE"): _l("on the first Wednesday"),
    (1, "TH"): _l("on the first Thursday"),
    (1, "FR"): _l("on the first Friday"),
    (1, "SA"): _l("on the first Saturday"),
    (1, "SU"): _l("on the first Sunday"),
    (2, "MO"): _l("on the second Monday"),
    (2, "TU"): _l("on the second Tuesday"),
    (2, "WE"): _l("on the second Wednesday"),
    (2, "TH"): _l("on the second Thursday"),
    (2, "FR"): _l("on the second Friday"),
    (2, "SA"): _l("on the second Saturday"),
    (2, "SU"): _l("on the second Sunday"),
    (3, "MO"): _l("on the third Monday"),
    (3, "TU"): _l("on the third Tuesday"),
    (3, "WE"): _l("on the third Wednesday"),
    (3, "TH"): _l("on the third Thursday"),
    (3, "FR"): _l("on the third Friday"),
    (3, "SA"): _l("on the third Saturday"),
    (3, "SU"): _l("on the third Sunday"),
    (4, "MO"): _l("on the fourth Monday"),
    (4, "TU"): _l("on the fourth Tuesday"),
    (4, "WE"): _l("on the fourth Wednesday"),
    (4, "TH"): _l("on the fourth Thursday"),
    (4, "FR"): _l("on the fourth Friday"),
    (4, "SA"): _l("on the fourth Saturday"),
    (4, "SU"): _l("on the fourth Sunday"),
    (5, "MO"): _l("on the fifth Monday"),
    (5, "TU"): _l("on the fifth Tuesday"),
    (5, "WE"): _l("on the fifth Wednesday"),
    (5, "TH"): _l("on the fifth Thursday"),
    (5, "FR"): _l("on the fifth Friday"),
    (5, "SA"): _l("on the fifth Saturday"),
    (5, "SU"): _l("on the fifth Sunday"),
    (-1, "MO"): _l("on the last Monday"),
    (-1, "TU"): _l("on the last Tuesday"),
    (-1, "WE"): _l("on the last Wednesday"),
    (-1, "TH"): _l("on the last Thursday"),
    (-1, "FR"): _l("on the last Friday"),
    (-1, "SA"): _l("on the last Saturday"),
    (-1, "SU"): _l("on the last Sunday"),
}
"""(nth, weekday), -1 being the last."""
ON = {
    "MO": _l("on Monday"),
    "TU": _l("on Tuesday"),
    "WE": _l("on Wednesday"),
    "TH": _l("on Thursday"),
    "FR": _l("on Friday"),
    "SA": _l("on Saturday"),
    "SU": _l("on Sunday"),
}
EACH = {
    "MO": _l("on Mondays"),
    "TU": _l("on Tuesdays"),
    "WE": _l("on Wednesdays"),
    "TH": _l("on Thursdays"),
    "FR": _l("on Fridays"),
    "SA": _l("on Saturdays"),
    "SU": _l("on Sundays"),
}
IN_WEEK = {
    1: _l("in the first week"),
    2: _l("in the second week"),
    3: _l("in the third week"),
    4: _l("in the fourth week"),
    -1: _l("in the last week"),
}
"""The first week is days 1 to 7, the last one the last seven days."""
ON_WORKING = {1: _l("on the first working day"), -1: _l("on the last working day")}
