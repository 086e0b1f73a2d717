"""Folding of full-width and look-alike characters: in fields and ids only, the prose keeps every character (rule 6).

Every fold replaces one character by one, so that places in the folded text are places in the written one.
"""

import re

_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_FIELD = str.maketrans({**_FULL_WIDTH, **_SPACES, "、": ",", "。": ".", "\u2011": "-"})

_CYRILLIC = dict(zip("АВСЕНІЈКМОРЅТХУԚԜасеорхуіјѕ", "ABCEHIJKMOPSTXYQWaceopxyijs", strict=True))
_DASHES = dict.fromkeys("\u2010\u2012\u2013\u2212\ufe63", "-")
_CODE = _FIELD | str.maketrans({**_CYRILLIC, **_DASHES})


def fold_field(text: str) -> str:
    """Full-width punctuation, letters and digits to ASCII; spaces and hyphens that do not break to plain ones."""
    return text.translate(_FIELD)


def fold_code(text: str) -> str:
    """As `fold_field`, and Cyrillic look-alikes to Latin, dashes to hyphens: for ids, codes and dates alone."""
    return text.translate(_CODE)


def one_line(text: str) -> str:
    """The lines joined by one space, without the indentation that Markdown gave them."""
    return " ".join(part for part in (line.strip() for line in text.split("\n")) if part)


def squeeze(text: str) -> str:
    """Runs of white space, folded ones too, as one space."""
    return re.sub(r"\s+", " ", text).strip()
