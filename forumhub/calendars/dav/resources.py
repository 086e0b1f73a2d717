"""What there is below /dav/: folders, the principal, calendars and their objects, as plain values. Pure."""

from dataclasses import dataclass
from urllib.parse import quote

from forumhub.calendars.dav.filters import CALENDAR
from forumhub.calendars.dav.matching import Part, zone_part
from forumhub.calendars.dav.queries import Kept, Stored, Visitor
from forumhub.calendars.dav.rules import Token, whole, whole_etag
from forumhub.calendars.dav.tokens import sealed_token

ENDING = ".ics"


@dataclass(frozen=True)
class Site:
    """Where a visitor is at home. `root` is the path of /dav/, `titles` the calendars' names in their language."""

    root: str
    visitor: Visitor
    titles: dict[str, str]
    timezone: bytes
    """A calendar with the block of the visitor's time zone; empty where it has none."""

    @property
    def principal(self) -> str:
        return f"{self.root}principals/{self.visitor.person_ulid}/"

    @property
    def home(self) -> str:
        return f"{self.root}calendars/{self.visitor.person_ulid}/"


@dataclass(frozen=True)
class Folder:
    """Holds other resources and is nothing else."""

    site: Site
    path: str
    title: str


@dataclass(frozen=True)
class Principal:
    site: Site

    @property
    def path(self) -> str:
        return self.site.principal


@dataclass(frozen=True)
class CalendarFolder:
    site: Site
    kept: Kept

    @property
    def path(self) -> str:
        return f"{self.site.home}{self.kept.name}/"

    @property
    def title(self) -> str:
        return self.site.titles[self.kept.name]

    @property
    def token(self) -> str:
        return sealed_token(Token(self.kept.seq, self.kept.key))

    def path_of(self, uid: str) -> str:
        return f"{self.path}{quote(uid.rpartition('@')[0])}{ENDING}"


@dataclass(frozen=True)
class CalendarFile:
    folder: CalendarFolder
    stored: Stored

    @property
    def path(self) -> str:
        return self.folder.path_of(self.stored.uid)

    @property
    def content(self) -> bytes:
        return whole(self.stored.body, self.stored.timezones)

    @property
    def etag(self) -> str:
        """Without quotation marks, as werkzeug's `set_etag` takes it."""
        return whole_etag(self.stored.etag)

    @property
    def part(self) -> Part:
        """As the filters of calendar-query see it."""
        stored = self.stored
        zones = map(zone_part, stored.timezones)
        inner = Part(self.folder.kept.kind, stored.body, (stored.starts_at, stored.ends_at))
        return Part(CALENDAR, whole(b"", ()), None, (*zones, inner))


Resource = Folder | Principal | CalendarFolder | CalendarFile
