"""The frab schedule XML, read with the line of every element. What could blow up is refused before it does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from forumhub.errors import N_, RuleBroken
from forumhub.events.programme.interchange import rules
from forumhub.events.programme.interchange.json_reading import decoded
from forumhub.events.programme.interchange.raw import RawDay, RawEvent, RawSchedule, text_of

TARGET = "forumhub"
"""The name of the processing instruction in which our own files say what the plain schedule cannot."""


@dataclass
class Node:
    tag: str
    line: int
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str) -> Iterator["Node"]:
        return (child for child in self.children if child.tag == tag)

    def find(self, tag: str) -> "Node | None":
        return next(self.all(tag), None)


class _Builder(ContentHandler):
    """Builds the tree; what is too deep, too many or no schedule at all ends the reading at once."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.path: list[Node] = []
        self.counted = self.sessions = 0
        self.patches = ""

    def setDocumentLocator(self, locator: Locator) -> None:
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        node = Node(name, self.locator.getLineNumber() or 0, dict(attrs.items()))
        self._check(node)
        if self.path:
            self.path[-1].children.append(node)
        else:
            self.root = node
        self.path.append(node)

    def endElement(self, name: str) -> None:
        self.path.pop()

    def characters(self, content: str) -> None:
        if self.path:
            self.path[-1].texts.append(content)

    def processingInstruction(self, target: str, data: str) -> None:
        if target == TARGET:
            self.patches = data

    def _check(self, node: Node) -> None:
        self.counted += 1
        self.sessions += node.tag == "event"
        if not self.path and node.tag != "schedule":
            message = N_("The file begins with <%(tag)s>; a frab schedule begins with <schedule>.")
            raise RuleBroken(message, field="file", tag=node.tag[:40])
        if len(self.path) > rules.MOST_DEPTH or self.counted > rules.MOST_ELEMENTS:
            raise RuleBroken(N_("Line %(line)s: this is more than a schedule holds."), field="file", line=node.line)
        if self.sessions > rules.MOST_SESSIONS:
            message = N_("The schedule has more than %(most)s sessions; a programme has at most that.")
            raise RuleBroken(message, field="file", most=rules.MOST_SESSIONS)


def read_xml(content: bytes) -> RawSchedule:
    """Raises RuleBroken for what is no frab schedule, with the line and what would be right."""
    builder = _Builder()
    try:
        parseString(content, builder, forbid_dtd=True)
    except DefusedXmlException:
        message = N_("The file declares a document type or entities, which no schedule needs. Remove them.")
        raise RuleBroken(message, field="file") from None
    except SAXParseException as error:
        message = N_("Line %(line)s, column %(column)s: the XML cannot be read any more (%(reason)s).")
        where = {"line": error.getLineNumber(), "column": error.getColumnNumber()}
        raise RuleBroken(message, field="file", reason=error.getMessage()[:80], **where) from None
    except (SAXException, ValueError, LookupError):
        raise RuleBroken(N_("The file cannot be read as XML. Save it as UTF-8."), field="file") from None
    assert builder.root is not None
    return _schedule(builder.root, builder.patches)


def _schedule(root: Node, patches: str) -> RawSchedule:
    _require_frab(root)
    raw = RawSchedule(patches=_as_json(patches))
    for child in root.children:
        if child.tag == "conference":
            raw.conference = {each.tag: _value(each) for each in child.children}
            raw.base_url = text_of(raw.conference.pop("base_url", ""))
        elif child.tag == "version":
            raw.version = child.text
    for node in root.all("day"):
        _add_day(raw, node)
    return raw


def _require_frab(root: Node) -> None:
    for day in root.all("day"):
        for child in day.children:
            if child.tag != "room":
                message = N_(
                    "Line %(line)s: a day holds <%(tag)s>, where a frab schedule has <room> with <event>. "
                    "This is a schedule of another format, and is not taken."
                )
                raise RuleBroken(message, field="file", line=child.line, tag=child.tag[:40])
    if root.find("conference") is None:
        raise RuleBroken(N_("The schedule has no <conference>; a frab schedule has one."), field="file")


def _add_day(raw: RawSchedule, node: Node) -> None:
    said = node.attributes
    day = RawDay(node.line, said.get("date", ""), said.get("start", ""), said.get("end", ""))
    raw.days.append(day)
    for room in node.all("room"):
        if room.attributes.get("name", "") not in {known["name"] for known in raw.rooms}:
            raw.rooms.append({"name": "", **room.attributes})
        raw.events += [RawEvent(event.line, day, _event(event, room)) for event in room.all("event")]


def _event(node: Node, room: Node) -> dict[str, Any]:
    values: dict[str, Any] = dict(node.attributes)
    for child in node.children:
        if child.tag == "persons":
            values["persons"] = [{**each.attributes, "name": each.text} for each in child.all("person")]
        elif child.tag in ("links", "attachments"):
            values[child.tag] = [_link(each) for each in child.children]
        elif child.tag == "recording":
            values |= _recording(child)
        else:
            values[child.tag] = _value(child)
    values["room"] = room.attributes.get("name", "")
    return values


def _link(node: Node) -> dict[str, Any]:
    attributes = dict(node.attributes)
    return {"url": attributes.pop("href", ""), "title": node.text, **attributes}


def _recording(node: Node) -> dict[str, Any]:
    license_, optout = node.find("license"), node.find("optout")
    values: dict[str, Any] = {"recording_license": license_.text} if license_ is not None else {}
    if optout is not None and optout.text.strip() in ("true", "false"):
        values["do_not_record"] = optout.text.strip() == "true"
    return values


def _value(node: Node) -> Any:
    """The text of an element without attributes and children; of another, both of them."""
    if not node.children and not node.attributes:
        return node.text
    children = [[child.tag, _value(child)] for child in node.children]
    return {"attributes": node.attributes, "text": node.text.strip() if children else node.text, "children": children}


def _as_json(text: str) -> Any:
    """What our processing instruction says; None where there is none, or where somebody else wrote it."""
    try:
        return decoded(text.encode()) if text else None
    except RuleBroken:
        return None
