"""The frab schedule XML: the elements and attributes that its schema (c3voc, schedule.xml.xsd) knows, no others."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from forumhub.events.programme.interchange.rules import cleaned
from forumhub.events.programme.interchange.xml_reading import TARGET

IN_ORDER = (
    "date", "start", "duration", "room", "slug", "title", "subtitle", "track", "type", "language", "abstract",
    "description",
)  # fmt: skip
ADDRESSES = ("url", "video_download_url")
CONFERENCE = ("acronym", "title", "start", "end", "days", "timeslot_duration", "time_zone_name")
IN_TEXT = {"\r": "&#13;"}
IN_ATTRIBUTE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def write_xml(plain: Mapping[str, Any], patches: Any = None) -> bytes:
    """`patches` are a processing instruction, which neither the schema nor the apps look at."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<schedule>", *_schedule(cleaned(dict(plain)))]
    if patches:
        data = json.dumps(cleaned(patches), ensure_ascii=False, separators=(",", ":")).replace(">", "\\u003e")
        lines.append(f"<?{TARGET} {data}?>")
    return ("\n".join([*lines, "</schedule>"]) + "\n").encode()


def element(tag: str, text: object, **attributes: object) -> str:
    pairs = "".join(f" {name}={quoteattr(str(value), IN_ATTRIBUTE)}" for name, value in attributes.items())
    return f"<{tag}{pairs}>{escape(str(text), IN_TEXT)}</{tag}>"


def opened(tag: str, **attributes: object) -> str:
    return element(tag, "", **attributes).removesuffix(f"</{tag}>")


def _schedule(plain: Mapping[str, Any]) -> Iterator[str]:
    conference = plain["conference"]
    yield element("generator", "", name="forumhub")
    yield element("version", plain["version"])
    yield "<conference>"
    for tag in CONFERENCE:
        yield element(tag, conference["daysCount"] if tag == "days" else conference[tag])
    if _is_web(plain["base_url"]):
        yield element("base_url", plain["base_url"])
    yield "</conference>"
    for day in conference["days"]:
        yield opened("day", index=day["index"], date=day["date"], start=day["day_start"], end=day["day_end"])
        for name, events in day["rooms"].items():
            yield opened("room", name=name)
            for event in events:
                yield from _event(event)
            yield "</room>"
        yield "</day>"


def _event(event: Mapping[str, Any]) -> Iterator[str]:
    yield opened("event", guid=event["guid"], id=event["id"])
    for tag in IN_ORDER:
        yield element(tag, event[tag])
    yield from _recording(event)
    yield "<persons>"
    for person in event["persons"]:
        yield element("person", person["name"], **({"id": person["id"]} if person.get("id") else {}))
    yield "</persons>"
    for tag in ("links", "attachments"):
        yield from _links(tag, event.get(tag))
    if isinstance(event.get("logo"), str):
        yield element("logo", event["logo"])
    yield from (element(tag, event[tag]) for tag in ADDRESSES if _is_web(event.get(tag)))
    yield "</event>"


def _is_web(address: Any) -> bool:
    return isinstance(address, str) and address.startswith(("http://", "https://"))


def _recording(event: Mapping[str, Any]) -> Iterator[str]:
    license_, optout = event.get("recording_license"), event.get("do_not_record")
    if isinstance(license_, str) or isinstance(optout, bool):
        said = license_ if isinstance(license_, str) else ""
        yield f"<recording>{element('license', said)}{element('optout', str(optout is True).lower())}</recording>"


def _links(tag: str, links: Any) -> Iterator[str]:
    """Those of the shape that an element has; others are said by patches."""
    yield f"<{tag}>"
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and isinstance(link.get("url"), str):
            title = link.get("title")
            yield element(tag.removesuffix("s"), title if isinstance(title, str) else "", href=link["url"])
    yield f"</{tag}>"
