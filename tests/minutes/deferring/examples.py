"""For the walk over all routes: a shared agenda of a series' meeting, with a point that was deferred."""

from datetime import date, datetime

from forumhub.database import writing
from forumhub.events import actions as events
from forumhub.events.series.queries import meetings_of
from forumhub.minutes.agendas.actions import begin_agenda
from forumhub.minutes.agendas.building import prepare_agenda
from forumhub.minutes.deferring import actions, queries
from forumhub.minutes.queries import get_document
from tests.events.examples import make_series
from tests.minutes.arranging import Meeting
from tests.world import NOW, World


def meetings(world: World, code: str = "HLM") -> list[Meeting]:
    """Three of a series, a year apart, the first in November 2027 in Beijing. Commits."""
    series = make_series(world, code, first_local_start=datetime(2027, 11, 12, 9, 0), languages=["en", "zh", "ru"])
    with writing():
        until, by = date(2029, 12, 31), world.reader("CN", "organizer")
        events.plan_series(series, until, by=by, now=NOW)
    return [Meeting(world, event.ulid) for event in meetings_of(series.id)]


def begin(meeting: Meeting, party: str = "CN", *, shared: bool = True) -> str:
    """An agenda in English, as its page makes it."""
    by = meeting.world.reader(party, "secretary")
    build = prepare_agenda(meeting.row(), title="", language="en", by=by)
    with writing():
        return begin_agenda(meeting.row(), build, shared=shared, by=by, now=NOW).ulid


def defer(world: World, ulid: str, number: str, words: str, party: str = "BY") -> str:
    by = world.reader(party, "secretary")
    points = queries.points_of(get_document(ulid, by))
    with writing():
        return actions.defer_point(get_document(ulid, by), number, points, words, by=by, now=NOW).ulid


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        first = meetings(world, "DFR")[0]
        agenda, series = begin(first), first.row().series.ulid
        deferral = defer(world, agenda, "4", "时间不够")
        second = meetings_of(first.row().series_id)[1].ulid
    template = f"/series/{series}/agenda-template"
    return {
        "minutes.defer": f"/minutes/{agenda}/defer",
        "minutes.do_defer": {"url": f"/minutes/{agenda}/defer", "data": {"number": "3", "words": "Позже."}},
        "minutes.take_deferral_back": f"/minutes/{agenda}/deferrals/{deferral}/take-back",
        "minutes.take_deferral": f"/events/{second}/deferrals/{deferral}/take",
        "minutes.outline": template,
        "minutes.save_outline": {"url": f"{template}?lang=zh", "data": {"source": "# {title}", "seen": "0"}},
    }
