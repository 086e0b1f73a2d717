"""From a file to the plan of its import: which meetings it holds, and what is said of every one of its components."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from forumhub.calendars.importing.bounding import Budget
from forumhub.calendars.importing.entries import Entry, newest, read_entry
from forumhub.calendars.importing.expanding import Occurrence, Timed, key_of, occurrences
from forumhub.calendars.importing.lines import CALENDAR, EVENT, ZONE, Component, File, read_file
from forumhub.calendars.importing.meetings import Meeting, Plan, Remark, Window
from forumhub.calendars.importing.placing import place
from forumhub.calendars.importing.timing import NO_END, Timing, has_end
from forumhub.calendars.importing.zones import Clock, Clocks, named_zone
from forumhub.errors import N_, RuleBroken

MOST_MEETINGS = 10_000
_ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
_FRAMES = frozenset({CALENDAR, ZONE, "STANDARD", "DAYLIGHT"})
_NOT_TAKEN = {
    "VTODO": N_("It is a task (VTODO); only events are imported."),
    "VJOURNAL": N_("It is a journal entry (VJOURNAL); only events are imported."),
    "VFREEBUSY": N_("It says when somebody is busy (VFREEBUSY); only events are imported."),
    "VALARM": N_("It is a reminder (VALARM), which stays with the calendar that it is from."),
}
_ALIKE = {
    "derived": N_("Events without a UID: %(count)s, the first one here. They are known again by start and title."),
    "invited": N_("Events that name an organizer or guests: %(count)s. Nobody is registered, and nobody is told."),
}
"""What is said once of all events of which it is true, with their number."""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read.

    `floating` is the zone of times that name none, empty where nobody said it; `home` is the party's, of whole days.
    `languages` are the installation's, and `own_host` ends the UIDs that it gives itself.
    """

    window: Window
    floating: str
    home: str
    languages: tuple[str, ...] = ("en", "zh", "ru")
    own_host: str = ""


@dataclass(frozen=True)
class Item:
    """An event that was read: what it says, its moments, the clock that its times are shown on."""

    entry: Entry
    timed: Timed
    clock: Clock
    called_off: bool
    """Its calendar is one that calls off (METHOD:CANCEL)."""


def plan_import(data: bytes, reading: Reading) -> Plan:
    """Raises RuleBroken for a file that is refused as a whole."""
    file, plan = read_file(data), Plan()
    _note_file(plan, file)
    items = [item for root in file.roots for item in _items(root, file, reading, plan)]
    _note_items(plan, items)
    by_uid: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_uid[item.entry.uid].append(item)
    budget = Budget()
    for group in by_uid.values():
        _enter(plan, _latest(group, plan), reading, budget)
        if len(plan.meetings) > MOST_MEETINGS:
            message = N_("The file holds more than %(most)s meetings in this window: choose a shorter one.")
            raise RuleBroken(message, field="until", most=f"{MOST_MEETINGS:,}")
    plan.meetings.sort(key=lambda meeting: (meeting.starts_at, meeting.number))
    plan.refused.sort(key=lambda remark: (remark.kind != EVENT, remark.number))  # events before their reminders
    plan.notes.sort(key=lambda remark: remark.number)
    return plan


def _note_file(plan: Plan, file: File) -> None:
    if file.guessed:
        plan.note(1, "", N_("The file is not in UTF-8; it was read as %(encoding)s."), encoding=file.guessed)
    if file.stray:
        message = N_("Lines that stand in no component are left out: %(count)s of them, the first one here.")
        plan.note(file.stray[0], "", message, count=len(file.stray))


def _items(root: Component, file: File, reading: Reading, plan: Plan) -> Iterator[Item]:
    """The events of one calendar; what else it holds is a frame, or is refused."""
    usual, method = named_zone(root.first("X-WR-TIMEZONE")) or "", root.first("METHOD").upper()
    zones = [each for each in (root, *file.roots) for each in each.walk() if each.kind == ZONE]
    likely = tuple(filter(None, (usual, reading.floating, reading.home)))
    clocks = Clocks(zones, likely, reading.window.begins, reading.window.ends)
    timing = Timing(clocks, reading.floating, usual)
    for component in root.walk():
        if component.kind in _FRAMES:
            plan.frames.append(component.number)
            continue
        try:
            yield _item(component, timing, method, reading)
        except RuleBroken as reason:
            plan.refused.append(Remark(component.number, component.kind, reason))


