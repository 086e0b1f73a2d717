"""Whether the parties to which a recommendation is made accept it, apart from whether it is carried out. Pure."""

from collections.abc import Collection, Iterable, Mapping

from forumhub.errors import N_, RuleBroken
from forumhub.followup.rules import BLOCKED, CLOSED, IN_PROGRESS, OPEN, PROVISIONAL, REFUSALS, REPORTED, UNFINISHED

ACCEPTED = "accepted"
PARTLY = "partly"
REJECTED = "rejected"
ANSWERS = (ACCEPTED, PARTLY, REJECTED)
WAITING = "waiting"
ACCEPTANCES = (WAITING, *ANSWERS)

NOT_BEGUN = "not_begun"
UNDER_WAY = "under_way"
IMPLEMENTED = "implemented"
IMPLEMENTATIONS = (NOT_BEGUN, UNDER_WAY, IMPLEMENTED)
BEGUN = (IN_PROGRESS, REPORTED, BLOCKED)
STILL_DUE = (PROVISIONAL, *UNFINISHED)


def answering_of(makers: Collection[int], parties: Collection[int]) -> set[int]:
    """Row ids of the parties that answer a recommendation: those of the meeting that do not make it. Where every
    party makes it, each says for itself whether it accepts it. `makers` are the parties that the item names.
    """
    return set(parties) - set(makers) or set(parties)


def require_answer(kind: str, state: str, party: int, answering: Collection[int], answer: str, words: str) -> None:
    """Raises RuleBroken unless the party is one that answers it, and may so: what is not accepted whole needs words."""
    if kind != "RECOMMENDATION" or party not in answering:
        raise RuleBroken(
            N_("A recommendation is answered by the parties that did not make it; where every party made it, by each.")
        )
    if state not in UNFINISHED:
        raise RuleBroken(REFUSALS.get(state, REFUSALS[OPEN]))
    if answer not in ANSWERS:
        raise RuleBroken(N_("Choose whether it is accepted, accepted in part or rejected."), field="answer")
    if answer != ACCEPTED and not words.strip():
        raise RuleBroken(N_("Say which part is not accepted, and why."), field="words")


def acceptance(answers: Mapping[int, str], answering: Collection[int]) -> str:
    """One of ACCEPTANCES: it waits until every party has answered; answers that differ accept it in part."""
    given = {answers[party] for party in answering if party in answers}
    if not answering or not set(answering) <= answers.keys():
        return WAITING
    return given.pop() if len(given) == 1 else PARTLY


def implementation(state: str, actions: Iterable[str]) -> str:
    """One of IMPLEMENTATIONS, by its own state (what minutes report of it) and those of the actions that came of it."""
    states = set(actions)
    if state == CLOSED or (CLOSED in states and not states & set(STILL_DUE)):
        return IMPLEMENTED
    return UNDER_WAY if state in BEGUN or states & {CLOSED, *BEGUN} else NOT_BEGUN
