"""For the walk over all routes: China's and Belarus' own points, one that was submitted, and an agenda."""

from forumhub.database import writing
from tests.minutes.agendas.arranging import VALUES, Ahead
from tests.minutes.arranging import make_event
from tests.world import World

FORM = {**VALUES, "sharing": "submitted"}


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        with writing():
            meeting = Ahead(world, make_event(world, "AGN"))
            meeting.bring_forward()
        own, submitted = meeting.put("BY", submitted=False), meeting.put("BY")
        meeting.create(kind="agenda")
    pages = f"/events/{meeting.event}/agenda-points"
    return {
        "minutes.points": pages,
        "minutes.new_point": f"{pages}/new",
        "minutes.put_forward": {"url": f"{pages}/new", "data": FORM},
        "minutes.edit_point": f"{pages}/{own}/edit",
        "minutes.change_point": {"url": f"{pages}/{own}/edit", "data": FORM},
        "minutes.submit_point": f"{pages}/{own}/submit",
        "minutes.withdraw_point": f"{pages}/{submitted}/withdraw",
        "minutes.take_point": f"{pages}/{submitted}/take",
        "minutes.leave_point": f"{pages}/{submitted}/leave",
        "minutes.do_leave_point": {"url": f"{pages}/{submitted}/leave", "data": {"answer": "时间不够"}},
    }
