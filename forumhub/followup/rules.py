"""Pure decisions about items: concerns, recommendations, decisions, actions, statements."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forumhub.errors import N_, RuleBroken

LETTERS = {"CONCERN": "C", "RECOMMENDATION": "R", "DECISION": "D", "ACTION": "A", "STATEMENT": "S"}
KINDS = tuple(LETTERS)
KIND_OF = {letter: kind for kind, letter in LETTERS.items()}

LONGEST_SECTION = 16
"""Characters in the number of a heading under which items, or deferred points, stand."""

PROPOSED = "proposed"
PROVISIONAL = "provisional"
OPEN = "open"
IN_PROGRESS = "in_progress"
REPORTED = "reported"
CLOSED = "closed"
BLOCKED = "blocked"
SUPERSEDED = "superseded"
CANCELLED = "cancelled"
WITHDRAWN = "withdrawn"
STATES = (PROPOSED, PROVISIONAL, OPEN, IN_PROGRESS, REPORTED, CLOSED, BLOCKED, SUPERSEDED, CANCELLED, WITHDRAWN)
UNFINISHED = (OPEN, IN_PROGRESS, REPORTED, BLOCKED)
DUE_COUNTS = (OPEN, IN_PROGRESS, BLOCKED)
"""States in which a passed date makes an action overdue; one that was reported done waits for the other side."""

START = "in_progress"
DONE = "reported"
BLOCK = "blocked"
CLOSE = "closed"
CONFIRM = "confirmed"
RETURN = "returned"
WITHDRAW = "withdrawn"
SUPERSEDE = "superseded"
ACTS = (START, DONE, BLOCK, CLOSE, CONFIRM, RETURN, WITHDRAW, SUPERSEDE)
OWNERS_ACTS = (START, DONE, BLOCK)
"""What a party that owns an action reports."""

TRANSITIONS = {
    START: {OPEN: IN_PROGRESS, IN_PROGRESS: IN_PROGRESS, BLOCKED: IN_PROGRESS, REPORTED: IN_PROGRESS},
    DONE: {OPEN: REPORTED, IN_PROGRESS: REPORTED, BLOCKED: REPORTED, REPORTED: REPORTED},
    BLOCK: {OPEN: BLOCKED, IN_PROGRESS: BLOCKED, BLOCKED: BLOCKED, REPORTED: BLOCKED},
    CONFIRM: {REPORTED: REPORTED},
    CLOSE: {REPORTED: CLOSED},
    RETURN: {REPORTED: IN_PROGRESS},
}
"""By a party's act, from which state into which. What agreed minutes say may do more: see `STATE_BY_MINUTES`."""

ACT_BY_STATUS = {
    "in progress": START,
    "done": DONE,
    "blocked": BLOCK,
    "closed": CLOSE,
    "returned": RETURN,
    "withdrawn": WITHDRAW,
}
"""By the word of a STATUS in minutes; one that names what an item was split into, or superseded by, supersedes it."""
STATE_BY_MINUTES = {
    START: IN_PROGRESS,
    DONE: REPORTED,
    BLOCK: BLOCKED,
    CLOSE: CLOSED,
    RETURN: IN_PROGRESS,
    WITHDRAW: WITHDRAWN,
    SUPERSEDE: SUPERSEDED,
}
SAID_OF = dict.fromkeys(STATE_BY_MINUTES, UNFINISHED) | {RETURN: (*UNFINISHED, CLOSED)}
"""By act, the states in which agreed minutes may say it. They need no report before: every party agreed."""
ENDS = (CLOSE, WITHDRAW, SUPERSEDE)
SAID_OF_KIND = dict.fromkeys(KINDS, ENDS) | {
    "ACTION": tuple(STATE_BY_MINUTES),
    "RECOMMENDATION": (START, BLOCK, RETURN, *ENDS),
}
"""By kind, the acts that minutes may say of it: what is reported done waits for a party's answer, so actions alone are;
whether a recommendation is carried out is said of it, too (`acceptance.rules.implementation`)."""
REFUSED_KINDS = {
    "RECOMMENDATION": N_("A recommendation is not reported done: say 'closed' once it is carried out."),
}


