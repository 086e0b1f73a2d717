"""What the page of a date poll shows: slots by parties, sums, the slot that suits best, and the record."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forumhub.events.polls import rules
from forumhub.events.polls.forms import WORDS
from forumhub.events.polls.models import Poll, PollAnswer, PollSlot, PollWord
from forumhub.events.polls.queries import acts_of, answers_open, answers_seen, secretariat_of
from forumhub.events.polls.tallies import ALL_CAN, ALL_YES, NOBODY_NO, Best, Tally, best_of, tally
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.web import language

SEALED, SILENT = "sealed", "silent"
ACTS = {
    "events.open_poll": _l("dates proposed"),
    "events.extend_poll": _l("deadline extended"),
    "events.close_poll": _l("poll closed early"),
    "events.remind_poll": _l("reminder sent"),
    "events.choose_slot": _l("date chosen"),
    "events.withdraw_poll": _l("poll withdrawn"),
}


@dataclass(frozen=True)
class Cell:
    """What a party says of a slot: a word of rules.WORDS, SEALED where it is not shown yet, else SILENT."""

    party: Party
    says: str
    comment: str


@dataclass(frozen=True)
class Line:
    """One slot; `tally` is None while answers are sealed, `why` says why it is the best one, where it is."""

    slot: PollSlot
    cells: list[Cell]
    tally: Tally | None
    why: str
    passed: bool


@dataclass(frozen=True)
class Entry:
    """Of the record: who did what when."""

    at: datetime
    what: str
    by: str


def lines_of(poll: Poll, reader: Reader, now: datetime) -> list[Line]:
    given, seen = answers_seen(poll, reader, now), answers_open(poll, now)
    words = {party: {word.number: word for word in answer.words} for party, answer in given.items()}
    tallies = {slot.number: tally(_words(poll, words, slot.number)) for slot in poll.slots} if seen else {}
    ahead = {slot.number: tallies[slot.number] for slot in poll.slots if slot.starts_at > now and seen}
    best = best_of(ahead) if poll.state == rules.OPEN else None
    return [
        Line(
            slot,
            [_cell(poll, party, words, slot.number) for party in poll.parties],
            tallies.get(slot.number),
            why(best, tallies[slot.number]) if best and best.number == slot.number else "",
            slot.starts_at <= now,
        )
        for slot in poll.slots
    ]


Words = dict[int, dict[int, PollWord]]


def _words(poll: Poll, words: Words, number: int) -> list[str | None]:
    return [words[party.id][number].word if party.id in words else None for party in poll.parties]


def _cell(poll: Poll, party: Party, words: Words, number: int) -> Cell:
    if party.id not in words:
        return Cell(party, SEALED if party.id in poll.current else SILENT, "")
    said = words[party.id][number]
    return Cell(party, said.word, said.comment)


def why(best: Best, sums: Tally) -> str:
    """'Every party says yes; the earliest of 2 that suit equally.'"""
    reasons = {
        ALL_YES: _("every party says yes"),
        ALL_CAN: _("every party can come"),
        NOBODY_NO: _("nobody who answered says no"),
    }
    reason = reasons.get(best.why) or _("fewest say no: %(count)s", count=sums.no)
    if best.equal == 1:
        return str(reason)
    return str(_("%(reason)s; the earliest of %(count)s that suit equally", reason=reason, count=best.equal))


def record_of(poll: Poll, reader: Reader, now: datetime) -> list[Entry]:
    """Everything that was done, oldest first; what others answered only where the reader may see it."""
    own, seen = secretariat_of(reader), answers_open(poll, now)
    acts = [Entry(entry.at, str(ACTS.get(entry.act, entry.act)), by) for entry, by in acts_of(poll)]
    answers = [_entry(answer, shown=seen or answer.party_id in own) for answer in poll.answers]
    return sorted([*acts, *answers], key=lambda entry: entry.at)


def _entry(answer: PollAnswer, *, shown: bool) -> Entry:
    party = in_language(answer.party.names, language())
    by = answer.person.name if answer.person else ""
    if not shown:
        return Entry(answer.at, _("%(party)s answered", party=party), by)
    said = "; ".join(f"{word.number}: {WORDS[word.word]}" for word in answer.words)
    return Entry(answer.at, _("%(party)s answered: %(words)s", party=party, words=said), by)
