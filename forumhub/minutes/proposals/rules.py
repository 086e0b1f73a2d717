"""Pure decisions about comments on paragraphs of a draft and other wordings proposed for them."""

from collections.abc import Sequence

from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.minutes.merging import units

COMMENT = "comment"
WORDING = "wording"
DELETION = "deletion"
KINDS = (COMMENT, WORDING, DELETION)

OPEN = "open"
ACCEPTED = "accepted"
DECLINED = "declined"
WITHDRAWN = "withdrawn"
STATES = (OPEN, ACCEPTED, DECLINED, WITHDRAWN)

MOST_WORDS = 2000
"""Characters of a comment or an answer."""
MOST_WORDING = 10_000
"""Characters of a proposed wording."""
MOST_OPEN = 100
"""Of one party on one document."""
MOST_ANSWERS = 50
"""Of one party to one proposal, so that none takes the word from another."""


def paragraphs(source: str) -> list[tuple[int, str]]:
    """Each paragraph, item or heading with its place among the units of the text; blank lines are none."""
    return [(place, unit) for place, unit in enumerate(units(source)) if unit.strip()]


def paragraph_at(source: str, place: int) -> str:
    """Raises Conflict where nothing stands there: the text has changed."""
    found = dict(paragraphs(source)).get(place)
    if found is None:
        raise Conflict(N_("The text has changed since the page was opened. Choose the paragraph again."))
    return found


def place_of(now: list[str], paragraph: str, place: int, then: list[str]) -> int | None:
    """Where the paragraph stands now; None where it has changed, is gone, or may be another one in the same words.

    Both texts as `lines_of` gives them; `then` is the one in which it stood at `place`. One of several in the same
    words is known where all up to it, or all from it on, is as it was.
    """
    wanted = paragraph.rstrip("\n")
    if then[place : place + 1] != [wanted]:
        return None
    if (now.count(wanted), then.count(wanted)) == (1, 1):
        return now.index(wanted)
    from_end = len(now) - len(then) + place
    known = {place} if now[: place + 1] == then[: place + 1] else set()
    if from_end >= 0 and now[from_end:] == then[place:]:
        known.add(from_end)
    return known.pop() if len(known) == 1 else None


def lines_of(source: str) -> list[str]:
    """The units of a text, each without its line ends."""
    return [unit.rstrip("\n") for unit in units(source)]


def with_wording(source: str, place: int, wording: str) -> str:
    """The text with the paragraph put otherwise; with an empty wording it is gone, and one blank line with it."""
    found = units(source)
    if wording:
        found[place] = wording.rstrip("\n") + ("\n" if found[place].endswith("\n") else "")
        return "".join(found)
    end = place + 1
    if end < len(found) and not found[end].strip() and _blank_before(found, place):
        end += 1
    return "".join(found[:place] + found[end:])


def _blank_before(found: Sequence[str], place: int) -> bool:
    return place == 0 or not found[place - 1].strip()


def check_new(kind: str, words: str, wording: str, paragraph: str, already_open: int) -> tuple[str, str | None]:
    """The words and the wording as they are kept: None for a comment, empty for a deletion. Raises RuleBroken."""
    words, wording = words.strip(), wording.strip("\n")
    if kind not in KINDS:
        raise RuleBroken(N_("Choose whether it is a comment, another wording or a deletion."), field="kind")
    _check_length(words, MOST_WORDS, "words")
    if kind == COMMENT and not words:
        raise RuleBroken(N_("Write the comment; the other parties read it."), field="words")
    if kind == WORDING:
        _check_wording(wording, paragraph)
    if already_open >= MOST_OPEN:
        raise RuleBroken(N_("Your side has %(most)s open ones here; settle some of them first."), most=MOST_OPEN)
    return words, {COMMENT: None, WORDING: wording}.get(kind, "")


def _check_wording(wording: str, paragraph: str) -> None:
    _check_length(wording, MOST_WORDING, "wording")
    if not wording.strip():
        raise RuleBroken(N_("Write the wording that is to stand there, or propose a deletion."), field="wording")
    if wording == paragraph.rstrip("\n"):
        raise RuleBroken(N_("This wording stands there already; change it, or write a comment."), field="wording")


def check_answer(words: str) -> str:
    """The answer without blanks around it. Raises RuleBroken for none, or for too long a one."""
    words = words.strip()
    if not words:
        raise RuleBroken(N_("Write an answer; it stays with what was proposed."), field="words")
    _check_length(words, MOST_WORDS, "words")
    return words


def check_answers(given: int) -> None:
    """`given` by the party that answers. Raises RuleBroken for too many; whoever settles it is never kept from it."""
    if given >= MOST_ANSWERS:
        raise RuleBroken(
            N_("Your party has given %(most)s answers already; settle it, or propose anew."), most=MOST_ANSWERS
        )


def _check_length(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise RuleBroken(N_("This is longer than %(most)s characters; shorten it."), field=field, most=most)


def check_open(state: str) -> None:
    if state != OPEN:
        raise Conflict(N_("This was settled meanwhile."))


def check_settles(made_for: int, parties: frozenset[int], *, own_side: bool) -> None:
    """`parties`: those for which the reader writes. Raises NotAllowed where a party would answer itself.

    In one side's own draft colleagues settle what colleagues proposed.
    """
    if not own_side and not parties - {made_for}:
        raise NotAllowed(N_("Another party accepts or declines what yours proposed; yours can withdraw it."))


def check_accepted(wording: str | None, place: int | None) -> None:
    """Raises RuleBroken for a comment, Conflict where the paragraph is no longer what it was."""
    if wording is None:
        raise RuleBroken(N_("A comment proposes no wording that could be put in; answer it."))
    if place is None:
        raise Conflict(N_("The paragraph has changed since, so this wording cannot be put in. Write it in the editor."))


def check_none_open(count: int) -> None:
    """Raises RuleBroken while something that every party sees is open: nothing is frozen over a proposal."""
    if count:
        raise RuleBroken(
            N_("Comments or proposals are open: %(count)s. Accept, decline or withdraw each, then circulate."),
            count=count,
        )
