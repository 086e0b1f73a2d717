"""The frab schedule JSON, as https://c3voc.de/schedule/schema.json has it."""

import json
from collections.abc import Mapping
from typing import Any

from forumhub.events.programme.interchange.rules import cleaned

CONFERENCE = {
    *("acronym", "title", "description", "start", "end", "daysCount", "timeslot_duration", "time_zone_name", "logo"),
    *("colors", "keywords", "url", "tracks", "rooms", "meta", "days"),
}
"""What the schema lets a conference say; the rest is said by patches."""


def write_json(plain: Mapping[str, Any], patches: Any = None) -> bytes:
    """`patches` stand beside the conference, where the schema lets anything be."""
    conference = {name: value for name, value in plain["conference"].items() if name in CONFERENCE}
    conference["days"] = [
        {**day, "rooms": {room: [_event(event) for event in events] for room, events in day["rooms"].items()}}
        for day in conference["days"]
    ]
    schedule = {**plain, "conference": conference} | ({"forumhub": patches} if patches else {})
    top = {"$schema": "https://c3voc.de/schedule/schema.json", "generator": {"name": "forumhub"}, "schedule": schedule}
    return json.dumps(cleaned(top), ensure_ascii=False, indent=1).encode()


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name != "video_download_url"}
