"""From a path below /dav/ to the resource there, and what it encloses; what one may not see is missing."""

from urllib.parse import unquote, urlsplit

from flask import url_for
from flask_babel import gettext as _

from forumhub.calendars.dav import queries
from forumhub.calendars.dav.queries import Visitor
from forumhub.calendars.dav.reading import Asked
from forumhub.calendars.dav.resources import ENDING, CalendarFile, CalendarFolder, Folder, Principal, Resource, Site
from forumhub.calendars.dav.rules import whole
from forumhub.calendars.zones import has_block
from forumhub.errors import NotFound


def site_of(visitor: Visitor) -> Site:
    titles = {"events": _("Meetings"), "tasks": _("Actions"), "journals": _("Agreed minutes of meetings")}
    zone = whole(b"", [visitor.timezone]) if has_block(visitor.timezone) else b""
    return Site(url_for("calendars.dav"), visitor, titles, zone)


def find_place(site: Site, path: str, *, may_be_new: bool = False) -> Resource:
    """A slash at the end does not matter. Raises NotFound; not for a file that somebody means to put (`may_be_new`)."""
    folder, own = _folders(site), site.visitor.person_ulid
    match path.strip("/").split("/"):
        case [("" | "principals" | "calendars") as name]:
            return folder[name]
        case ["principals", ulid] if ulid == own:
            return Principal(site)
        case ["calendars", ulid] if ulid == own:
            return folder["home"]
        case ["calendars", ulid, name] if ulid == own and name in queries.KINDS:
            return calendar_folders(site)[name]
        case ["calendars", ulid, _new] if ulid == own and may_be_new:
            return folder["home"]
        case ["calendars", ulid, name, file] if ulid == own and name in queries.KINDS:
            return _file(calendar_folders(site)[name], file, may_be_new)
    raise NotFound


def _folders(site: Site) -> dict[str, Folder]:
    return {
        "": Folder(site, site.root, "forumhub"),
        "principals": Folder(site, f"{site.root}principals/", "forumhub"),
        "calendars": Folder(site, f"{site.root}calendars/", "forumhub"),
        "home": Folder(site, site.home, site.visitor.name),
    }


def calendar_folders(site: Site) -> dict[str, CalendarFolder]:
    return {name: CalendarFolder(site, kept) for name, kept in queries.calendars_of(site.visitor).items()}


def _file(calendar: CalendarFolder, file: str, may_be_new: bool) -> Resource:
    if may_be_new:
        return calendar
    uid = file.removesuffix(ENDING) + queries.host()
    found = queries.objects_in(calendar.kept, bodies=True, uids=[uid]) if file.endswith(ENDING) else []
    if not found:
        raise NotFound
    return CalendarFile(calendar, found[0])


def children(place: Resource, asked: Asked) -> list[Resource]:
    """What the resource encloses directly. At most two statements."""
    match place:
        case CalendarFolder():
            stored = queries.objects_in(place.kept, bodies=asked.needs_body)
            return [CalendarFile(place, each) for each in stored]
        case Folder(site, path, _) if path == site.home:
            return list(calendar_folders(site).values())
        case Folder(site, path, _) if path == site.root:
            folder = _folders(site)
            return [folder["principals"], folder["calendars"]]
        case Folder(site, path, _) if path.endswith("/principals/"):
            return [Principal(site)]
        case Folder(site):
            return [_folders(site)["home"]]
    return []


def uid_at(calendar: CalendarFolder, href: str, host: str) -> str | None:
    """The UID that an href of the calendar names, a path or a whole address; None for another's."""
    try:
        path = unquote(urlsplit(href).path)
    except ValueError:
        return None
    name = path.removeprefix(unquote(calendar.path))
    if name == path or "/" in name or not name.endswith(ENDING) or "\0" in name:
        return None
    return name.removesuffix(ENDING) + host
