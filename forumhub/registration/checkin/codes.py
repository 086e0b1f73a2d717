"""The code of a registration: on its badge and in its confirmation, read by a camera or typed at the door. Pure.

Ten characters in two groups, `7KQ49-TXDM2`, of Crockford's alphabet, which has no I, L, O and U: nine drawn at random
(45 bits) and one that checks them. It is drawn, not derived, and stored as it is in `Registration.checkin_code`: so it
outlives a change of the installation's key, can be drawn again where a badge was lost, and is found by an index. It is
not hashed, since it must be printed again at any time, and opens nothing: only an organizer's check-in page reads it.
A hundred thousand registrations meet twice with a likelihood of 1 : 7,000; the database would refuse the second.
"""

import re
import secrets
from typing import TYPE_CHECKING

from forumhub.markdown.folding import fold_code

if TYPE_CHECKING:
    from forumhub.registration.models import Registration

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""https://www.crockford.com/base32.html: what looks like another character is read as that one."""
LENGTH = 10
GROUP = 5
LOOK_ALIKES = str.maketrans("OIL", "011")
LONGEST_TYPED = 60
"""More than this is no code, however many blanks are in it."""


def new_code() -> str:
    """As it is stored: without the hyphen."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + ALPHABET[_times_two(_remainder(drawn))]


def code_of(registration: "Registration") -> str:
    """As it is printed and read out: `7KQ49-TXDM2`."""
    return shown(registration.checkin_code)


def shown(code: str) -> str:
    return f"{code[:GROUP]}-{code[GROUP:]}"


def read(typed: str) -> str | None:
    """The code as it is stored, from what was typed or scanned; None where it cannot be one of ours.

    Small letters, blanks and hyphens do not matter, nor look-alikes: O is 0, I and L are 1, and a Cyrillic or
    full-width letter is the Latin one that it looks like.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    code = re.sub(r"[\s\-_.]", "", fold_code(typed.upper())).translate(LOOK_ALIKES)
    is_one = len(code) == LENGTH and set(code) <= set(ALPHABET) and _remainder(code) == 0
    return code if is_one else None


def _remainder(code: str) -> int:
    """Zero for a whole code. The characters are numbers of the field GF(32), weighted by powers of two, and added.

    So every single wrong character is noticed, and every two that changed places.
    """
    total = 0
    for character in code:
        total = _times_two(total) ^ ALPHABET.index(character)
    return total


def _times_two(number: int) -> int:
    """In GF(32), whose numbers are polynomials modulo x⁵ + x² + 1."""
    return number << 1 ^ (0b100101 if number & 0b10000 else 0)
