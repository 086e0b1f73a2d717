"""The reports of a calendar: calendar-query, calendar-multiget, free-busy-query (RFC 4791, 7) and sync-collection
(RFC 6578)."""

from collections.abc import Callable, Collection
from typing import NamedTuple
from xml.etree.ElementTree import Element

from forumhub import clock
from forumhub.calendars.counting import oldest_token
from forumhub.calendars.dav import queries
from forumhub.calendars.dav.busy import busy_in
from forumhub.calendars.dav.elements import dav, element, href, missing, multistatus, status
from forumhub.calendars.dav.filters import read_filter
from forumhub.calendars.dav.matching import matches
from forumhub.calendars.dav.properties import REPORTS, response
from forumhub.calendars.dav.reading import Asked, asked_in, read_busy, read_hrefs, read_sync, read_xml
from forumhub.calendars.dav.refusals import Unmet
from forumhub.calendars.dav.resources import CalendarFile, CalendarFolder, Resource
from forumhub.calendars.dav.rules import Token
from forumhub.calendars.dav.tokens import sealed_token, unsealed_token
from forumhub.calendars.dav.views.places import uid_at
from forumhub.calendars.queries import Change, changes_since
from forumhub.database import new_ulid
from forumhub.errors import N_

FREE_BUSY = "free-busy-query"


class Report(NamedTuple):
    """`calendar`: it is one (RFC 4791, 7.10), and no multistatus."""

    content: bytes
    calendar: bool


def report(place: Resource, body: bytes) -> Report:
    """Raises Unmet for a report that the resource has not got (RFC 3253, 3.6)."""
    root = read_xml(body)
    name = root.tag.partition("}")[2]
    if name not in REPORTS or not isinstance(place, CalendarFolder):
        raise Unmet(dav("supported-report"), N_("This report is not made here."))
    return Report(_REPORTS[name](place, root), name == FREE_BUSY)


def _query(calendar: CalendarFolder, root: Element) -> bytes:
    asked, wanted = asked_in(root), read_filter(root)
    kept = calendar.kept
    stored = queries.objects_in(kept, bodies=True, span=wanted.span_of(kept.kind))
    files = [CalendarFile(calendar, each) for each in stored]
    return multistatus(response(file, asked) for file in files if matches(wanted, [file.part]))


def _multiget(calendar: CalendarFolder, root: Element) -> bytes:
    asked, hrefs, host = asked_in(root), read_hrefs(root), queries.host()
    uids = {each: uid_at(calendar, each, host) for each in hrefs}
    files = _files(calendar, asked, [uid for uid in uids.values() if uid])
    return multistatus(response(files[uid], asked) if (uid := uids[each]) in files else missing(each) for each in hrefs)


def _files(calendar: CalendarFolder, asked: Asked, uids: Collection[str]) -> dict[str, CalendarFile]:
    stored = queries.objects_in(calendar.kept, bodies=asked.needs_body, uids=uids)
    return {each.uid: CalendarFile(calendar, each) for each in stored}


def _busy(calendar: CalendarFolder, root: Element) -> bytes:
    """Where there are tasks or journals, nobody is busy."""
    span, kept = read_busy(root), calendar.kept
    stored = queries.objects_in(kept, bodies=True, span=span) if kept.kind == "VEVENT" else []
    meetings = [((each.starts_at, each.ends_at), each.body) for each in stored]
    return busy_in(span, meetings, new_ulid() + queries.host(), clock.now())


def _sync(calendar: CalendarFolder, root: Element) -> bytes:
    """What was published after the token. Its number was read before, so what comes meanwhile is told twice at most."""
    wanted, kept = read_sync(root), calendar.kept
    told = _checked(calendar, wanted.token) if wanted.token else Token(0, kept.key)
    since, until = (told.since, told.seq) if told.after else (told.seq, kept.seq)
    changes = sorted(changes_since(kept.collections, since), key=lambda change: change.uid)
    if 0 < since < oldest_token():
        raise _stale()
    left = [change for change in changes if change.uid > told.after]
    page = left[: wanted.limit]
    responses = _changed(calendar, wanted.asked, page)
    if len(page) < len(left):
        token = Token(until, kept.key, since, page[-1].uid)
        responses.append(_there_is_more(calendar))
    else:
        token = Token(until, kept.key)
    return multistatus(responses, element(dav("sync-token"), sealed_token(token)))


def _checked(calendar: CalendarFolder, text: str) -> Token:
    """Raises Unmet for a token of another calendar, of other roles, or that was never given out (RFC 6578, 3.2)."""
    token = unsealed_token(text)
    if token is None or token.key != calendar.kept.key or not token.since <= token.seq <= calendar.kept.seq:
        raise _stale()
    return token


def _stale() -> Unmet:
    return Unmet(dav("valid-sync-token"), N_("That sync token is not good any more; sync anew with an empty one."))


def _changed(calendar: CalendarFolder, asked: Asked, changes: list[Change]) -> list[Element]:
    files = _files(calendar, asked, [change.uid for change in changes if not change.gone])
    return [
        response(files[change.uid], asked) if change.uid in files else missing(calendar.path_of(change.uid))
        for change in changes
    ]


def _there_is_more(calendar: CalendarFolder) -> Element:
    """RFC 6578, 3.6."""
    limits = element(dav("error"), element(dav("number-of-matches-within-limits")))
    return element(dav("response"), href(calendar.path), status("507 Insufficient Storage"), limits)


_REPORTS: dict[str, Callable[[CalendarFolder, Element], bytes]] = {
    "calendar-query": _query,
    "calendar-multiget": _multiget,
    FREE_BUSY: _busy,
    "sync-collection": _sync,
}
