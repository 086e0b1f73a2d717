"""A programme as the values that files carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession
from forumhub.phrases import in_language


@dataclass
class Schedule:
    """Values by columns; sessions by guid, `hall` naming one of `halls` or being empty."""

    programme: dict[str, Any]
    halls: dict[str, dict[str, Any]]
    sessions: dict[str, dict[str, Any]]


def describe(programme: Programme, sessions: list[ProgrammeSession], language: str) -> Schedule:
    names = hall_names(programme.halls, language)
    return Schedule(
        {"day_start": programme.day_start, "day_end": programme.day_end, "foreign": programme.foreign},
        {names[hall.id]: hall_values(hall) for hall in programme.halls},
        {session.guid: session_values(session, names) for session in sessions},
    )


def hall_names(halls: list[ProgrammeHall], language: str) -> dict[int, str]:
    """By row id, a name that no other hall has."""
    names: dict[int, str] = {}
    for hall in halls:
        name = plain = in_language(hall.names, language)
        number = 2
        while name in names.values():
            name, number = f"{plain} ({number})", number + 1
        names[hall.id] = name
    return names


def hall_values(hall: ProgrammeHall) -> dict[str, Any]:
    return {name: getattr(hall, name) for name in ("names", "capacity", "opens", "closes", "foreign")}


COLUMNS = (
    "frab_id", "slug", "minutes", "titles", "subtitles", "track", "language", "kind", "state", "interpretation",
    "abstract", "description", "links", "foreign",
)  # fmt: skip


def session_values(session: ProgrammeSession, names: Mapping[int, str]) -> dict[str, Any]:
    speakers = [
        {"name": each.name, "affiliation": each.affiliation, "chairs": each.chairs, "foreign": each.foreign}
        for each in session.speakers
    ]
    place = {"local_start": session.local_start.isoformat(), "hall": names.get(session.hall_id or 0, "")}
    return {name: getattr(session, name) for name in COLUMNS} | place | {"speakers": speakers}
