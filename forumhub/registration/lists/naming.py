"""Names that may be one: written alike, or in another script. Pure; what it finds is a suggestion, never a decision."""

import unicodedata
from itertools import combinations

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "z", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "s", "ч": "c", "ш": "s", "щ": "s", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u",
    "ү": "u", "һ": "h",
}  # fmt: skip
LATIN = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("zh", "z"), ("kh", "h"), ("ch", "c"), ("sh", "s"), ("ts", "s"),
    ("tz", "s"), ("nder", "ndr"), ("ph", "f"), ("gh", "g"), ("ck", "k"), ("x", "ks"),
    ("w", "v"), ("q", "k"), ("y", "i"), ("j", "i"),
)  # fmt: skip
"""What the ways of writing Cyrillic in Latin letters differ in, brought to one."""
FEWEST_LETTERS = 3


def same_key(name: str) -> str:
    """Equal for names that are written alike, whatever their capitals and blanks; nothing else is levelled."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def sounds(name: str) -> frozenset[str]:
    """The words of a name by their sound in Latin letters, whatever their order; empty for scripts without any."""
    plain = "".join(sign if sign.isalpha() else " " for sign in unicodedata.normalize("NFKC", name).casefold())
    words = (_sound(word) for word in plain.split())
    return frozenset(word for word in words if word and len(word) >= FEWEST_LETTERS)


def _sound(word: str) -> str:
    cyrillic = any(sign in CYRILLIC for sign in word)
    latin = "".join(CYRILLIC.get(sign, sign) for sign in word)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(sign))
    if not bare.isascii():
        return ""
    if not cyrillic:
        for written, sound in LATIN:
            bare = bare.replace(written, sound)
    for glide in ("ia", "ie", "iu", "io", "ii"):
        bare = bare.replace(glide, glide[1])
    return "".join(sign for place, sign in enumerate(bare) if place == 0 or sign != bare[place - 1])


def script(name: str) -> str:
    """LATIN, CYRILLIC, CJK …: the first word of the Unicode name of its first letter; empty without letters."""
    letter = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def may_be_one(one: str, other: str) -> bool:
    """Whether two names in different scripts sound alike: two words at least, and all of the shorter name."""
    if script(one) == script(other):
        return False
    first, second = sounds(one), sounds(other)
    return min(len(first), len(second)) > 1 and (first <= second or second <= first)


def pairs(name: str) -> list[frozenset[str]]:
    """Each two words of a name by their sound: what an index of names is asked with."""
    return [frozenset(pair) for pair in combinations(sorted(sounds(name)), 2)]
