"""A meeting that had one before it, with what each side keeps to itself and what both read."""

from datetime import datetime, timedelta

from forumhub.database import db, writing
from forumhub.events.models import Event
from tests.agreements.examples import in_force
from tests.events.papers.examples import TITLES, keep, submit
from tests.minutes.agendas.arranging import Ahead
from tests.minutes.annexes.pictures import png
from tests.minutes.arranging import Meeting, make_event
from tests.world import NOW, World

PLAN = png(20, 10)
SECRET = {"en": "Position of CN only", "zh": "中方内部立场", "ru": "Внутренняя позиция"}


def arrange(world: World) -> str:
    """The ULID of the coming meeting; the last one's minutes were corrected. Use it inside an app context.

    Of China alone: a draft agenda, a paper, a point, each called so. Belarus' own are other words of theirs.
    """
    with writing():
        in_force(world)
        before = make_event(world)
    last = Meeting(world, before)
    corrigendum = last.correct(last.agreed())
    last.circulate(corrigendum)
    for party in ("CN", "BY"):
        last.approve(corrigendum, party)
    with writing():
        coming = make_event(world, "NEXT")
        event = db.session.query(Event).filter_by(ulid=coming).one()
        event.register_id = db.session.query(Event).filter_by(ulid=before).one().register_id
        event.starts_at, event.ends_at = NOW + timedelta(days=10), NOW + timedelta(days=10, hours=8)
        event.local_start, event.local_end = datetime(2026, 12, 2, 17), datetime(2026, 12, 3, 1)
    ahead = Ahead(world, coming)
    own = ahead.create("CN", "agenda", shared=False)
    ahead.annex(own, "зал.png", PLAN)
    shown = "![Зал](files/зал.png) ![gone](files/gone.png)"
    ahead.save(own, "CN", en=f"# Agenda\n\n## 1. Talks of the Chinese side (20 min)\n\n{shown}\n")
    ahead.put("CN", submitted=False, organ="CN-MPS", title="Point of CN only", text="中方", language="zh")
    ahead.put("BY", submitted=True, title="Ответы на запросы")
    event = ahead.row()
    submit(world, event, kept=keep(world, "zh", "ru"))
    submit(world, event, titles=SECRET, shared_with="party", kept=keep(world, "en", content=b"%PDF-1.7\nsecret\n"))
    submit(world, event, "BY", titles=TITLES | {"ru": "Белорусский документ"}, kept=keep(world, "ru"))
    return coming
