"""One event as a file to download."""

from flask.typing import ResponseReturnValue

from forumhub.calendars import queries
from forumhub.calendars.rules import IDENTITY, enclose, frame
from forumhub.calendars.tags import tag_of
from forumhub.calendars.views.answering import Served, State, answer
from forumhub.calendars.views.room import blueprint
from forumhub.errors import NotFound
from forumhub.events.queries import get_event
from forumhub.parties import policy
from forumhub.web import PUBLIC, current_reader, right


@blueprint.get("/events/<ulid>.ics")
@right(PUBLIC)
def event_file(ulid: str) -> ResponseReturnValue:
    """For whoever may see the event; what is in it is for its audience, not for its reader."""
    event = get_event(ulid, current_reader())
    stored = queries.find_object(event)
    if stored is None:
        raise NotFound
    state = State(
        tag_of(stored.etag, event.sequence, IDENTITY), stored.changed_at, IDENTITY, event.access == policy.PUBLIC
    )
    name = f"{event.register.code}-{event.local_start:%Y-%m-%d}.ics"
    file = Served(state, name, lambda: enclose(frame("PUBLISH"), [stored.body], stored.timezones))
    return answer(file, download=True)
