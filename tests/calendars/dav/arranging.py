"""Devices that sync, and what they are told, read from the bytes of the wire."""

from base64 import b64encode
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forumhub.calendars.dav.actions import make_password
from forumhub.calendars.models import CalendarMember, CalendarObject
from forumhub.calendars.rules import body_etag
from forumhub.database import db, writing
from forumhub.parties.models import Account
from tests.world import NOW, World

NS = {"d": "DAV:", "c": "urn:ietf:params:xml:ns:caldav", "cs": "http://calendarserver.org/ns/"}
TASK_UID = "task-HLM-A-14@forumhub.example"
TASK = (
    "BEGIN:VTODO\r\nUID:task-HLM-A-14@forumhub.example\r\nDTSTAMP:20261120T081530Z\r\n"
    "LAST-MODIFIED:20261120T081530Z\r\nSEQUENCE:0\r\nURL:https://forumhub.example/follow-up/HLM/A-14\r\n"
    "SUMMARY:Обменяться списками контактов\r\nDUE;VALUE=DATE:20261204\r\nSTATUS:NEEDS-ACTION\r\n"
    "CATEGORIES:contacts,Связь\r\nLINK;VALUE=URI;LINKREL=related:https://forumhub.example/a\r\nEND:VTODO\r\n"
)


def password_for(world: World, code: str, role: str, label: str = "手机") -> str:
    with world.app.app_context(), writing():
        person_id = world.person[code, role]
        account_id = db.session.scalar(select(Account.id).where(Account.person_id == person_id))
        return make_password(label, by=world.reader(code, role, account_id=account_id), now=NOW).secret


class Told(NamedTuple):
    """One response of a multistatus: by the name of a property, its element, of those that there are."""

    href: str
    status: str
    found: dict[str, ElementTree.Element]
    missing: list[str]

    def text(self, name: str) -> str:
        return self.found[name].text or ""


@dataclass
class Device:
    """A program that knows an account's address and a password made for it."""

    app: Flask
    email: str
    secret: str
    own: str
    """The ULID of its owner, as in paths."""

    @classmethod
    def of(cls, world: World, code: str, role: str) -> "Device":
        return cls(world.app, world.email(code, role), password_for(world, code, role), world.ulid[code, role])

    def calendar(self, name: str = "events") -> str:
        return f"/dav/calendars/{self.own}/{name}/"

    def ask(self, method: str, path: str, body: str | bytes = b"", **headers: str) -> TestResponse:
        """Header names in snake_case."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        basic = b64encode(f"{self.email}:{self.secret}".encode()).decode()
        named = {"Authorization": f"Basic {basic}", **named}
        data = body.encode() if isinstance(body, str) else body
        return self.app.test_client(use_cookies=False).open(path, method=method, data=data, headers=named)

    def propfind(self, path: str, *names: str, depth: str = "0") -> list[Told]:
        """`names` as prefix:name; all that are usual where there are none."""
        return told_by(self.ask("PROPFIND", path, propfind(*names) if names else b"", Depth=depth))

    def report(self, body: str, name: str = "events") -> TestResponse:
        return self.ask("REPORT", self.calendar(name), body, Depth="1")

    def sync(self, token: str = "", limit: int = 0, name: str = "events") -> tuple[list[Told], str]:
        answer = self.report(sync_collection(token, limit), name)
        return told_by(answer), ElementTree.fromstring(answer.data).findtext("d:sync-token", "", NS)


def xml(root: str, content: str) -> str:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())
    return f'<?xml version="1.0" encoding="utf-8"?><{root} {spaces} xmlns:x="urn:x">{content}</{root}>'


def propfind(*names: str) -> str:
    return xml("d:propfind", f"<d:prop>{''.join(f'<{name}/>' for name in names)}</d:prop>")


def sync_collection(token: str = "", limit: int = 0) -> str:
    bound = f"<d:limit><d:nresults>{limit}</d:nresults></d:limit>" if limit else ""
    level = f"<d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>{bound}"
    return xml("d:sync-collection", f"{level}<d:prop><d:getetag/></d:prop>")


def multiget(*hrefs: str) -> str:
    asked = "<d:prop><d:getetag/><c:calendar-data/></d:prop>"
    return xml("c:calendar-multiget", asked + "".join(f"<d:href>{each}</d:href>" for each in hrefs))


def query(inner: str, asked: str = "<d:getetag/>") -> str:
    """`inner` stands in the comp-filter for VCALENDAR."""
    wanted = f'<c:filter><c:comp-filter name="VCALENDAR">{inner}</c:comp-filter></c:filter>'
    return xml("c:calendar-query", f"<d:prop>{asked}</d:prop>{wanted}")


def told_by(answer: TestResponse) -> list[Told]:
    assert answer.status_code == 207, answer.get_data(as_text=True)
    return [_told(each) for each in ElementTree.fromstring(answer.data).findall("d:response", NS)]


def _told(response: ElementTree.Element) -> Told:
    found: dict[str, ElementTree.Element] = {}
    missing: list[str] = []
    for propstat in response.findall("d:propstat", NS):
        properties = propstat.findall("d:prop/*", NS)
        if propstat.findtext("d:status", "", NS) == "HTTP/1.1 200 OK":
            found |= {short(each.tag): each for each in properties}
        else:
            missing += [short(each.tag) for each in properties]
    return Told(response.findtext("d:href", "", NS), response.findtext("d:status", "", NS), found, missing)


def short(tag: str) -> str:
    """A tag as prefix:name."""
    namespace, _, name = tag[1:].partition("}")
    return next((f"{prefix}:{name}" for prefix, uri in NS.items() if uri == namespace), tag)


def condition(answer: TestResponse) -> tuple[int, str]:
    """The status and the precondition that did not hold."""
    return answer.status_code, short(ElementTree.fromstring(answer.data)[0].tag)


def file_name(uid: str) -> str:
    return uid.rpartition("@")[0] + ".ics"


def put_object(collection: str, uid: str, kind: str, body: str, starts_at, ends_at) -> None:
    """A component in a collection, as publishing stores it."""
    plain = {"uid": uid, "audience": "restricted", "kind": kind, "timezones": [], "body": body.encode()}
    etag, seq = body_etag(body.encode()), {"seq": 1}
    moments = {"starts_at": starts_at, "ends_at": ends_at, "changed_at": NOW, "render_version": "1"}
    db.session.add(CalendarObject(**plain, **moments, **seq, etag=etag))
    db.session.add(CalendarMember(collection=collection, uid=uid, audience="restricted", **seq))
    db.session.commit()
