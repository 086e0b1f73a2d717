"""An example of each object of this sub-room: a list that is looked at, and one that is being imported."""

from forumhub.database import writing
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.lists.actions import keep_list
from forumhub.registration.lists.guessing import guessed
from forumhub.registration.lists.judging import party_names
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.reading.files import read_list
from forumhub.registration.lists.storing import packed, packed_table
from tests.registration.lists.arranging import a_list, event_of, kept
from tests.world import NOW, World


def draft(event: Event, by: Reader, data: bytes = b"", name: str = "delegates.csv") -> DelegateList:
    """Read and kept, and not begun. Needs an app context."""
    data = data or a_list()
    table = read_list(data)
    with writing():
        choices = guessed(table, party_names(event))
        return keep_list(event, name, packed(data), packed_table(table), choices, by=by, now=NOW)


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        event = event_of(world)
        running = f"/registrations/lists/{kept(a_list(), event, world.reader('BY', 'organizer')).ulid}"
        looked_at = f"/registrations/lists/{draft(event, world.reader('BY', 'organizer')).ulid}"
        of_event = f"/events/{event.ulid}/registrations"
        return {
            "registration.import_list": f"{of_event}/import",
            "registration.upload_list": f"{of_event}/import",
            "registration.list_columns": f"{looked_at}/columns",
            "registration.list_map": f"{looked_at}/columns",
            "registration.list_read": f"{looked_at}/reading",
            "registration.show_list": looked_at,
            "registration.list_decide": looked_at,
            "registration.list_start": f"{looked_at}/start",
            "registration.list_progress": f"{running}/progress",
            "registration.list_go_on": f"{running}/go-on",
            "registration.list_csv": f"{looked_at}/report.csv",
            "registration.export": f"{of_event}/export",
            "registration.export_file": f"{of_event}/export",
        }
