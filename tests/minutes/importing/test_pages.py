"""A secretary reads old minutes in, takes of them what is right, and gets a draft with the text as its annex."""

import html
import re
from datetime import timedelta
from io import BytesIO

from forumhub import clock
from forumhub.database import db, writing
from forumhub.events.models import Event
from tests.minutes.reading_pages import document

OLD = """# 第三次会晤纪要

参会人员：王明、李华

Решили: открыть канал

ACTION: Belarus to name the officers by 03/04/2027
"""
VALUES = {"working_language": "en", "sharing": "own", "title": "", "name": ""}


def page_of(held) -> str:
    return f"/events/{held.event}/documents/import"


def begins(held, in_days: int):
    with held.world.app.app_context(), writing():
        event = db.session.query(Event).filter_by(ulid=held.event).one()
        event.starts_at = clock.now() + timedelta(days=in_days)
        event.ends_at = event.starts_at + timedelta(hours=8)


def ticked(page: str) -> list[bool]:
    return ["checked" in box for box in re.findall(r'<input[^>]*name="take-\d+"[^>]*>', page)]


def test_old_minutes_become_a_draft_of_what_was_taken(held):
    secretary = held.world.signed_in("CN", "secretary")

    read = secretary.post(page_of(held), {**VALUES, "file": (BytesIO(OLD.encode()), "第三次.md")})
    values = {**VALUES, "text": OLD, "name": "第三次.md"}
    all_of_kind = secretary.post(page_of(held), {**values, "take-3": "1", "all": "ATTENDANCE"}).text
    edited = "- **ACTION** (BY; due 2027-04-03): Name the officers"
    undone = secretary.post(page_of(held), {**values, "take-3": "1", "line-3": edited, "none": "ATTENDANCE"}).text
    made = secretary.post(
        page_of(held), {**values, "take-0": "1", "take-2": "1", "take-3": "1", "line-3": edited, "step": "make"}
    )

    assert (read.status_code, ticked(read.text)) == (200, [False] * 4)
    assert "Which day is due, 2027-03-04 or 2027-04-03?" in read.text
    assert (ticked(all_of_kind), ticked(undone)) == ([True, True, False, True], [False, False, False, True])
    assert html.escape(edited) in undone
    assert made.status_code == 302
    state, text, revision = document(held)
    assert (state, revision) == ("party_draft", 1)
    assert text == (
        "# 第三次会晤纪要\n\n参会人员：王明、李华\n\n- **DECISION D-1**: открыть канал\n\n"
        "- **ACTION A-1** (BY; due 2027-04-03): Name the officers\n\n"
        "## Attendance\n\n### Side not named\n\n- 王明\n"
    )
    annex = re.search(
        r'href="(/minutes/[^"]+/annexes/[^"]+)"', secretary.text(made.location.replace("edit", "annexes"))
    )
    assert secretary.get(annex[1]).data.decode() == OLD
    assert "第三次.txt" in secretary.text(made.location.replace("edit", "annexes"))


def test_what_cannot_be_imported_says_why_and_keeps_what_was_typed(held):
    begins(held, 500)
    secretary = held.world.signed_in("CN", "secretary")
    values = {**VALUES, "text": OLD, "take-2": "1"}

    too_early = secretary.post(page_of(held), {**values, "step": "make"})
    early_page = secretary.get(page_of(held))
    begins(held, -5)
    empty = secretary.post(page_of(held), {**VALUES, "text": " "})
    large = secretary.post(page_of(held), {**VALUES, "text": "x\n" * 6_000})
    read = secretary.post(page_of(held), values)
    first = secretary.post(page_of(held), {**values, "sharing": "all", "step": "make"})
    second = secretary.post(page_of(held), {**values, "step": "make"})
    late_page = secretary.get(page_of(held))

    assert (too_early.status_code, "has not begun yet" in too_early.text) == (422, True)
    assert ticked(too_early.text) == [False, False, True, False]
    assert (empty.status_code, "Choose a file, or paste the text." in empty.text) == (422, True)
    assert (large.status_code, "meeting by meeting" in large.text) == (422, True)
    assert (first.status_code, second.status_code) == (302, 422)
    assert (early_page.status_code, "Open the event of that one." in early_page.text) == (422, True)
    assert (late_page.status_code, "open that one and write there" in late_page.text) == (422, True)
    assert '<option selected value="en">' in read.text


def test_reading_files_nothing_and_the_form_is_the_secretarys(held):
    secretary = held.world.signed_in("BY", "secretary")

    page = secretary.text(f"/events/{held.event}/documents/new?kind=minutes")
    secretary.post(page_of(held), {**VALUES, "text": OLD, "all": "DECISION"})

    assert f'href="{page_of(held)}"' in page
    assert "Import old minutes" in secretary.text(page_of(held))
    assert held.world.signed_in("BY", "delegate").get(page_of(held)).status_code == 404
    assert "Write minutes" in secretary.text(f"/events/{held.event}")