@dataclass(frozen=True)
class Issued:
    """The ids that a register issued: of each kind all up to its last, whatever became of them."""

    last: Mapping[str, int]

    def __contains__(self, code: object) -> bool:
        """Of an id as it is written in the register, `A-14`."""
        letter, _dash, digits = str(code).partition("-")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 10 and digits[0] != "0"):
            return False
        return int(digits) <= self.last.get(KIND_OF.get(letter, ""), 0)

    def next_number(self, kind: str) -> int:
        """That an item of this kind would be issued now."""
        return self.last.get(kind, 0) + 1


@dataclass(frozen=True)
class Said:
    """One report in the history of an item. `party` is None where it stands in minutes that every party agreed."""

    act: str
    party: int | None


@dataclass(frozen=True)
class Standing:
    """Whose reports of 'done' stand, and who confirmed whose, since the item was last returned or taken up again.

    `by_all` says that agreed minutes reported it done. Who had reported, and what was confirmed, stays on record.
    """

    reported: frozenset[int] = frozenset()
    confirmed: frozenset[tuple[int, int]] = frozenset()
    by_all: bool = False

    def after(self, said: Said) -> "Standing":
        if said.act == DONE and said.party is None:
            return Standing(self.reported, self.confirmed, by_all=True)
        if said.act == DONE and said.party is not None:
            return Standing(self.reported | {said.party}, self.confirmed, self.by_all)
        if said.act == CONFIRM and said.party is not None:
            return Standing(self.reported, self.confirmed | self.confirmations(said.party), self.by_all)
        if said.act in (START, BLOCK) and said.party is not None:
            return self._without(said.party)
        return Standing()

    def _without(self, party: int) -> "Standing":
        """A party that takes its part up again takes back its own report, and with it what others confirmed of it."""
        confirmed = frozenset((one, other) for one, other in self.confirmed if other != party)
        return Standing(self.reported - {party}, confirmed)

    def waits_for_another(self, party: int) -> bool:
        """Whether a report of this party stands that no other has confirmed."""
        return party in self.reported and all(other != party for _one, other in self.confirmed)

    def confirmations(self, party: int) -> frozenset[tuple[int, int]]:
        """What this party confirms when it confirms: every report that stands, but its own."""
        return frozenset((party, other) for other in self.reported if other != party)


def standing(history: Iterable[Said]) -> Standing:
    """Replays what was said about an item, oldest first."""
    result = Standing()
    for said in history:
        if said.act in ACTS:
            result = result.after(said)
    return result


def require_report(kind: str, state: str, act: str, party: int, owners: Collection[int]) -> str:
    """The state after an owner's report. Raises RuleBroken where the party does not own it or the state forbids it."""
    if kind != "ACTION":
        raise RuleBroken(N_("Reports are made on actions; other items change with the minutes."))
    if party not in owners:
        raise RuleBroken(N_("Only a party that owns the action reports on it."))
    if act not in OWNERS_ACTS:
        raise RuleBroken(N_("Choose what to report: in progress, done or blocked."), field="act")
    return _next(act, state)


def _next(act: str, state: str) -> str:
    after = TRANSITIONS[act].get(state)
    if after is None:
        raise RuleBroken(REFUSALS.get(state, REFUSALS[OPEN]))
    return after


REFUSALS = {
    PROPOSED: N_("Its minutes are a draft; reports begin when they are agreed."),
    PROVISIONAL: N_("Its minutes are circulated and not agreed yet; reports begin when they are agreed."),
    OPEN: N_("It was not reported done, so there is nothing to close or to return."),
    CLOSED: N_("It is closed; minutes that every party agrees can return it."),
    SUPERSEDED: N_("It was superseded; report on what came of it."),
    WITHDRAWN: N_("It was withdrawn."),
    CANCELLED: N_("It was cancelled."),
}