def _item(component: Component, timing: Timing, method: str, reading: Reading) -> Item:
    """Raises RuleBroken for what is not taken."""
    if component.kind != EVENT:
        message = _NOT_TAKEN.get(component.kind, N_("It is none of the components that are read; only events are."))
        raise RuleBroken(message)
    if method in _ANSWERS:
        raise RuleBroken(N_("It answers an invitation (METHOD:%(method)s); it is no event itself."), method=method)
    entry = read_entry(component)
    if reading.own_host and entry.uid.endswith("@" + reading.own_host):
        raise RuleBroken(N_("Its UID is of this installation: the event is here, and is not imported into itself."))
    if not entry.title:
        raise RuleBroken(N_("It has no SUMMARY, so it would have no title."))
    return Item(entry, timing.timed(entry), timing.clock_of(entry.start), method == "CANCEL")


def _note_items(plan: Plan, items: list[Item]) -> None:
    """What was assumed of single events; what is alike in many is said once, with their number."""
    for name, message in _ALIKE.items():
        if found := [item.entry.number for item in items if getattr(item.entry, name)]:
            plan.note(found[0], EVENT, message, count=len(found))
    for item in items:
        entry, zone = item.entry, item.entry.start.tzid
        if not has_end(entry):
            plan.note(entry.number, EVENT, NO_END)
        if entry.following:
            message = N_(
                "It changes the following meetings, too (THISANDFUTURE); only this one follows it: look at them."
            )
            plan.note(entry.number, EVENT, message)
        if entry.dialled:
            plan.note(entry.number, EVENT, N_("Its CONFERENCE is no https link, so it is left out."))
        if entry.unread:
            lines = ", ".join(map(str, entry.unread[:10]))
            plan.note(entry.number, EVENT, N_("Lines that cannot be read are left out: %(lines)s."), lines=lines)
        if zone and not named_zone(zone):
            _note_zone(plan, entry.number, zone, item.clock.iana)


def _note_zone(plan: Plan, number: int, zone: str, iana: str | None) -> None:
    if iana is None:
        message = N_("Only the file knows its time zone '%(zone)s'; its times are kept in UTC.")
        plan.note(number, EVENT, message, zone=zone[:80])
    else:
        message = N_("Its time zone '%(zone)s' has no known name; in this window it is the clock of %(iana)s.")
        plan.note(number, EVENT, message, zone=zone[:80], iana=iana)


def _latest(group: list[Item], plan: Plan) -> list[Item]:
    """One component for each RECURRENCE-ID of a UID; those that a later revision replaces are refused."""
    by_key: dict[str, list[Item]] = defaultdict(list)
    for item in group:
        by_key[key_of(item.timed.recurrence) if item.timed.recurrence else ""].append(item)
    for alike in by_key.values():
        latest = newest(item.entry for item in alike)
        for item in alike:
            if item.entry is not latest:
                message = N_("Line %(line)s has the same UID and is newer, or stands after it.")
                plan.refused.append(Remark(item.entry.number, EVENT, RuleBroken(message, line=latest.number)))
    kept = {newest(item.entry for item in alike).number for alike in by_key.values()}
    return [item for item in group if item.entry.number in kept]


def _enter(plan: Plan, items: list[Item], reading: Reading, budget: Budget) -> None:
    """The meetings of one UID, and for each of its components that it was taken, or why not."""
    try:
        found = occurrences([item.timed for item in items], reading.window, budget)
    except RuleBroken as reason:
        plan.refused += [Remark(item.entry.number, EVENT, reason) for item in items]
        return
    for item in items:
        own = [each for each in found if each.number == item.entry.number]
        _place(plan, item, own, reading)


def _place(plan: Plan, item: Item, own: list[Occurrence], reading: Reading) -> None:
    window = reading.window
    reason = RuleBroken(
        N_("Nothing of it is between %(since)s and %(until)s: choose a wider window to take it."),
        since=window.since.isoformat(),
        until=window.until.isoformat(),
    )
    meetings: list[Meeting] = []
    broken: list[RuleBroken] = []
    for occurrence in own:
        try:
            meetings += place(item, occurrence, reading, plan)
        except RuleBroken as error:
            broken.append(error)
    number = item.entry.number
    if not meetings:
        plan.refused.append(Remark(number, EVENT, next(iter(broken), reason)))
        return
    plan.taken.append(number)
    plan.meetings += meetings
    if broken:
        plan.notes.append(Remark(number, EVENT, broken[0]))
