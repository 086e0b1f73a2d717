"""How sessions of ours and of files meet: what would be changed by what the file says."""

from collections.abc import Mapping
from typing import Any

from forumhub.events.programme.interchange.reading import Said
from forumhub.events.programme.interchange.rules import kind_of


def merged(existing: Mapping[str, Any], said: Said) -> dict[str, Any]:
    """The values as they would be. A file of ours says all there is; any other says nothing of what it cannot carry:
    titles in further languages, chairs, affiliations, interpretation. That stays."""
    values = {**existing, **said.values}
    if said.whole:
        return values
    (language,) = said.values["titles"]
    for name in ("titles", "subtitles"):
        others = {key: text for key, text in existing[name].items() if key != language}
        values[name] = {**others, **said.values[name]}
    known = {speaker["name"]: speaker for speaker in existing["speakers"]}
    values["speakers"] = [_merged_speaker(speaker, known.get(speaker["name"])) for speaker in said.values["speakers"]]
    type_ = said.values["foreign"].get("type", said.values["kind"])
    if type_ == existing["foreign"].get("type", existing["kind"]) or kind_of(str(type_)) == existing["kind"]:
        values["kind"] = existing["kind"]
    return values


def _merged_speaker(said: Mapping[str, Any], known: Mapping[str, Any] | None) -> dict[str, Any]:
    if known is None:
        return dict(said)
    return {**said, "affiliation": known["affiliation"], "chairs": known["chairs"] or said["chairs"]}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of what differs."""
    return sorted(name for name, value in after.items() if before.get(name) != value)
