"""A form that is sent twice makes one thing and tells of it once: a date poll, a paper, a copy in the same series."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import Barrier

import pytest
from sqlalchemy import func, select

from forumhub.database import db, new_ulid, writing
from forumhub.events.actions import plan_series
from forumhub.events.models import Event
from forumhub.events.papers.models import Paper
from forumhub.events.polls.models import Poll
from forumhub.mail.models import OutboxMail
from tests.events.examples import make_event, make_series
from tests.events.papers.examples import PDF
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")
TITLES = {"titles-en": "Work plan", "titles-zh": "工作计划", "titles-ru": "План работы"}
SLOTS = {"slots-0-local_start": "2027-03-11T09:00", "slots-1-local_start": "2027-03-18T09:00"}
POLL = {"kind": "seminar", "host": "BY", "parties": ["CN", "BY"], "deadline": "2026-12-02T17:00", "shown": "at_close"}
PAPER = {"party": "BY", "kind": "working_paper", "shared_with": "parties"}
COPY = {"register_code": "", "local_start": "2028-03-09T10:00", "host": "BY", "parties": ["CN", "BY"]}
MADE = {"poll": Poll, "poll of an event": Poll, "paper": Paper, "copy": Event}
TYPED = {"poll": {**POLL, **SLOTS, "access": "parties"}, "poll of an event": {**POLL, **SLOTS}, "copy": COPY}


def path_to(app, world, kind: str) -> str:
    with app.app_context():
        if kind == "copy":
            series = make_series(world)
            with writing():
                meetings = plan_series(series, date(2026, 12, 31), by=world.reader("BY", "organizer"), now=NOW)
            return f"/events/{meetings[-1].ulid}/copy"
        event = make_event(world).ulid
    return {"poll": "/polls/new", "poll of an event": f"/polls/new?event={event}"}.get(
        kind, f"/events/{event}/papers/new"
    )


def typed(kind: str, new: str) -> dict:
    """Anew for each time that it is sent: a file is read to its end."""
    paper = {**PAPER, "files-zh": (BytesIO(PDF), "工作计划.pdf")}
    return {**TITLES, "ulid": new, **TYPED.get(kind, paper)}


def given(browser, path: str) -> str:
    """What the form carries."""
    return re.search(r'name="ulid"[^>]* value="([^"]+)"', browser.text(path))[1]


def counted(app, kind: str) -> tuple[int, int]:
    with app.app_context():
        return tuple(db.session.scalar(select(func.count(model.id))) for model in (MADE[kind], OutboxMail))


@pytest.mark.parametrize("kind", MADE)
def test_a_form_that_is_sent_twice_makes_one(app, world, organizer, kind):
    path = path_to(app, world, kind)
    new, before = given(organizer, path), counted(app, kind)

    first = organizer.post(path, typed(kind, new))
    once = counted(app, kind)
    second = organizer.post(path, typed(kind, new))

    assert (first.status_code, second.status_code, second.location) == (302, 302, first.location)
    assert (once[0], counted(app, kind)) == (before[0] + 1, once)
    assert "nothing was done a second time" in organizer.text(second.location)


@pytest.mark.parametrize("kind", MADE)
def test_a_form_that_is_sent_twice_at_once_makes_one(app, world, kind):
    path, barrier = path_to(app, world, kind), Barrier(2)
    browsers = [world.signed_in("BY", "organizer") for _number in range(2)]
    new, before = given(browsers[0], path), counted(app, kind)

    def send(browser):
        barrier.wait(timeout=10)
        return browser.post(path, typed(kind, new))

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, browsers)

    assert (first.status_code, second.status_code, second.location) == (302, 302, first.location)
    assert counted(app, kind)[0] == before[0] + 1


def test_what_a_form_carries_is_kept_where_it_is_shown_again(organizer):
    new = given(organizer, "/polls/new")

    page = organizer.post("/polls/new", {"ulid": new, "note": "Зал"}).get_data(as_text=True)

    assert f'value="{new}"' in page


@pytest.mark.parametrize("kind", ["poll", "paper", "copy"])
def test_two_forms_make_two(app, world, organizer, kind):
    path = path_to(app, world, kind)
    before = counted(app, kind)

    for _number in range(2):
        organizer.post(path, typed(kind, given(organizer, path)))

    assert counted(app, kind)[0] == before[0] + 2


def test_nobody_names_a_row_of_somebody_elses(app, world, organizer):
    """What was not given to this reader for this form does as nothing does, whether there is such a row or not."""
    theirs = world.signed_in("CN", "organizer")
    their_form, other_form = given(theirs, "/polls/new"), given(organizer, path_to(app, world, "paper"))
    theirs.post("/polls/new", typed("poll", their_form))
    with app.app_context():
        there = db.session.scalar(select(Poll.ulid))
    tried = [their_form, other_form, there, new_ulid(), f"{there}.подпись", "", "\x00", "²" * 5000]

    answers = [organizer.post("/polls/new", typed("poll", each)) for each in tried]

    assert {answer.status_code for answer in answers} == {302}
    with app.app_context():
        ulids = {f"/polls/{ulid}" for ulid in db.session.scalars(select(Poll.ulid))}
    assert ulids == {f"/polls/{there}", *(answer.location for answer in answers)}
    assert len(ulids) == len(tried) + 1
