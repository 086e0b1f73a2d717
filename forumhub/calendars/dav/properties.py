"""The properties of each kind of resource, and the part of an answer that tells them (RFC 4918, 9.1). Pure."""

from collections.abc import Callable, Iterator, Mapping
from email.utils import format_datetime
from typing import Any
from xml.etree.ElementTree import Element

from forumhub.calendars.dav.elements import APPLE, CALENDARSERVER, caldav, dav, element, href, status
from forumhub.calendars.dav.expanding import expanded
from forumhub.calendars.dav.reading import ALL, CALENDAR_DATA, NAMES, Asked
from forumhub.calendars.dav.resources import CalendarFile, CalendarFolder, Folder, Principal, Resource, Site
from forumhub.calendars.dav.rules import COLLATIONS

COLORS = {"events": "#4682B4FF", "tasks": "#B8860BFF", "journals": "#556B2FFF"}
"""As Apple's clients take them; that of events is the one of our feeds, steelblue."""
LARGEST = 1024 * 1024
"""Octets of one object: titles and texts are bounded far below."""
REPORTS = "calendar-multiget", "calendar-query", "free-busy-query", "sync-collection"
USUAL = tuple(
    map(dav, ("resourcetype", "displayname", "getetag", "getcontenttype", "getcontentlength", "getlastmodified"))
)
"""What allprop gives: those of RFC 4918; others are named by who wants them (RFC 4791, 5.2; RFC 6578, 4)."""

Content = list[Element | str]
Property = Callable[[Any], Content | None]
"""None where this resource has not got it."""


def _site(resource: Resource) -> Site:
    return resource.folder.site if isinstance(resource, CalendarFile) else resource.site


def _reading(_resource: Resource) -> Content:
    """RFC 3744, 5.4; RFC 4791, 6.1.1: nobody writes here."""
    held = dav("read"), caldav("read-free-busy"), dav("read-current-user-privilege-set")
    return [element(dav("privilege"), element(name)) for name in held]


def _reports(resource: Resource) -> Content:
    names = REPORTS if isinstance(resource, CalendarFolder) else ()
    return [
        element(
            dav("supported-report"),
            element(dav("report"), element(dav(name) if name == "sync-collection" else caldav(name))),
        )
        for name in names
    ]


EVERYWHERE: dict[str, Property] = {
    dav("current-user-principal"): lambda resource: [href(_site(resource).principal)],
    dav("principal-collection-set"): lambda resource: [href(f"{_site(resource).root}principals/")],
    dav("owner"): lambda resource: [href(_site(resource).principal)],
    dav("current-user-privilege-set"): _reading,
    dav("supported-report-set"): _reports,
}


def _zone(calendar: CalendarFolder) -> Content | None:
    return [calendar.site.timezone.decode()] if calendar.site.timezone else None


OF: Mapping[type, Mapping[str, Property]] = {
    Folder: {
        **EVERYWHERE,
        dav("resourcetype"): lambda _: [element(dav("collection"))],
        dav("displayname"): lambda folder: [folder.title],
    },
    Principal: {
        **EVERYWHERE,
        dav("resourcetype"): lambda _: [element(dav("principal"))],
        dav("displayname"): lambda principal: [principal.site.visitor.name],
        dav("principal-URL"): lambda principal: [href(principal.path)],
        caldav("calendar-home-set"): lambda principal: [href(principal.site.home)],
        caldav("calendar-user-address-set"): lambda principal: [href(f"mailto:{principal.site.visitor.email}")],
    },
    CalendarFolder: {
        **EVERYWHERE,
        dav("resourcetype"): lambda _: [element(dav("collection")), element(caldav("calendar"))],
        dav("displayname"): lambda calendar: [calendar.title],
        dav("sync-token"): lambda calendar: [calendar.token],
        f"{{{CALENDARSERVER}}}getctag": lambda calendar: [calendar.token],
        f"{{{APPLE}}}calendar-color": lambda calendar: [COLORS[calendar.kept.name]],
        caldav("supported-calendar-component-set"): lambda calendar: [element(caldav("comp"), name=calendar.kept.kind)],
        caldav("supported-calendar-data"): lambda _: [
            element(CALENDAR_DATA, **{"content-type": "text/calendar", "version": "2.0"})
        ],
        caldav("supported-collation-set"): lambda _: [
            element(caldav("supported-collation"), collation) for collation in COLLATIONS
        ],
        caldav("max-resource-size"): lambda _: [str(LARGEST)],
        caldav("calendar-timezone"): _zone,
    },
    CalendarFile: {
        **EVERYWHERE,
        dav("resourcetype"): lambda _: [],
        dav("getetag"): lambda file: [f'"{file.etag}"'],
        dav("getcontenttype"): lambda file: [
            f"text/calendar; charset=utf-8; component={file.folder.kept.kind.lower()}"
        ],
        dav("getcontentlength"): lambda file: [str(len(file.content))],
        dav("getlastmodified"): lambda file: [format_datetime(file.stored.changed_at, usegmt=True)],
        CALENDAR_DATA: lambda file: [file.content.decode()],
    },
}


def response(resource: Resource, asked: Asked) -> Element:
    return element(dav("response"), href(resource.path), *_propstats(resource, asked))


def _propstats(resource: Resource, asked: Asked) -> Iterator[Element]:
    known = OF[type(resource)]
    if asked.kind == NAMES:
        yield _propstat([element(name) for name in known if name != CALENDAR_DATA], "200 OK")
        return
    usual = [name for name in USUAL if name in known] if asked.kind == ALL else []
    told, unknown = [], []
    for name in dict.fromkeys([*usual, *asked.names]):
        content = _content(resource, name, asked) if name in known else None
        if content is None:
            unknown.append(element(name))
        else:
            told.append(element(name, *content))
    if told or not unknown:
        yield _propstat(told, "200 OK")
    if unknown:
        yield _propstat(unknown, "404 Not Found")


def _content(resource: Resource, name: str, asked: Asked) -> Content | None:
    if asked.expand and name == CALENDAR_DATA and isinstance(resource, CalendarFile):
        return [expanded(resource.stored.body).decode()]
    return OF[type(resource)][name](resource)


def _propstat(properties: list[Element], line: str) -> Element:
    return element(dav("propstat"), element(dav("prop"), *properties), status(line))
