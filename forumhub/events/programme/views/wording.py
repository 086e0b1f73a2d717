"""Clashes in the reader's words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from forumhub.events.programme.entering import WouldClash
from forumhub.events.programme.forms.place import hours
from forumhub.events.programme.forms.words import BESIDE, SENTENCES
from forumhub.events.programme.models import Programme
from forumhub.events.programme.queries import clashes_of
from forumhub.events.programme.rules import clashes
from forumhub.events.programme.rules.clashes import Clash, Frame, Slot, missing_languages
from forumhub.phrases import day, in_language
from forumhub.web import LANGUAGE_LABELS, language, say


@dataclass(frozen=True)
class Told:
    """One clash in words. `key` is the ULID of the first session that it is about."""

    blocks: bool
    sentence: str
    key: str


class Wording:
    """Knows a programme's sessions and halls by their names."""

    def __init__(self, programme: Programme, slots: Mapping[str, Slot], frame: Frame) -> None:
        self.slots, self.frame = slots, frame
        self.names = {hall.ulid: in_language(hall.names, language()) for hall in programme.halls}
        for slot in slots.values():
            self.names |= slot.people

    def all(self, found: Iterable[Clash]) -> list[Told]:
        """For a summary, in the order of time."""
        told = sorted(found, key=lambda clash: [(self.slots[key].local_start, key) for key in clash.sessions])
        return [Told(clash.blocks, self._say(SENTENCES, clash, clash.sessions), clash.sessions[0]) for clash in told]

    def beside(self, found: Iterable[Clash]) -> dict[str, list[Told]]:
        """By session, what is said beside it."""
        lines: dict[str, list[Told]] = defaultdict(list)
        for clash in found:
            for key in clash.sessions:
                others = tuple(other for other in clash.sessions if other != key)
                lines[key].append(Told(clash.blocks, self._say(BESIDE, clash, (key, *others)), key))
        return lines

    def _say(self, words: Mapping[str, str], clash: Clash, keys: tuple[str, ...]) -> str:
        one, other = self.slots[keys[0]], self.slots[keys[-1]]
        about = self.names.get(clash.about or one.hall or "", "")
        values = {"one": title(one), "time": when(one), "other": title(other), "other_time": when(other)}
        return str(gettext(words[clash.kind], **values, about=about, limits=self._limits(clash.kind, one)))

    def _limits(self, kind: str, slot: Slot) -> str:
        frame = self.frame
        if kind == clashes.DAY:
            return f"{hours(frame.day_start)}–{hours(frame.day_end)}"
        if kind == clashes.CLOSED:
            return "–".join(hours(minutes) for minutes in frame.halls[slot.hall or ""])
        if kind == clashes.LANGUAGES:
            return ", ".join(LANGUAGE_LABELS.get(code, code) for code in missing_languages(slot, frame))
        start, end = frame.local_start, frame.local_end
        return f"{day(start, language())}, {start:%H:%M} – {day(end, language())}, {end:%H:%M}"


def title(slot: Slot) -> str:
    return in_language(slot.titles, language())


def when(slot: Slot) -> str:
    """'Thu 11 Mar 2027, 09:00–10:00'"""
    return f"{day(slot.local_start, language())}, {slot.local_start:%H:%M}–{slot.local_end:%H:%M}"


def clashes_in_words(programme: Programme, slots: Mapping[str, Slot]) -> tuple[list[Told], dict[str, list[Told]]]:
    """Of the whole programme, and beside each session."""
    found, wording = clashes_of(programme, slots), Wording(programme, slots, programme.frame)
    return wording.all(found), wording.beside(found)


def refusal(error: WouldClash, programme: Programme) -> list[str]:
    """What was refused, and each clash that it would have made, as lines."""
    told = Wording(programme, error.slots, error.frame).all(error.clashes)
    return [say(error), *(each.sentence for each in told)]
