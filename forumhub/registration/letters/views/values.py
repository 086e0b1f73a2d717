"""What is filled into a letter, in the letter's own language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import force_locale

from forumhub.phrases import day, in_language, last_day
from forumhub.registration.models import Registration
from forumhub.registration.views.room import FUNCTION_WORDS
from forumhub.web import BABEL_NAMES


def values_of(registration: Registration, language: str, now: datetime) -> dict[str, str]:
    """By placeholder; empty where nothing is known."""
    event, person = registration.event, registration.person
    with force_locale(BABEL_NAMES[language]):
        function = str(FUNCTION_WORDS[registration.function])
    ended = last_day(event.local_start, event.local_end)
    first, last = (day(each, language) for each in (event.local_start.date(), ended))
    return {
        "name": person.name,
        "own_name": person.own_name,
        "honorific": registration.honorific,
        "position": registration.title or person.title,
        "affiliation": registration.affiliation,
        "party": in_language(registration.party.names, language) if registration.party else "",
        "function": function,
        "event": in_language(event.titles, language),
        "dates": first if first == last else f"{first} – {last}",
        "city": in_language(event.city, language),
        "venue": event.venue,
        "place": ", ".join(filter(None, (in_language(event.city, language), event.venue))),
        "host": in_language(event.host.names, language) if event.host else "",
        "today": day(now.astimezone(ZoneInfo(event.timezone)).date(), language),
        "reference": registration.ulid,
    }
