"""Pure decisions about agreements, their versions and the numbers of their clauses."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forumhub.errors import N_, RuleBroken

DRAFT = "draft"
PROPOSED = "proposed"
IN_FORCE = "in_force"
SUPERSEDED = "superseded"
STATES = (DRAFT, PROPOSED, IN_FORCE, SUPERSEDED)
OPEN = (DRAFT, PROPOSED)
"""States of a version on which the parties still work; an agreement has one such version at most."""
WAS_IN_FORCE = (IN_FORCE, SUPERSEDED)

CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
LONGEST_CODE = 40
LONGEST_NUMBER = 16

STEPS = {
    (DRAFT, PROPOSED): {"state", "sha256", "frozen_at"},
    (PROPOSED, DRAFT): {"state", "sha256", "frozen_at"},
    (PROPOSED, IN_FORCE): {"state", "in_force_from"},
    (IN_FORCE, SUPERSEDED): {"state"},
}
"""From one state to another, and the columns that this step may write. In a draft everything may change."""


@dataclass(frozen=True)
class Numbers:
    """The clause numbers of one language's text, in its order; one that stands there twice is here twice."""

    language: str
    numbers: tuple[str, ...]


def require_code(code: str) -> None:
    """Raises RuleBroken unless the code can stand in minutes: CN-BY-2016."""
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise RuleBroken(
            N_(
                "'%(code)s' cannot be a code: Latin capitals and digits joined by hyphens would be, such as CN-BY-2016."
            ),
            field="code",
            code=code,
        )


def require_parties(number: int) -> None:
    if number < 2:
        raise RuleBroken(N_("An agreement has two parties or more; choose every one of them."), field="parties")


def require_state(state: str, wanted: str) -> None:
    """Raises RuleBroken where a version is not in the state that an act asks for; a frozen text says so."""
    messages = {
        DRAFT: N_("This version is frozen; a change is a new version, made by amending the agreement."),
        PROPOSED: N_("This version is not proposed to the parties, so it cannot be approved or taken back."),
        IN_FORCE: N_("Only a version in force can be amended."),
    }
    if state != wanted:
        raise RuleBroken(messages[wanted])


def may_write(before: str, after: str, columns: Collection[str]) -> bool:
    """Whether a version in the state `before` may have these columns changed in the step to the state `after`."""
    if before == after == DRAFT:
        return True
    return set(columns) <= STEPS.get((before, after), set())


def same_address(number: str) -> tuple[str, ...]:
    """What is equal for two spellings of one clause: `5(2)` and `5.2`."""
    return tuple(re.findall(r"\w+", number))


def obstacles(
    texts: Iterable[Numbers], *, previous: Collection[str], earlier: Collection[str], titles: Mapping[str, str]
) -> list[RuleBroken]:
    """Why these texts cannot be proposed to the parties; empty where they can.

    `previous` are the clause numbers of the version in force, `earlier` those of every version before; both empty
    for a first version. `titles` are by language.
    """
    texts = list(texts)
    if not texts:
        return [RuleBroken(N_("There is no text yet; write it in at least one language."))]
    return [
        *_untitled(texts, titles),
        *(found for text in texts for found in _in_one_text(text)),
        *(found for text in texts[1:] for found in _differences(texts[0], text)),
        *_reused({number for text in texts for number in text.numbers}, previous, earlier),
    ]


def _untitled(texts: Iterable[Numbers], titles: Mapping[str, str]) -> list[RuleBroken]:
    msgid = N_("The text in '%(language)s' has no title.")
    return [RuleBroken(msgid, language=text.language) for text in texts if not titles.get(text.language, "").strip()]


def _in_one_text(text: Numbers) -> list[RuleBroken]:
    if not text.numbers:
        msgid = N_("The text in '%(language)s' has no clause; clauses are numbered headings such as '## 1. Meetings'.")
        return [RuleBroken(msgid, language=text.language)]
    keys = [same_address(number) for number in text.numbers]
    twice = sorted({number for number in text.numbers if keys.count(same_address(number)) > 1})
    if not twice:
        return []
    msgid = N_("The text in '%(language)s' has a clause number twice: %(numbers)s.")
    return [RuleBroken(msgid, language=text.language, numbers=", ".join(twice))]


def _differences(one: Numbers, other: Numbers) -> list[RuleBroken]:
    msgid = N_("The text in '%(language)s' has a clause that the one in '%(other)s' has not: %(numbers)s.")
    return [
        RuleBroken(msgid, language=has.language, other=lacks.language, numbers=", ".join(missing))
        for has, lacks in ((one, other), (other, one))
        if (missing := _missing(has.numbers, lacks.numbers))
    ]


def _missing(numbers: Iterable[str], among: Iterable[str]) -> list[str]:
    present = {same_address(number) for number in among}
    return list(dict.fromkeys(number for number in numbers if same_address(number) not in present))


def _reused(numbers: Iterable[str], previous: Collection[str], earlier: Collection[str]) -> list[RuleBroken]:
    once = {same_address(number) for number in earlier}
    back = sorted(number for number in _missing(numbers, previous) if same_address(number) in once)
    if not back:
        return []
    msgid = N_("A clause number is never used again: %(numbers)s stood in an earlier version. Give a new number.")
    return [RuleBroken(msgid, numbers=", ".join(back))]


def require_reached(reached_on: date | None, *, today: date, previous_from: date | None) -> None:
    """Raises RuleBroken where a version would have been reached tomorrow, or before the one that it amends."""
    if reached_on is None:
        return
    if reached_on > today:
        raise RuleBroken(
            N_("The day on which it was reached lies ahead; leave it empty and the day of the last approval counts."),
            field="reached_on",
        )
    if previous_from is not None and reached_on < previous_from:
        raise RuleBroken(
            N_("The version that this one amends is in force from %(day)s; this one cannot have been reached before."),
            field="reached_on",
            day=previous_from.isoformat(),
        )
