"""Which letters there are, for whom, what is filled into them, and how their files are called. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from forumhub.errors import N_, RuleBroken
from forumhub.registration.rules import ATTENDED, CONFIRMED

VISA = "visa"
ATTENDANCE = "attendance"
KINDS = (VISA, ATTENDANCE)
STATE_OF = {VISA: CONFIRMED, ATTENDANCE: ATTENDED}
"""Who gets which: a visa letter who is confirmed, a certificate who attended."""

LANGUAGES = ("en", "zh", "ru")
PLACEHOLDERS = (
    "name",
    "own_name",
    "honorific",
    "position",
    "affiliation",
    "party",
    "function",
    "event",
    "dates",
    "city",
    "venue",
    "place",
    "host",
    "today",
    "reference",
)
"""What stands between braces in a template: {{ name }}. No sensitive answer is among them."""

MOST_BYTES = 2 * 1024 * 1024
"""Of an uploaded template."""
MOST_LETTERS = 500
MOST_WRITTEN = 400 * 1024 * 1024
"""Letters made at once, and bytes of them before they are packed: a template with pictures makes fewer."""
LONGEST_NAME = 80


MOST_PLACES = 200
MOST_TEXTS = 5_000
"""Placeholders of a template, and pieces of text in one paragraph of it: more would keep everybody waiting."""


def check_kind(kind: str, language: str) -> bool:
    return kind in KINDS and language in LANGUAGES


def check_file(name: str, size: int) -> None:
    """Raises RuleBroken for what Word does not save as a plain document, and for more than MOST_BYTES."""
    if size > MOST_BYTES:
        raise RuleBroken(
            N_("The file is larger than %(limit)s MB; a smaller one would be taken."),
            field="file",
            limit=MOST_BYTES // (1024 * 1024),
        )
    if not name.lower().endswith(".docx"):
        raise RuleBroken(N_("This is not a Word document. Save it in Word as a Word document (.docx)."), field="file")


def check_placeholders(found: Iterable[str]) -> None:
    """Raises RuleBroken that names those which nothing is known to fill."""
    unknown = sorted({name for name in found if name not in PLACEHOLDERS})
    if unknown:
        raise RuleBroken(
            N_("The template has placeholders that are not known: %(unknown)s. These are: %(known)s."),
            field="file",
            unknown=", ".join(f"{{{{ {name[:60]} }}}}" for name in unknown[:10]),
            known=", ".join(f"{{{{ {name} }}}}" for name in PLACEHOLDERS),
        )


def check_size(places: int) -> None:
    """Raises RuleBroken for more than MOST_PLACES placeholders."""
    if places > MOST_PLACES:
        raise RuleBroken(
            N_("The template has %(number)s placeholders; at most %(most)s are filled in."),
            field="file",
            number=places,
            most=MOST_PLACES,
        )


def check_paragraph(texts: int) -> None:
    """Raises RuleBroken for a paragraph that Word split into more than MOST_TEXTS pieces."""
    if texts > MOST_TEXTS:
        raise RuleBroken(
            N_("A paragraph of the document has more than %(most)s pieces of text. Divide it into several."),
            field="file",
            most=MOST_TEXTS,
        )


def check_number(number: int, size: int) -> None:
    """`size`: bytes of the unpacked template. Raises RuleBroken for nobody, and for more than are made at once."""
    if number == 0:
        raise RuleBroken(
            N_(
                "Nobody of these gets this letter: visa letters are for who is confirmed, certificates for "
                "who attended."
            ),
            field="kind",
        )
    most = min(MOST_LETTERS, max(1, MOST_WRITTEN // size))
    if number > most:
        raise RuleBroken(
            N_("These are %(number)s letters; at most %(most)s are made at once. Choose one party after another."),
            field="kind",
            number=number,
            most=most,
        )


def file_name(kind: str, number: int, name: str) -> str:
    """'visa-007 Anna Smirnova.docx': the number makes it unique, and the name holds letters, digits and blanks only."""
    safe = re.sub(r"[^\w -]+", " ", unicodedata.normalize("NFC", name))
    return f"{kind}-{number:03d} {' '.join(safe.split())[:LONGEST_NAME]}".strip() + ".docx"


def states_of(kinds: Collection[str] = KINDS) -> list[str]:
    return [STATE_OF[kind] for kind in kinds]