def answer(
    act: str, state: str, party: int, standing: Standing, owners: Collection[int], parties: Collection[int]
) -> tuple[str, str]:
    """What becomes of a party's wish to close or to return a reported action: the act that it is, and the next state.

    It is closed by a party other than the one that reported: an owner whose own report nobody has confirmed yet only
    confirms the others', and one of those closes it, or a party that does not own it. Where every party owns it, each
    reports and each confirms the other's: until the last does, closing is a confirmation. Minutes that report it done
    are each party's report and confirmation where all own it; else an owner still needs another party. `owners` and
    `parties` are row ids; the parties are those of the meeting. Raises RuleBroken.
    """
    _next(act, state)
    if party not in parties:
        raise RuleBroken(N_("Only a party to the meeting closes or returns its actions."))
    all_own = set(parties) <= set(owners)
    may_alone = standing.by_all and (all_own or party not in owners)
    if not may_alone and standing.reported <= {party}:
        raise RuleBroken(
            N_("Your party reported it done; another party closes or returns it.")
            if standing.reported
            else N_("Your party owns it and minutes report it done; another party closes or returns it.")
        )
    waits = party in owners and standing.waits_for_another(party)
    if act == RETURN or (standing.by_all if all_own else not waits):
        return act, _next(act, state)
    if standing.confirmations(party) <= standing.confirmed:
        raise RuleBroken(
            N_("Your party has confirmed what was reported; the others report and confirm next.")
            if all_own
            else N_("Your party has confirmed what was reported; another party closes or returns it.")
        )
    after = standing.after(Said(CONFIRM, party))
    whole = {(one, other) for one in owners for other in owners if one != other}
    return (CLOSE, CLOSED) if all_own and whole <= after.confirmed else (CONFIRM, REPORTED)


def may_answer(
    state: str, party: int, standing: Standing, owners: Collection[int], parties: Collection[int], act: str = CLOSE
) -> bool:
    """Whether `answer` would let this party close, confirm or return it."""
    try:
        answer(act, state, party, standing, owners, parties)
    except RuleBroken:
        return False
    return True


def only_confirms(
    state: str, own: Iterable[int], standing: Standing, owners: Collection[int], parties: Collection[int]
) -> bool:
    """Whether what these parties may say of a reported action is that they confirm it: closing is another's."""
    answering = [party for party in own if may_answer(state, party, standing, owners, parties)]
    return {answer(CLOSE, state, party, standing, owners, parties)[0] for party in answering} == {CONFIRM}


def said_in_minutes(status: str | None, *, kind: str, successors: bool, state: str) -> tuple[str, str]:
    """The act and the state that follow from a STATUS that every party agreed.

    Raises RuleBroken where nothing is said, or the item's kind or state forbids it: it is finished, or not agreed
    itself.
    """
    act = SUPERSEDE if successors else ACT_BY_STATUS.get(status or "")
    if act is None:
        raise RuleBroken(N_("The status names no state that an item can have."))
    if act not in SAID_OF_KIND[kind]:
        msgid = N_("Actions are in progress, done, blocked or returned; other items are closed, withdrawn or replaced.")
        raise RuleBroken(REFUSED_KINDS.get(kind, msgid))
    if not may_take_effect(kind, state, act):
        raise RuleBroken(REFUSALS.get(state, REFUSALS[OPEN]))
    return act, STATE_BY_MINUTES[act]


def may_take_effect(kind: str, state: str, act: str) -> bool:
    """Whether agreed minutes may say this of an item of this kind in this state."""
    return act in SAID_OF_KIND[kind] and state in SAID_OF[act]


def is_overdue(kind: str, state: str, due_on: date | None, today: date) -> bool:
    """`today` is the day in UTC: an action due on a day is late once that day is over in UTC, for every party alike."""
    return kind == "ACTION" and state in DUE_COUNTS and due_on is not None and due_on < today
