"""What a corrigendum makes of the items of its text, over all languages. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from forumhub.followup.corrections.rules import FIELDS, FIELDS_STAY, READ_THERE, WORDS, Correction
from forumhub.markdown import Item
from forumhub.markdown.concordance import compared
from forumhub.minutes.corrigenda.lines import AgreedText, read_again, standing
from forumhub.minutes.corrigenda.pairs import Pair

Pairs = Mapping[str, Sequence[Pair]]
"""By language, what a corrigendum says there."""


@dataclass(frozen=True)
class Reading:
    """The line of an item in one language, before a corrigendum and with it, and what each says: None for no item."""

    before: str
    after: str
    said: Item | None
    says: Item | None
    missed: bool

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def has_other_words(self) -> bool:
        return self.says is not None and (self.said is None or self.said.text != self.says.text)

    @property
    def fields(self) -> set[str]:
        """Names of the fields that say another thing."""
        if not self.said or not self.says:
            return set()
        both = zip(_fields(self.said), _fields(self.says), strict=True)
        return {was[0] for was, now in both if was != now}


UNREAD = Reading("", "", None, None, missed=False)
"""Where a language has no line of the item that can be read: nobody can tell that it says the same."""


def corrections(
    texts: Mapping[str, AgreedText], earlier: Sequence[Pairs], pairs: Pairs, working: str
) -> list[Correction]:
    """Of each item that the corrigendum concerns. `earlier` were agreed before it, in their order; `working` is the
    working language of the text.
    """
    readings = defaultdict[str, dict[str, Reading]](dict)
    for language, text in texts.items():
        before = standing(text, [each.get(language, ()) for each in earlier])
        after = before.after(text, pairs.get(language, ()))
        for code, item in text.items.items():
            lines = before.lines.get(code, ""), after.lines.get(code, "")
            readings[code][language] = _reading(item, *lines, code in after.missed)
    return [
        _correction(code, {language: found.get(language, UNREAD) for language in texts}, working)
        for code, found in sorted(readings.items())
        if any(reading.is_changed or reading.missed for reading in found.values())
    ]


def _reading(item: Item, before: str, after: str, missed: bool) -> Reading:
    return Reading(before, after, read_again(before, item), read_again(after, item), missed)


def _correction(code: str, readings: Mapping[str, Reading], working: str) -> Correction:
    changed = {language: each for language, each in readings.items() if each.is_changed}
    names = {name for each in changed.values() for name in each.fields}
    outcome = _outcome(readings.values(), names)
    words = {language: each.says.text for language, each in changed.items() if each.has_other_words and each.says}
    first = min(changed, key=lambda language: (not changed[language].fields, language != working), default="")
    lines = changed[first] if outcome == FIELDS else None
    return Correction(
        code,
        outcome,
        before={language: each.before for language, each in changed.items()},
        after={language: each.after for language, each in changed.items()},
        words=words,
        lines=(lines.said, lines.says) if lines and lines.said and lines.says else None,
        changed=frozenset(names),
    )


def _outcome(readings: Collection[Reading], names: Collection[str]) -> str:
    """Fields follow where every language says the same of them: all are as authentic."""
    if any(each.missed or not (each.said and each.says) for each in readings):
        return READ_THERE
    said = [[pair for pair in _fields(each.says) if pair[0] in names] for each in readings if each.says]
    wrong = any(remark.blocks for each in readings if each.is_changed and each.says for remark in each.says.warnings)
    if wrong or any(one != said[0] for one in said):
        return FIELDS_STAY
    return FIELDS if names else WORDS


def _fields(item: Item) -> list[tuple[str, object]]:
    return [*compared(item), ("priority", item.priority)]
