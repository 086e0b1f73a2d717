"""The programme of the next annual forum: two days in two halls, published. Speakers bear roles, never names."""

from datetime import datetime, timedelta
from typing import Any

from forumhub.demo.accounts import Cast
from forumhub.demo.sessions import HALLS, PARTS, Part
from forumhub.events.models import Event
from forumhub.events.programme import actions
from forumhub.events.programme.models import Programme, ProgrammeHall, Speaker
from forumhub.markdown import read
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY


def publish_next(cast: Cast, event: Event, now: datetime) -> None:
    """By the organizer of the forum's host, a week ago."""
    assert event.host is not None
    who: dict[str, Any] = {"by": cast.reader(event.host.code, ORGANIZER), "now": now - timedelta(days=7)}
    programme = actions.open_programme(event, **who)
    halls = {
        name: actions.add_hall(programme, names=names, capacity=seats, **who) for name, (names, seats) in HALLS.items()
    }
    for part in PARTS:
        _add(part, cast, programme, halls.get(part.hall), who)
    actions.publish_programme(programme, **who)


def _add(part: Part, cast: Cast, programme: Programme, hall: ProgrammeHall | None, who: dict[str, Any]) -> None:
    event = programme.event
    hour, _colon, minute = part.clock.partition(":")
    start = event.local_start.replace(hour=int(hour), minute=int(minute)) + timedelta(days=part.day - 1)
    spoken = part.language or ("" if part.kind in ("break", "ceremony") else "en")
    actions.add_session(
        programme,
        titles=part.titles,
        kind=part.kind,
        state=part.state,
        hall=hall,
        local_start=start,
        minutes=part.minutes,
        language=spoken,
        interpretation=[code for code in ("zh", "ru", "en") if spoken and code != spoken],
        abstract=part.abstract,
        html=read(part.abstract).html,
        speakers=[_speaker(words, cast, event) for words in part.people],
        **who,
    )


def _speaker(words: str, cast: Cast, event: Event) -> Speaker:
    chairs, words = words.startswith("*"), words.removeprefix("*")
    role, _blank, code = words.partition(" ")
    roles = {"HEAD": HEAD, "SECRETARY": SECRETARY, "ORGANIZER": ORGANIZER}
    if role not in roles:
        return Speaker(name=words, chairs=chairs)
    assert event.host is not None
    person = cast.person(code or event.host.code, roles[role])
    return Speaker(person=person, name=person.name, chairs=chairs)
