"""Pure decisions on whom a delegate of a list is: somebody who is here already, is known, may be known, or is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forumhub.errors import N_, RuleBroken
from forumhub.registration.lists.choices import ANOTHER, GUEST, SAME, SKIP
from forumhub.registration.lists.naming import may_be_one, pairs, same_key
from forumhub.registration.rules import INVITED

DRAFT = "draft"
RUNNING = "running"
STOPPED = "stopped"
DONE = "done"
LIST_STATES = (DRAFT, RUNNING, STOPPED, DONE)

NEW = "new"
KNOWN = "known"
HERE = "here"
DOUBTFUL = "doubtful"
LEFT_OUT = "left_out"
VERDICTS = (NEW, KNOWN, HERE, DOUBTFUL, LEFT_OUT)

PENDING = "pending"
ENTERED = "entered"
WAITING = "waiting"
REPEATED = "repeated"
REFUSED = "refused"
OUTCOMES = (PENDING, ENTERED, WAITING, HERE, REPEATED, DOUBTFUL, LEFT_OUT, REFUSED)
"""What became of a line; `waiting` is entered, on the waiting list."""
NOT_TAKEN = (REPEATED, DOUBTFUL, LEFT_OUT, REFUSED)

BY_EMAIL = "email"
BY_NAME = "name"
BY_SOUND = "sound"


@dataclass(frozen=True)
class Known:
    """Somebody in the database. `state` is that of their registration for this event, empty without one.

    `visible`: the reader may learn who it is; others are found by their address alone, and never named.
    """

    ulid: str
    name: str
    own_name: str = ""
    email: str = ""
    party: str = GUEST
    state: str = ""
    visible: bool = True

    @property
    def is_here(self) -> bool:
        """Who is only invited is not registered yet."""
        return bool(self.state) and self.state != INVITED


@dataclass(frozen=True)
class Candidate:
    """Who a delegate may be, and by what."""

    person: Known
    by: str


@dataclass(frozen=True)
class Judged:
    """`person` is who they are, where they are known or here; `candidates` are those whom they may be."""

    verdict: str
    person: Known | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass
class Index:
    """Known people, to be asked by address, name and sound. Each who is here answers to one delegate only."""

    people: Iterable[Known]
    by_email: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)
    by_sound: dict[frozenset[str], list[Known]] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for person in self.people:
            if person.email:
                self.by_email[person.email] = person
            for name in {person.name, person.own_name} - {""} if person.visible else ():
                self.by_name.setdefault(same_key(name), []).append(person)
                for pair in pairs(name):
                    self.by_sound.setdefault(pair, []).append(person)

    def named(self, name: str) -> list[Known]:
        return self.by_name.get(same_key(name), []) if name else []

    def sounding(self, name: str) -> list[Known]:
        found = {person.ulid: person for pair in pairs(name) for person in self.by_sound.get(pair, [])}
        return [each for each in found.values() if may_be_one(name, each.name) or may_be_one(name, each.own_name)]


def judge(name: str, own_name: str, email: str, party: str, *, index: Index, decided: str, doubtful: str) -> Judged:
    """Who somebody of a list is. `decided` is what was chosen for them, empty for nothing; `doubtful` for all others.

    The same address with the same name is the same person. Who stands here under this name and party is here. All
    else that looks alike is a candidate, for a person to decide.
    """
    here = _here(name, own_name, email, party, index)
    if here:
        index.claimed.add(here.ulid)
        return Judged(HERE, here)
    candidates = _candidates(name, own_name, email, party, index)
    sure = next(
        (each.person for each in candidates if each.by == BY_EMAIL and _named_alike(each.person, name, own_name)), None
    )
    if sure:
        return _settled(sure, index)
    return _decide(candidates, decided or doubtful, index)


def _here(name: str, own_name: str, email: str, party: str, index: Index) -> Known | None:
    for each in (*index.named(name), *index.named(own_name)):
        same_address = not (email and each.email) or email == each.email
        if each.is_here and each.party == party and same_address and each.ulid not in index.claimed:
            return each
    return None


def _candidates(name: str, own_name: str, email: str, party: str, index: Index) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    if email and email in index.by_email:
        person = index.by_email[email]
        found[person.ulid] = Candidate(person, BY_EMAIL)
    alike = [(person, BY_NAME) for each in (name, own_name) for person in index.named(each)]
    alike += [(person, BY_SOUND) for each in (name, own_name) if each for person in index.sounding(each)]
    for person, by in alike:
        if person.ulid not in index.claimed and (person.party == party or GUEST in (person.party, party)):
            found.setdefault(person.ulid, Candidate(person, by))
    return tuple(found.values())


def _named_alike(person: Known, name: str, own_name: str) -> bool:
    said = {same_key(each) for each in (name, own_name) if each}
    return bool(said & {same_key(each) for each in (person.name, person.own_name) if each})


def _settled(person: Known, index: Index) -> Judged:
    if person.ulid in index.claimed:
        return Judged(DOUBTFUL, candidates=(Candidate(person, BY_EMAIL),))
    index.claimed.add(person.ulid)
    return Judged(HERE if person.is_here else KNOWN, person)


def _decide(candidates: tuple[Candidate, ...], decided: str, index: Index) -> Judged:
    if decided == SKIP:
        return Judged(LEFT_OUT)
    if not candidates or decided == ANOTHER:
        return Judged(NEW, candidates=candidates)
    chosen = [each.person for each in candidates if decided == f"{SAME}:{each.person.ulid}"]
    if decided == SAME and len(candidates) == 1:
        chosen = [candidates[0].person]
    return _settled(chosen[0], index) if chosen else Judged(DOUBTFUL, candidates=candidates)


def check_may_start(state: str, to_enter: int) -> None:
    """Raises RuleBroken where a list is not to be imported, or not again."""
    if state not in (DRAFT, STOPPED):
        raise RuleBroken(N_("This list is being imported already, or was; its report says what became of it."))
    if not to_enter:
        raise RuleBroken(N_("There is nobody to enter: all are here already, or wait for your choice."))


def check_may_choose(state: str) -> None:
    """Raises RuleBroken for a list that is not a draft any more."""
    if state != DRAFT:
        raise RuleBroken(N_("This list is being imported, or was: read the file again to choose otherwise."))


def tally(outcomes: Iterable[str]) -> Mapping[str, int]:
    """How many of each, in the order of VERDICTS, then OUTCOMES; none left out that there is."""
    counted: dict[str, int] = {}
    for outcome in outcomes:
        counted[outcome] = counted.get(outcome, 0) + 1
    return {word: counted[word] for word in dict.fromkeys((*VERDICTS, *OUTCOMES)) if word in counted}
