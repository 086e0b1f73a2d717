"""From records to people: each row becomes a delegate, is a repetition, or is not taken with a reason. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forumhub.errors import N_, RuleBroken
from forumhub.registration.lists.choices import ASK, GUEST, SAME, SKIP, Choices
from forumhub.registration.lists.columns import EMAIL, IDENTITY, NAME, PARTY, TITLE
from forumhub.registration.lists.countries import key
from forumhub.registration.lists.delegates import Delegate, Plan, Remark
from forumhub.registration.lists.naming import same_key
from forumhub.registration.lists.parties import PartyNames
from forumhub.registration.lists.reading.cells import Record
from forumhub.registration.lists.rowing import LeftOut, Repeated, Waits, delegate_of, texts_of
from forumhub.registration.lists.rules import DOUBTFUL, LEFT_OUT, REFUSED, REPEATED

LONGEST_TITLE = 300
OUTCOMES: dict[type[RuleBroken], str] = {Waits: DOUBTFUL, LeftOut: LEFT_OUT, Repeated: REPEATED}


def plan_list(records: Sequence[Record], choices: Choices, parties: PartyNames) -> Plan:
    """`records` with the headings, if there are any. Nothing is looked up: the same file gives the same plan."""
    rows = records[choices.heading :]
    draft = _Draft(choices, parties, empty=_empty_words(rows, choices))
    for row in rows:
        draft.take(row)
    return Plan(tuple(draft.by_line.values()), tuple(draft.remarks), draft.unknown, draft.twins, len(rows))


def _empty_words(rows: Sequence[Record], choices: Choices) -> Callable[[str, str], bool]:
    """Whether a text of this meaning stands for nothing. 'NA' is Namibia in a column of two-letter codes."""
    words = frozenset({"NA", "N/A", "#N/A"}) if choices.empty_words else frozenset()
    places = [place for place, meaning in enumerate(choices.columns) if meaning == PARTY]
    said = [row.cells[place].strip() for row in rows for place in places if place < len(row.cells)]
    codes = sum(len(text) == 2 and text not in words for text in said)
    in_codes = codes * 2 > sum(text not in words and bool(text) for text in said)
    return lambda meaning, text: text in words and not (meaning == PARTY and in_codes and text == "NA")


@dataclass
class _Draft:
    choices: Choices
    parties: PartyNames
    empty: Callable[[str, str], bool]
    by_line: dict[int, Delegate] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)
    by_name: dict[tuple[str, str], int] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    by_identity: dict[str, int] = field(default_factory=dict)
    identity_of: dict[int, str] = field(default_factory=dict)

    def take(self, row: Record) -> None:
        texts = texts_of(row, self.choices.columns, self.empty)
        name, title = (texts.get(NAME, "") or texts.get(EMAIL, ""))[:200], texts.get(TITLE, "")
        cells = tuple(cell.strip() for cell in row.cells)
        try:
            if first := self.seen.get(cells):
                raise Repeated(N_("The same as line %(line)s, word for word."), line=first)
            self.seen[cells] = row.number
            delegate = delegate_of(row.number, texts, self._party(texts))
            self._enter(delegate, texts.get(IDENTITY, ""), self._comes_for(delegate, texts))
        except RuleBroken as reason:
            self.remarks.append(Remark(row.number, name, reason, OUTCOMES.get(type(reason), REFUSED), title))

    @staticmethod
    def _comes_for(delegate: Delegate, texts: Mapping[str, str]) -> str:
        """The party; of guests what the list says, so that those of two organisations are not taken for one."""
        return delegate.party if delegate.party != GUEST else key(texts.get(PARTY, ""))

    def _party(self, texts: Mapping[str, str]) -> str:
        """Its code, or GUEST. Raises RuleBroken for rows that are left out, Waits where a choice is wanted."""
        said = texts.get(PARTY, "")
        if not said:
            return self.choices.party
        code = self.parties.find(said)
        if code is None:
            self.unknown[said] = self.unknown.get(said, 0) + 1
            code = self.choices.parties.get(said, self.choices.others)
        if code == SKIP:
            raise LeftOut(N_("Left out, as you chose: '%(party)s' does not take part."), party=said[:200])
        if code == ASK or (code != GUEST and code not in self.parties.codes):
            raise Waits(N_("'%(party)s' is none of the event's parties; choose what becomes of it."), party=said[:200])
        return code

    def _enter(self, delegate: Delegate, identity: str, comes_for: str) -> None:
        """Raises Repeated where the list has the person already, to whom the line's post is added."""
        named = (same_key(delegate.name), comes_for)
        first = self._same(delegate, identity) or self._twin(delegate, identity, self.by_name.get(named))
        if first:
            self.by_line[first] = _with_post(self.by_line[first], delegate)
            message = N_("The same person as in line %(line)s; what they do here is added there.")
            raise Repeated(message, line=first)
        number = delegate.number
        self.by_line[number] = delegate
        self.by_name.setdefault(named, number)
        if delegate.email:
            self.by_email[delegate.email] = number
        if identity:
            self.by_identity[identity], self.identity_of[number] = number, identity

    def _same(self, delegate: Delegate, identity: str) -> int | None:
        """The line with the same address or number. Raises RuleBroken where the name there is another."""
        for said, lines in ((delegate.email, self.by_email), (identity, self.by_identity)):
            first = lines.get(said) if said else None
            if first is not None and same_key(self.by_line[first].name) != same_key(delegate.name):
                message = N_("'%(text)s' stands in line %(line)s too, where the name is another; each has their own.")
                raise RuleBroken(message, text=said[:200], line=first)
            if first is not None:
                return first
        return None

    def _twin(self, delegate: Delegate, identity: str, first: int | None) -> int | None:
        """The line with the same name and party, where that was chosen to be the same person. Raises Waits, LeftOut."""
        if first is None or (identity and identity != self.identity_of.get(first, identity)):
            return None
        self.twins[delegate.number] = first
        decided = self.choices.decisions.get(str(delegate.number)) or self.choices.twice
        if decided == ASK:
            message = N_("The name and party of line %(line)s; choose whether this is the same person.")
            raise Waits(message, line=first)
        if decided == SKIP:
            raise LeftOut(N_("Left out, as you chose."))
        return first if decided == SAME else None


def _with_post(first: Delegate, more: Delegate) -> Delegate:
    """The first with what the other line adds. Raises RuleBroken where that is too long."""
    title, affiliation = _both(first.title, more.title), _both(first.affiliation, more.affiliation)
    if max(len(title), len(affiliation)) > LONGEST_TITLE:
        raise RuleBroken(
            N_(
                "The posts of this person in lines %(line)s and %(other)s are longer than %(most)s characters together."
            ),
            line=first.number,
            other=more.number,
            most=LONGEST_TITLE,
        )
    return replace(
        first,
        title=title,
        affiliation=affiliation,
        email=first.email or more.email,
        own_name=first.own_name or more.own_name,
        honorific=first.honorific or more.honorific,
        also=(*first.also, more.number),
    )


def _both(one: str, other: str) -> str:
    parts = [part for part in (one, other) if part]
    return one if one == other else "; ".join(parts)


def lines_of(delegates: Iterable[Delegate]) -> dict[int, Delegate]:
    """By each line that says something of them, the delegate."""
    return {number: each for each in delegates for number in (each.number, *each.also)}
