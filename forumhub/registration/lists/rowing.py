"""One row of a list as a delegate, checked. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from forumhub.errors import N_, RuleBroken
from forumhub.mail.rules import one_line
from forumhub.parties.rules import check_email
from forumhub.registration.lists.columns import (
    AFFILIATION,
    EMAIL,
    FAMILY,
    FUNCTION,
    GIVEN,
    HONORIFIC,
    JOINED,
    LANGUAGE,
    NAME,
    OWN_NAME,
    PRECEDENCE,
    TITLE,
)
from forumhub.registration.lists.delegates import Delegate
from forumhub.registration.lists.reading.cells import Record
from forumhub.registration.rules import DEPUTY, FUNCTIONS, HEAD, MEMBER, OBSERVER

LONGEST = {NAME: 200, OWN_NAME: 200, HONORIFIC: 60, TITLE: 300, AFFILIATION: 300}
FUNCTION_WORDS = {
    HEAD: ("head", "head of delegation", "leader", "chief delegate", "团长", "代表团团长", "глава", "глава делегации"),
    DEPUTY: (
        "deputy", "deputy head", "deputy head of delegation", "alternate", "副团长", "заместитель",
        "заместитель главы", "заместитель главы делегации",
    ),
    MEMBER: ("member", "delegate", "成员", "团员", "代表", "член", "член делегации", "делегат", "участник"),
    OBSERVER: ("observer", "观察员", "наблюдатель"),
}  # fmt: skip
LANGUAGE_WORDS = {
    "en": ("en", "eng", "english", "英语", "英文", "английский"),
    "zh": ("zh", "zh cn", "chi", "chinese", "中文", "汉语", "китайский"),
    "ru": ("ru", "rus", "russian", "俄语", "俄文", "русский"),
}
MOST_PRECEDENCE = 1_000_000
DIGITS = 7
"""Python reads no number of thousands of digits, and no column holds it."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Controls that make text read in another order than it is written."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Waits(RuleBroken):
    """Not taken until something is chosen."""


class LeftOut(RuleBroken):
    """Not taken, as somebody chose."""


class Repeated(RuleBroken):
    """Said already, so no delegate of its own."""


def texts_of(row: Record, columns: Sequence[str], empty: Callable[[str, str], bool]) -> dict[str, str]:
    """By meaning, what the row says, without blanks around it; several columns of one meaning are joined."""
    said: dict[str, str] = {}
    for meaning, cell in zip(columns, row.cells, strict=False):
        text = cell.strip()
        if not meaning or not text or empty(meaning, text):
            continue
        joined = meaning in JOINED and meaning in said and text != said[meaning]
        said[meaning] = f"{said[meaning]}, {text}" if joined else text
    if NAME not in said and (said.get(GIVEN) or said.get(FAMILY)):
        said[NAME] = " ".join(filter(None, (said.get(GIVEN), said.get(FAMILY))))
    return said


def delegate_of(number: int, said: Mapping[str, str], party: str) -> Delegate:
    """Raises RuleBroken for what cannot be taken. A name stays as it is written, but for line ends in it."""
    for text in said.values():
        _check_signs(text)
    if NAME not in said:
        raise RuleBroken(N_("There is no name in this row."))
    texts = {meaning: _line(said.get(meaning, "")) for meaning in LONGEST}
    for meaning, text in texts.items():
        _check_length(meaning, text)
    return Delegate(
        number=number,
        name=texts[NAME],
        party=party,
        own_name=texts[OWN_NAME],
        honorific=texts[HONORIFIC],
        title=texts[TITLE],
        affiliation=texts[AFFILIATION],
        email=check_email(said[EMAIL]) if EMAIL in said else "",
        function=_word(said.get(FUNCTION, ""), FUNCTION_WORDS) or _unknown_function(said.get(FUNCTION, "")),
        precedence=_precedence(said.get(PRECEDENCE, "")),
        language=_word(said.get(LANGUAGE, ""), LANGUAGE_WORDS),
    )


def _line(text: str) -> str:
    """On one line; inner blanks stay as they are."""
    return one_line(text) if any(sign in text for sign in "\r\n\t\x0b\x0c\x85\u2028\u2029") else text


def _check_signs(text: str) -> None:
    if CONTROLS.search(text):
        raise RuleBroken(N_("The row holds control characters, which belong to no name."))
    if TURNING.search(text):
        raise RuleBroken(N_("The row holds invisible characters that turn the order in which it is read."))


def _check_length(meaning: str, text: str) -> None:
    if len(text) > LONGEST[meaning]:
        message = N_("'%(beginning)s…' has %(length)s characters; %(most)s at most would be right.")
        raise RuleBroken(message, beginning=text[:40], length=len(text), most=LONGEST[meaning])


def _word(text: str, words: Mapping[str, Sequence[str]]) -> str:
    said = " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).split())
    return next((value for value, names in words.items() if said in names), "") if said else ""


def _unknown_function(text: str) -> str:
    if text:
        raise RuleBroken(
            N_("'%(function)s' is no function in a delegation; one of %(functions)s would be right."),
            function=text[:60],
            functions=", ".join(FUNCTIONS),
        )
    return MEMBER


def _precedence(text: str) -> int | None:
    if not text:
        return None
    digits = text.lstrip("0") or "0"
    if not (text.isascii() and text.isdigit() and len(digits) <= DIGITS and int(digits) < MOST_PRECEDENCE):
        raise RuleBroken(
            N_("'%(number)s' is no place in an order; a number such as 3 would be right."), number=text[:30]
        )
    return int(digits)
