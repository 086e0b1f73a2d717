"""How a name is set on paper: in which script and direction, and how large. Pure; widths are estimates, in ems."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

SCRIPTS = {
    "CYRILLIC": "und-Cyrl",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "und-Arab",
    "HEBREW": "he",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "THAI": "th",
    "DEVANAGARI": "und-Deva",
}
"""By the first word of a letter's Unicode name, the tag (BCP 47) of a text in it; a script of many languages is one
of an undetermined language.
"""
LATIN = "und-Latn"
WRITTEN_IN = {"ru": "und-Cyrl"}
"""Of people's languages, those whose script others share."""

SIZES = (26, 22, 19, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5)
"""In points; static/print.css has a class for each: size-26."""
POINT = 25.4 / 72
LEADING = 1.2
"""From line to line, in sizes of the type."""

NARROW = frozenset("ijltfrI.,:;'’`|!()[]-")
WIDE = frozenset("mwMWQ@%&ЖШЩЮФМжшщюфмыЫ—")
NARROW_EM, USUAL_EM, CAPITAL_EM, WIDE_EM, BLANK_EM = 0.45, 0.65, 0.8, 1.02, 0.3
"""Of a bold sans-serif."""


class Marked(NamedTuple):
    """The attributes of a text in its own language and direction."""

    lang: str
    dir: str


def marked(text: str, language: str = "") -> Marked:
    """`language` is that of the person, who writes the name in it where the script is the language's own."""
    tag = _tag(text)
    return Marked(language if WRITTEN_IN.get(language) == tag else tag, _direction(text))


def _tag(text: str) -> str:
    """A name with kana or hangul in it is Japanese or Korean, whatever it begins with."""
    words = [unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in text if letter.isalpha()]
    found = [SCRIPTS[word] for word in words if word in SCRIPTS]
    return next((tag for tag in found if tag in ("ja", "ko")), found[0] if found else LATIN)


def _direction(text: str) -> str:
    """By the first letter that has one (Unicode Bidirectional Algorithm, rules P2 and P3)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def width(text: str) -> float:
    """In ems; rather too much than too little."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F") or letter in WIDE:
        return WIDE_EM
    if letter.isspace():
        return BLANK_EM
    if letter in NARROW:
        return NARROW_EM
    return CAPITAL_EM if letter.isupper() else USUAL_EM


def lines(text: str, across: float) -> list[str]:
    """The text in lines of at most `across` ems, broken between words; inside one only where it has no line to fit."""
    found: list[str] = []
    for word in text.split():
        joined = f"{found[-1]} {word}" if found else word
        if found and width(joined) <= across:
            found[-1] = joined
        else:
            found += _pieces(word, across)
    return found or [""]


def _pieces(word: str, across: float) -> list[str]:
    """Broken after a hyphen where there is one, else between letters."""
    pieces = [""]
    for part in re.split(r"(?<=-)", word):
        if pieces[-1] and width(pieces[-1] + part) > across:
            pieces.append("")
        for letter in part:
            if pieces[-1] and width(pieces[-1] + letter) > across:
                pieces.append("")
            pieces[-1] += letter
    return pieces


def fitting(text: str, across: float, high: float, sizes: Sequence[int] = SIZES) -> int:
    """The largest of these sizes, in points, in which the text fits into a box of so many millimetres; else the last.

    A word is broken only where it would be too long even for the smallest.
    """
    unbroken = max((width(word) for word in text.split()), default=0.0)
    for size in sizes:
        ems = across / (size * POINT)
        if unbroken <= ems and len(lines(text, ems)) * size * POINT * LEADING <= high:
            return size
    return sizes[-1]


def shortened(text: str, across: float, most: int) -> str:
    """The text where it fits into `most` lines of so many ems; else its beginning and an ellipsis."""
    if len(lines(text, across)) <= most:
        return text
    kept = text
    while len(lines(kept + "…", across)) > most:
        kept = kept[:-1].rstrip()
    return kept + "…"
