"""What people of the parties put forward on a draft."""

from forumhub.database import writing
from forumhub.minutes.proposals import actions
from forumhub.minutes.proposals.actions import Said
from tests.minutes.arranging import Meeting
from tests.world import NOW


def put(meeting: Meeting, ulid: str, party: str = "BY", role: str = "secretary", **said: object) -> str:
    """The ULID of another wording for 'Noted delays.', unless `said` puts it otherwise."""
    values = {"language": "en", "place": 2, "revision": 2, "kind": "wording", "words": "", "wording": "1.1 指出延误."}
    with writing():
        by = meeting.world.reader(party, role)
        return actions.propose(meeting.document(ulid), Said(**{**values, **said}), by=by, now=NOW).ulid
