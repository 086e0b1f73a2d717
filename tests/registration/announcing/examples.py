"""Announcements to arrange tests with; and an example of each object of the sub-room, and of steps with many."""

from datetime import datetime

from forumhub.database import db, new_ulid, writing
from forumhub.events.models import Event
from forumhub.registration.announcing.actions import announce
from forumhub.registration.announcing.models import Announcement
from forumhub.registration.announcing.queries import audience
from forumhub.registration.bulk.queries import of_filters
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.world import NOW, World

SAID = {
    "markup": "markdown",
    "subjects": {"en": "The hall has changed", "zh": "会场变更", "ru": "Изменился зал"},
    "texts": {"en": "Come to **Hall B**.", "zh": "请到**B厅**。", "ru": "Приходите в **зал Б**."},
    "pages": {
        "en": "<p>Come to <strong>Hall B</strong>.</p>",
        "zh": "<p>请到<strong>B厅</strong>。</p>",
        "ru": "<p>Приходите в <strong>зал Б</strong>.</p>",
    },
}


def send(world: World, event: Event, now: datetime = NOW, **changes: object) -> Announcement:
    """By Belarus' organizer, to all who are expected."""
    organizer = world.reader("BY", "organizer")
    with writing():
        event = db.session.get_one(Event, event.id)
        readers = audience(of_filters(event, organizer))
        said = {**SAID, "ulid": new_ulid(), "chosen_by": {}, "seen": readers.seen, **changes}
        return announce(event, readers, by=organizer, now=now, **said)


def examples(world: World) -> dict[str, str | dict]:
    """An event of China and Belarus; China's delegate has applied and was told something."""
    with world.app.app_context():
        event = make_event(world, "ANN", access="parties")
        apply(event, world.reader("CN", "delegate"))
        sent = send(world, event)
        of_event = f"/events/{event.ulid}"
        return {
            "registration.together": f"{of_event}/registrations/together/confirm?all=1",
            "registration.act_together": f"{of_event}/registrations/together/confirm?all=1",
            "registration.announcements": f"{of_event}/announcements",
            "registration.announce": f"{of_event}/announcements/new",
            "registration.send_announcement": f"{of_event}/announcements/new",
            "registration.announcement": f"/announcements/{sent.ulid}",
        }
