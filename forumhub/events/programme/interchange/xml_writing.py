"""The frab schedule XML, in the order of elements that its schema (c3voc, schedule.xml.xsd) has."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from forumhub.events.programme.interchange.interpreting import OURS
from forumhub.events.programme.interchange.rules import cleaned
from forumhub.events.programme.interchange.xml_reading import TARGET

IN_ORDER = ("date", "start", "duration", "room", "slug", "title", "subtitle", "track", "type", "language")
CONFERENCE = ("acronym", "title", "start", "end", "days", "timeslot_duration", "time_zone_name")
IN_TEXT = {"\r": "&#13;"}
IN_ATTRIBUTE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_TAG = re.compile(r"[a-z][a-z0-9_]{0,39}")


def write_xml(plain: Mapping[str, Any], sessions: Mapping[str, Mapping[str, Any]], patches: Any = None) -> bytes:
    """`sessions` by guid hold in `foreign` what else their files said; of it, texts go out as elements.

    `patches` are a processing instruction, which neither the schema nor the apps look at.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<schedule>", *_schedule(cleaned(plain), sessions)]
    if patches:
        data = json.dumps(cleaned(patches), ensure_ascii=False, separators=(",", ":")).replace(">", "\\u003e")
        lines.append(f"<?{TARGET} {data}?>")
    return ("\n".join([*lines, "</schedule>"]) + "\n").encode()


def element(tag: str, text: object, **attributes: object) -> str:
    pairs = "".join(f" {name}={quoteattr(str(value), IN_ATTRIBUTE)}" for name, value in attributes.items())
    return f"<{tag}{pairs}>{escape(str(text), IN_TEXT)}</{tag}>"


def opened(tag: str, **attributes: object) -> str:
    return element(tag, "", **attributes).removesuffix(f"</{tag}>")


def _schedule(plain: Mapping[str, Any], sessions: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    conference = plain["conference"]
    yield element("version", plain["version"])
    yield "<conference>"
    for tag in CONFERENCE:
        yield element(tag, conference["daysCount"] if tag == "days" else conference[tag])
    for tag, value in conference.items():
        if tag not in CONFERENCE and isinstance(value, str) and _TAG.fullmatch(tag):
            yield element(tag, value)
    yield "</conference>"
    guids = {room["name"]: room["guid"] for room in conference["rooms"]}
    for day in conference["days"]:
        yield opened("day", index=day["index"], date=day["date"], start=day["day_start"], end=day["day_end"])
        for name, events in day["rooms"].items():
            yield opened("room", name=name, **({"guid": guids[name]} if name in guids else {}))
            for event in events:
                yield from _event(event, sessions[event["guid"]]["foreign"])
            yield "</room>"
        yield "</day>"


def _event(event: Mapping[str, Any], foreign: Mapping[str, Any]) -> Iterator[str]:
    yield opened("event", guid=event["guid"], id=event["id"])
    for tag in (*IN_ORDER, "abstract", "description"):
        yield element(tag, event[tag])
    yield from _recording(event)
    yield "<persons>"
    for person in event["persons"]:
        attributes = {name: value for name, value in person.items() if isinstance(value, str) and _TAG.fullmatch(name)}
        number = {"id": person["id"]} if "id" in person else {}
        attributes = {name: value for name, value in attributes.items() if name not in ("name", "public_name")}
        yield element("person", person["name"], **number, **attributes)
    yield "</persons>"
    for tag in ("links", "attachments"):
        yield from _links(tag, event.get(tag) or [])
    for tag, value in cleaned(dict(foreign)).items():
        if isinstance(value, str) and tag not in {*OURS, "recording_license"} and _TAG.fullmatch(tag):
            yield element(tag, value)
    yield "</event>"


def _recording(event: Mapping[str, Any]) -> Iterator[str]:
    license_, optout = event.get("recording_license"), event.get("do_not_record")
    if license_ is not None or isinstance(optout, bool):
        told = element("optout", str(optout).lower()) if isinstance(optout, bool) else ""
        yield f"<recording>{element('license', license_ or '')}{told}</recording>"


def _links(tag: str, links: Any) -> Iterator[str]:
    """Those of the shape that an element has; others are said by patches."""
    yield f"<{tag}>"
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and isinstance(link.get("url"), str):
            more = {name: value for name, value in link.items() if isinstance(value, str) and _TAG.fullmatch(name)}
            more = {name: value for name, value in more.items() if name not in ("url", "title", "href")}
            yield element(tag.removesuffix("s"), link.get("title") or "", href=link["url"], **more)
    yield f"</{tag}>"
