"""For the walk over all routes: China and Belarus chose silence, and minutes wait in it."""

from forumhub.database import writing
from tests.minutes.arranging import make_event
from tests.minutes.silence.arranging import AHEAD, Silent
from tests.world import World


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        with writing():
            event = make_event(world, "SIL", ends_at=AHEAD)
        ulid = Silent(world, event).waits()
    pages = f"/events/{event}/silence"
    return {
        "minutes.silence": pages,
        "minutes.choose_silence": f"{pages}/choose",
        "minutes.do_choose_silence": {"url": f"{pages}/choose", "data": {"days": "30"}},
        "minutes.take_back_silence": f"{pages}/take-back",
        "minutes.break_silence": f"/minutes/{ulid}/not-yet",
        "minutes.do_break_silence": {"url": f"/minutes/{ulid}/not-yet", "data": {"text": "Ждём столицу"}},
    }
