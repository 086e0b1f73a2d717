"""A programme as a file: the plain schedule, and beside it what that cannot say."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from forumhub.events.programme.interchange.describing import describe
from forumhub.events.programme.interchange.interpreting import interpret
from forumhub.events.programme.interchange.json_reading import read_json
from forumhub.events.programme.interchange.json_writing import write_json
from forumhub.events.programme.interchange.patches import patches_between
from forumhub.events.programme.interchange.plain import Words, plain
from forumhub.events.programme.interchange.raw import RawSchedule
from forumhub.events.programme.interchange.xml_reading import read_xml
from forumhub.events.programme.interchange.xml_writing import write_xml
from forumhub.events.programme.models import Programme, ProgrammeSession

READERS: dict[str, Callable[[bytes], RawSchedule]] = {"xml": read_xml, "json": read_json}


def export_schedule(programme: Programme, sessions: list[ProgrammeSession], kind: str, words: Words) -> bytes:
    """`kind` is xml or json. What a reader of the plain schedule would understand otherwise is found by reading it."""
    said = describe(programme, sessions, words.language)
    bare = plain(said, programme, words)

    def write(patches: Any = None) -> bytes:
        return write_json(bare, patches) if kind == "json" else write_xml(bare, patches)

    understood = interpret(READERS[kind](write()), ZoneInfo(programme.event.timezone))
    return write(patches_between(said, understood))


def read_schedule(content: bytes) -> RawSchedule:
    """XML or JSON, by what it begins with. Raises RuleBroken."""
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return READERS["json" if begins in (b"{", b"[") else "xml"](content)
