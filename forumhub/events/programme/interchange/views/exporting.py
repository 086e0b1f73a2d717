"""The schedule for conference apps."""

from hashlib import sha256

from flask import Response, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from forumhub.events.programme.interchange.exporting import export_schedule
from forumhub.events.programme.interchange.plain import Words
from forumhub.events.programme.interchange.words import LANGUAGE
from forumhub.events.programme.models import Programme
from forumhub.events.programme.queries import get_programme, sessions_of
from forumhub.events.programme.rules import PUBLISHED
from forumhub.events.views.room import asked, blueprint
from forumhub.parties import policy
from forumhub.web import BABEL_NAMES, PUBLIC, VERSION, current_reader, right


@blueprint.get("/events/<ulid>/programme.xml")
@right(PUBLIC)
def programme_xml(ulid: str) -> Response:
    return _schedule(ulid, "xml")


@blueprint.get("/events/<ulid>/programme.json")
@right(PUBLIC)
def programme_json(ulid: str) -> Response:
    return _schedule(ulid, "json")


def _schedule(ulid: str, kind: str) -> Response:
    """For conference apps, which ask often: they hear at once that nothing changed. ?lang= chooses the language."""
    programme = get_programme(ulid, current_reader())
    lang = asked("lang")["lang"]
    lang = lang if lang in BABEL_NAMES else LANGUAGE
    answer = Response(mimetype=f"application/{kind}")
    answer.set_etag(_etag(programme, kind, lang))
    answer.last_modified = max(programme.changed_at, programme.event.changed_at)
    public = programme.state == PUBLISHED and programme.event.access == policy.PUBLIC
    answer.headers["Cache-Control"] = "public, max-age=60" if public else "private, no-cache"
    answer.make_conditional(request)
    if answer.status_code == 200:
        answer.set_data(export_schedule(programme, sessions_of(programme), kind, _words(programme, lang)))
    return answer


def _etag(programme: Programme, kind: str, lang: str) -> str:
    """Of all that the file is made from."""
    event = programme.event
    said = (programme.ulid, programme.changed_at, programme.state, event.changed_at, event.lock_version)
    return sha256(repr((*said, VERSION, request.host_url, kind, lang)).encode()).hexdigest()[:32]


def _words(programme: Programme, lang: str) -> Words:
    ulid = programme.event.ulid
    page = url_for("events.programme", ulid=ulid, _external=True)
    with force_locale(BABEL_NAMES[lang]):
        return Words(lang, _("Cancelled: %(title)s"), page, lambda guid: page)
