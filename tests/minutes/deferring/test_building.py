"""A series over three meetings: its template, what is put forward, and a point deferred twice."""

import pytest

from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events import queries as events
from forumhub.minutes.agendas import actions as agendas
from forumhub.minutes.deferring import actions, queries
from forumhub.minutes.deferring.models import DeferralTaken
from forumhub.minutes.outlines.actions import save_outline
from forumhub.minutes.queries import get_document
from forumhub.parties.policy import HEAD, Reader
from tests.agreements import examples as agreements
from tests.counting import counted
from tests.followup import examples as items
from tests.minutes.agendas.arranging import VALUES
from tests.minutes.deferring.examples import begin, defer, meetings
from tests.world import NOW

TEMPLATES = {
    "en": """# {title} No. {number}

{place}, {date}; host: {host}

## 1. Opening

## 2. Open actions

{arising}

## 3. Any other business
""",
    "zh": """# {title}

{date}，{place}，东道主：{host}

## 1. 开幕

## 2. 未办结行动

{arising}

## 3. 其他事项
""",
}


def take_back(agenda: str, deferral: str, by: Reader) -> None:
    with writing():
        found = queries.get_deferral(get_document(agenda, by), deferral, by)
        actions.take_deferral_back(found, by=by, now=NOW)


@pytest.fixture
def series(world, database):
    """Three meetings by templates in English and Chinese, and a concern that Belarus submitted to the first."""
    found = meetings(world)
    with writing():
        for code, source in TEMPLATES.items():
            by = world.reader("BY", "organizer")
            save_outline(found[0].row().series, code, source, seen=0, by=by, now=NOW)
        by = world.reader("BY", "secretary")
        event = events.get_event(found[0].event, by)
        values = {**VALUES, "kind": "concern", "title": "Slow *replies*", "text": "Replies are slow.", "language": "en"}
        agendas.put_forward(event, submitted=True, by=by, now=NOW, **values)
    return found


def test_agenda_is_built_of_template_concern_and_what_was_deferred_twice(world, series):
    first, second, third = series

    agenda = begin(first)
    defer(world, agenda, "3", "No time was left.")
    again = begin(second)
    defer(world, again, "3", "Список *не* готов.", "CN")
    last = begin(third)

    assert first.sources(agenda)["en"] == (
        "# Agenda: High-level meeting No. 1\n\nBeijing, 12 November 2027; host: China\n\n## 1. Opening\n\n"
        "## 2. Open actions\n\nNothing is open in the register.\n\n"
        "## 3. Slow \\*replies\\* (40 min; BY-MIA)\n\n- **CONCERN C-1** (BY-MIA): Replies are slow.\n\n"
        "## 4. Any other business\n"
    )
    assert first.sources(agenda)["zh"].startswith("# 议程：高级别会晤\n\n2027年11月12日，北京，东道主：中国\n")
    assert "- **关切 C-1**（BY-MIA）：Replies are slow.\n\n## 4. 其他事项\n" in first.sources(agenda)["zh"]
    assert (
        "## 3. Slow \\*replies\\* (40 min; BY-MIA)\n\n"
        "Deferred from the 1st meeting (12 November 2027): No time was left.\n" in second.sources(again)["en"]
    )
    assert (
        "Deferred from the 2nd meeting (12 November 2028), before that from the 1st meeting (12 November 2027): "
        "Список \\*не\\* готов." in third.sources(last)["en"]
    )
    assert "由第2次会议（2028年11月12日）推迟，此前由第1次会议（2027年11月12日）推迟：" in third.sources(last)["zh"]
    assert [found.words for found in queries.arising_at(third.row(), world.reader("BY", "secretary"))] == [
        "Список *не* готов."
    ]
    assert queries.arising_at(second.row(), world.reader("KZ", "secretary")) == []


def test_deferral_is_once_a_meeting_stands_in_minutes_and_can_be_taken_back_until_it_is_taken(world, series):
    first, second, third = series
    agenda = begin(first)
    deferral = defer(world, agenda, "3", "No time was left.")

    minutes = first.create()

    assert (
        "## 3. Slow \\*replies\\*\n\nDeferred from the 1st meeting (12 November 2027): No time was left.\n"
        in first.sources(minutes)["en"]
    )
    with pytest.raises(RuleBroken, match="from this meeting already"):
        defer(world, minutes, "3", "Once more.")
    with pytest.raises(NotAllowed):
        take_back(agenda, deferral, world.reader("CN", "head_of_delegation"))
    begin(second, shared=False)
    with pytest.raises(RuleBroken, match="next agenda already"):
        take_back(agenda, deferral, world.reader("CN", "secretary"))
    waiting = {party: queries.arising_at(third.row(), world.reader(party, "secretary")) != [] for party in ("CN", "BY")}
    assert waiting == {"CN": False, "BY": True}, "China's own draft holds it; Belarus does not learn of that"
    take_back(agenda, deferral, world.reader("BY", "secretary"))
    assert queries.deferrals_of(first.row().id, world.reader("CN", "secretary")) == []


