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
from forumhub.registration.lists.working import go_on
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


LOOKED_AT = (
    "王芳,中国,wang.fang@example.org,公安部国际合作局处长,Head",
    "王芳,中国,wang.fang@example.org,公安部国际合作局处长,Head",
    "Ірына Кавальчук,Беларусь,iryna@example.org,Консультант отдела международного сотрудничества,",
    '"Weiss-Hohenberg, Maria Alexandra",CHN,,"First Secretary, Environment Matters Department of Foreign Affairs",',
    "Мария Вайс,Беларусь,,Советник,",
    "Ata Qureshi,Climate Institute,,Chief Scientist,",
    "Scott Hajost,Environmental Defense Fund,,International Counsel,Observer",
    ",China,,Head of unit,",
    "Li Wei,China,not an address,Attaché,Clown",
    "Li Wei,China,,Attaché,",
    "Li Wei,China,,Interpreter,",
)


def of_all_kinds(event: Event, by: Reader) -> dict[str, str]:
    """For a look at the pages: the ULIDs of a list that is looked at, one that is being imported, one that was."""
    head = "Name,Party,E-mail,Job title,Role"
    done = kept(a_list("Maria Vais,Belarus,,Adviser,", *LOOKED_AT[:4], head=head), event, by, others="-")
    go_on(done.id, by=by, now=NOW, seconds=60)
    rows = [f"Delegate {number},China,,Member of the delegation," for number in range(60)]
    running = kept(a_list(*rows, head=head), event, by)
    looked_at = draft(event, by, a_list(*LOOKED_AT, head=head), "participants-2027.csv")
    return {"list_done": done.ulid, "list_running": running.ulid, "list": looked_at.ulid}
