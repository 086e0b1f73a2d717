"""Reasons in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from markupsafe import Markup, escape

from forumhub import phrases
from forumhub.errors import N_
from forumhub.events.slots import costs
from forumhub.events.slots.calendars import language_of_names
from forumhub.events.slots.values import Engagement, Reason, Slot, Wish
from forumhub.phrases import both_clocks, in_language, zone_city

day_words = lru_cache(maxsize=2048)(phrases.day)  # a year's days are said again and again
MOST_NAMED = 3
"""Events that one reason names; the rest are counted."""

LEVELS = (N_("as good as the best"), N_("nearly as good"), N_("worse"), N_("much worse"), N_("not possible"))


@dataclass(frozen=True)
class Words:
    """`names` are those of parties by code and of people by ULID; `address` gives an event's by its ULID."""

    wish: Wish
    names: Mapping[str, str]
    language: str
    address: Callable[[str], str]
    city: Mapping[str, str]
    """Where it would be, by language; empty online."""
    timezone: str
    """The reader's."""

    def of(self, reason: Reason, slot: Slot | None = None) -> Markup:
        """The sentence, with links to the events that it names."""
        values = {
            "who": self.who(reason),
            "name": self.name(reason),
            "days": self.days(reason.days),
            "events": self.events(reason.events),
            "people": reason.people,
            "clock": self.clock(reason, slot) if slot and "%(clock)s" in reason.msgid else "",
        }
        return escape(_(reason.msgid)) % values

    def who(self, reason: Reason) -> str:
        if reason.kind in (costs.PEOPLE_HOURS, costs.PEOPLE_NIGHT, costs.CLOCK_CHANGE):
            return zone_city(reason.who, self.language)
        return self.names.get(reason.who, reason.who)

    def name(self, reason: Reason) -> str | Markup:
        """A holiday's name, marked with its language where that is not the reader's."""
        known = language_of_names(reason.who, self.language) if reason.name else self.language
        marked = Markup('<span lang="{}">{}</span>')
        return reason.name if known in ("", self.language) else marked.format(known, reason.name)

    def days(self, days: Sequence[date]) -> str:
        """Each day, and of days in a row the first and the last."""
        runs: list[list[date]] = []
        for day in days:
            if runs and day - runs[-1][-1] == timedelta(days=1):
                runs[-1].append(day)
            else:
                runs.append([day])
        ends = ((run[0], run[-1]) for run in runs)
        return ", ".join(" – ".join(day_words(day, self.language) for day in dict.fromkeys(pair)) for pair in ends)

    def events(self, events: Sequence[Engagement]) -> Markup:
        link = Markup('<a href="{}">{}</a>')
        named = [
            link.format(self.address(event.ulid), in_language(event.titles, self.language))
            for event in events[:MOST_NAMED]
        ]
        if len(events) > MOST_NAMED:
            named.append(escape(_("and %(count)s more", count=len(events) - MOST_NAMED)))
        return Markup("; ").join(named)

    def clock(self, reason: Reason, slot: Slot) -> str:
        """'19:00–21:00 Beijing': the first day's hours on the clock that the reason is about."""
        zone = next((clock.timezone for clock in self.wish.clocks if clock.who == reason.who), self.wish.timezone)
        return self.hours(slot, zone)

    def hours(self, slot: Slot, timezone: str) -> str:
        begins, ends = (moment.astimezone(ZoneInfo(timezone)) for moment in slot.sessions[0])
        away = f"{day_words(begins.date(), self.language)}, " if begins.date() != slot.local_start.date() else ""
        return f"{away}{begins:%H:%M}–{ends:%H:%M} {zone_city(timezone, self.language)}"

    def when(self, slot: Slot) -> str:
        """On the clock of the place and on the reader's, as an event's time reads."""
        clocks = {"local_start": slot.local_start, "local_end": slot.local_end, "starts_at": slot.starts_at}
        placed = SimpleNamespace(**clocks, timezone=slot.timezone, city=self.city)
        return both_clocks(placed, self.language, self.timezone)

    def other_clocks(self, slot: Slot) -> list[str]:
        """The hours on each other clock of those who meet online."""
        zones = dict.fromkeys(clock.timezone for clock in self.wish.clocks)
        return [self.hours(slot, zone) for zone in zones if zone not in (slot.timezone, self.timezone)]