def test_a_point_whose_number_no_register_takes_is_not_deferred(world):
    number = "111.222.333.444.5"
    with world.app.app_context():
        meeting = meetings(world)[0]
        agenda = begin(meeting)
        meeting.save(agenda, en=f"# Agenda\n\n## {number}. 议题\n")
    values, secretary = {"number": number, "words": "Нет времени."}, world.signed_in("BY", "secretary")

    answer = secretary.post(f"/minutes/{agenda}/defer", values)

    assert (answer.status_code, "longer than 16 characters" in answer.text) == (422, True)
    assert "Нет времени." in answer.text


def test_pages_of_template_and_deferral(world):
    with world.app.app_context():
        first = meetings(world)[0]
        agenda, ulid = begin(first), first.row().series.ulid
    organizer, secretary = world.signed_in("CN", "organizer"), world.signed_in("BY", "secretary")
    template = f"/series/{ulid}/agenda-template?lang=ru"

    wrong = organizer.post(template, {"source": "# {title}\n\n- **DECISION**: да", "seen": "0"})
    shown = organizer.post(template, {"source": "# Тема\n\n{arising}", "seen": "0", "step": "preview"})
    saved = organizer.post(template, {"source": "# Тема\n\n{arising}", "seen": "0"})
    stale = organizer.post(template, {"source": "# Другая\n\n{arising}", "seen": "0"})
    deferred = secretary.post(f"/minutes/{agenda}/defer", {"number": "4", "words": "Нет времени."})
    again = secretary.post(f"/minutes/{agenda}/defer", {"number": "4", "words": "Нет времени."})

    answers = [wrong, shown, saved, stale, deferred, again]
    assert [answer.status_code for answer in answers] == [422, 200, 302, 409, 302, 422]
    assert "<h1" in shown.text
    assert ("# Тема" in stale.text, "# Другая" in stale.text) == (True, True)
    assert "Deferred from the 1st meeting (12 November 2027): Нет времени." in secretary.text(f"/minutes/{agenda}")
    made = secretary.post(
        f"/events/{first.event}/documents/new", {"kind": "minutes", "working_language": "en", "sharing": "all"}
    )
    assert "Deferred from the 1st meeting" in secretary.text(made.location)


def test_what_is_deferred_after_the_next_agenda_was_begun_is_taken_into_it(world):
    with world.app.app_context():
        first, second, _third = meetings(world)
        agenda, later = begin(first), begin(second)
        deferral = defer(world, agenda, "3", "No time was left.")
    secretary, page = world.signed_in("BY", "secretary"), f"/events/{second.event}/agenda-points"
    with counted() as asked:
        waiting = secretary.text(page)
    with world.app.app_context():
        defer(world, agenda, "4", "No time was left.")
    with counted() as asked_of_two:
        secretary.text(page)

    taken = secretary.post(f"/events/{second.event}/deferrals/{deferral}/take")
    twice = secretary.post(f"/events/{second.event}/deferrals/{deferral}/take")

    assert "Deferred from the 1st meeting (12 November 2027): No time was left." in waiting
    assert len(asked) == len(asked_of_two)
    assert (taken.status_code, twice.status_code) == (302, 422)
    assert "Deferred from the 1st meeting" in secretary.text(f"/minutes/{later}")


def test_nothing_of_a_closed_meeting_goes_into_an_agenda_that_more_people_read(world):
    with world.app.app_context():
        first, second, third = meetings(world)
        with writing():
            agreements.in_force(world)
            first.row().access = second.row().access = "delegates"
        closed = begin(first)
        deferral = defer(world, closed, "3", "Секретная причина.")
        items.issue(first.row(), CONCERN=1, DECISION=1, ACTION=3)
        items.agreed(world, first.row(), **items.TEXTS)
        db.session.commit()
        as_closed, open_to_more = begin(second), begin(third)
        agendas = [second.sources(as_closed)["en"], third.sources(open_to_more)["en"]]
        with writing():
            db.session.query(DeferralTaken).filter_by(document_id=second.document(as_closed).id).delete()
    secretaries, head = [world.signed_in(code, "secretary") for code in ("BY", "CN")], world.signed_in("BY", HEAD)
    points = f"/events/{third.event}/agenda-points"
    begun, edited = f"/events/{third.event}/documents/new", f"/minutes/{open_to_more}/edit"

    told = [[who.text(page) for page in (begun, edited, points)] for who in secretaries]
    of_the_closed = secretaries[0].text(f"/minutes/{as_closed}/edit")
    taken = secretaries[0].post(f"/events/{third.event}/deferrals/{deferral}/take")

    assert [text.count("STATUS") for text in agendas] == [3, 0]
    assert ["Секретная причина." in text for text in agendas] == [True, False]
    said = "3 open actions of meetings that fewer", "1 point deferred from meetings that fewer"
    assert [[[words in page for words in said] for page in pages] for pages in told] == [[[True, True]] * 3] * 2
    assert [words in page for words in said for page in (of_the_closed, head.text(points))] == [False] * 4
    assert (taken.status_code, "Секретная причина." in told[0][2]) == (404, False)
