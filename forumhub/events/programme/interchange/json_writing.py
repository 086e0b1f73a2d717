"""The frab schedule JSON, as https://c3voc.de/schedule/schema.json has it."""

import json
from collections.abc import Mapping
from typing import Any

from forumhub.events.programme.interchange.rules import cleaned


def write_json(plain: Mapping[str, Any], patches: Any = None) -> bytes:
    """`patches` stand beside the conference, where the schema lets anything be."""
    schedule = {**plain, "forumhub": patches} if patches else dict(plain)
    top = {"$schema": "https://c3voc.de/schedule/schema.json", "generator": {"name": "forumhub"}, "schedule": schedule}
    return json.dumps(cleaned(top), ensure_ascii=False, indent=1).encode()
