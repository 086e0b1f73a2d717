"""Points of an agenda that are put off to the next meeting of their series: what may be, and how it reads. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from forumhub.errors import N_, RuleBroken
from forumhub.followup.rules import LONGEST_SECTION
from forumhub.minutes.rules import AGENDA, MINUTES, PARTY_DRAFT
from forumhub.phrases import long_day

MOST_WORDS = 1000


def may_be_deferred(kind: str, state: str, *, in_series: bool) -> bool:
    """Whether `check_deferrable` lets points of such a text be deferred."""
    try:
        check_deferrable(kind, state, in_series=in_series)
    except RuleBroken:
        return False
    return True


def check_deferrable(kind: str, state: str, *, in_series: bool) -> None:
    """Raises RuleBroken for a text of one side alone, and where no meeting of a series follows."""
    if kind not in (AGENDA, MINUTES):
        raise RuleBroken(N_("Points are deferred from an agenda or from minutes."))
    if not in_series:
        raise RuleBroken(N_("The event stands alone: there is no next meeting of a series to defer to."))
    if state == PARTY_DRAFT:
        raise RuleBroken(N_("Only your side sees this draft. Share it first; then its points can be deferred."))


def check_number(number: str) -> None:
    """Raises RuleBroken for a point whose number is longer than registers take."""
    if len(number) > LONGEST_SECTION:
        raise RuleBroken(
            N_("The point's number is longer than %(limit)s characters; fewer levels in its heading would be right."),
            "number",
            limit=LONGEST_SECTION,
        )


def check_words(words: str) -> str:
    """The words without blanks around them. Raises RuleBroken where there are none, or too many."""
    words = " ".join(words.split())
    if not words:
        raise RuleBroken(N_("Say why it is deferred; the next agenda repeats it."), field="words")
    if len(words) > MOST_WORDS:
        raise RuleBroken(N_("The words are longer than %(most)s characters; shorten them."), "words", most=MOST_WORDS)
    return words


def same_point(titles: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether two headings are one point: in one of the languages they read the same."""
    return any(title.casefold() == others.get(code, "").casefold() for code, title in titles.items() if title)


def check_once(titles: Mapping[str, str], deferred: Iterable[Mapping[str, str]]) -> None:
    """Raises RuleBroken where the point was deferred from this meeting already, by its agenda or its minutes."""
    if any(same_point(titles, others) for others in deferred):
        raise RuleBroken(N_("It is deferred from this meeting already."), field="number")


def check_still_here(*, taken: bool) -> None:
    """Raises RuleBroken for one that stands in the next agenda."""
    if taken:
        raise RuleBroken(N_("It stands in the next agenda already; propose there that it goes."))


Meeting = tuple[int | None, date]
"""The number in its series, None where it has none, and the day at its place."""
_NUMBERED = {
    "en": "from the %(nth)s meeting (%(day)s)",
    "zh": "由第%(number)s次会议（%(day)s）推迟",
    "ru": "с %(number)s-й встречи (%(day)s)",
}
_OF_A_DAY = {"en": "from the meeting of %(day)s", "zh": "由%(day)s的会议推迟", "ru": "со встречи %(day)s"}
_FIRST = {"en": "Deferred %s", "zh": "%s", "ru": "Перенесено %s"}
_BEFORE = {"en": ", before that %s", "zh": "，此前%s", "ru": ", ранее %s"}
_COLON = {"en": ": ", "zh": "：", "ru": ": "}


def deferred_line(meetings: Sequence[Meeting], words: str, language: str) -> str:
    """'Deferred from the 12th meeting (12 November 2026), before that from the 11th …: no time was left.'

    The latest meeting comes first.
    """
    latest, *earlier = (_from(meeting, language) for meeting in meetings)
    chain = _FIRST[language] % latest + "".join(_BEFORE[language] % each for each in earlier)
    return f"{chain}{_COLON[language]}{words}"


def _from(meeting: Meeting, language: str) -> str:
    number, day = meeting
    values = {"day": long_day(day, language), "number": number, "nth": _nth(number or 0)}
    return (_NUMBERED if number else _OF_A_DAY)[language] % values


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
