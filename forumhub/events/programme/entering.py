"""How what an organizer says is set on a session, and how a change of a programme is entered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypedDict

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.events.programme import rules
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession, Speaker
from forumhub.events.programme.queries import blocking, sessions_of, slots_of
from forumhub.events.programme.rules.clashes import Clash, Frame, Slot
from forumhub.events.rules import check_open
from forumhub.events.signals import programme_changed
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


class WouldClash(RuleBroken):
    """`clashes` says what stands in the way, `slots` and `frame` what would be; pages show each in words."""

    def __init__(self, msgid: str, found: Iterable[Clash], slots: Mapping[str, Slot], frame: Frame) -> None:
        super().__init__(msgid)
        self.clashes = sorted(found, key=lambda clash: (clash.kind, clash.sessions, clash.about))
        self.slots = {key: slots[key] for clash in self.clashes for key in clash.sessions}
        self.frame = frame


class SessionValues(TypedDict, total=False):
    """What an organizer says of a session: columns of ProgrammeSession by their names."""

    titles: dict[str, str]
    subtitles: dict[str, str]
    kind: str
    state: str
    hall: ProgrammeHall | None
    local_start: datetime
    minutes: int
    track: str
    language: str
    interpretation: list[str]
    abstract: str
    description: str
    html: str
    links: list[dict[str, str]]
    speakers: Sequence[Speaker]
    """In their order; rows that are not yet in the database, which replace those that there are."""
    guid: str
    frab_id: str
    slug: str
    foreign: dict[str, object]


DEFAULTS: SessionValues = {
    "subtitles": {},
    "kind": "presentation",
    "state": rules.CONFIRMED,
    "hall": None,
    "interpretation": [],
    "links": [],
}


def apply_values(session: ProgrammeSession, values: SessionValues) -> None:
    """Sets these columns. Raises RuleBroken for what is no session."""
    values = values.copy()
    speakers = values.pop("speakers", None)
    for name, value in values.items():
        setattr(session, name, value)
    rules.check_session(session.titles, session.local_start, session.minutes)
    rules.check_links(session.links)
    if speakers is not None:
        _set_speakers(session, speakers)


def _set_speakers(session: ProgrammeSession, speakers: Sequence[Speaker]) -> None:
    rules.check_speakers([speaker.name for speaker in speakers])
    session.speakers = []
    if session.id is not None:
        db.session.flush()  # the old ones leave their positions first
    for position, speaker in enumerate(speakers):
        speaker.position = position
    session.speakers = list(speakers)


def to_change(programme: Programme, by: Reader) -> Programme:
    """The programme under its lock. Raises NotAllowed unless `by` organizes for one of the event's parties, RuleBroken
    where the event was held or cancelled.
    """
    locked(Event, programme.event_id)  # the event's lock first: whoever moves an event moves its sessions along
    programme = locked(Programme, programme.id)
    require_organizer(by, programme.event.party_ids)
    check_open(programme.event.state)
    return programme


@contextmanager
def without_new_clash(programme: Programme) -> Iterator[None]:
    """While the programme is published, what is done inside must make no clash that was not there; else WouldClash."""
    published = programme.state == rules.PUBLISHED
    before = blocking(programme, slots_of(sessions_of(programme))) if published else frozenset()
    yield
    db.session.flush()
    slots = slots_of(sessions_of(programme)) if published else {}
    if made := blocking(programme, slots) - before:
        message = N_(
            "Not saved: the programme is published, and this would make a clash. Choose otherwise, or take the "
            "programme back to draft first."
        )
        raise WouldClash(message, made, slots, programme.frame)


def snapshot(session: ProgrammeSession) -> dict[str, object]:
    """What makes a calendar's SEQUENCE grow, as it is stored."""
    return {name: getattr(session, name) for name in rules.MOVING}


def touch(session: ProgrammeSession, before: dict[str, object], now: datetime) -> None:
    """Counts a change of one session; `before` is its snapshot."""
    session.lock_version += 1
    session.sequence += rules.sequence_grows(before, snapshot(session))
    session.changed_at = now


def enter(programme: Programme, act: str, *, by: Reader, now: datetime, label: str = "", **details: object) -> None:
    """Records a change and tells later rooms. `act` is a verb whose words the desk has: events.programme_<act>."""
    programme.changed_at = now
    db.session.flush()
    event = programme.event
    label = label or in_language(event.titles, "en")
    act = f"events.programme_{act}"
    audit.record(act, programme.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label[:300], **details)
    programme_changed.send(programme=programme)
