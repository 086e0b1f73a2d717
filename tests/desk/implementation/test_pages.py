"""The report of implementation as a page and as a table, in each language, and what a reader does not learn from it."""

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine

from forumhub.database import db
from tests.counting import counted
from tests.desk.examples import CODE
from tests.desk.instruments.arranging import Instrument, day

PATH = f"/agreements/{CODE}/report"
YEAR = "from=2020-01-01&until=2020-12-31"


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def arrange(instrument: Instrument) -> None:
    meeting = instrument.meeting("HLM", "2020-03-02", clause="1")
    minutes = instrument.document(meeting)
    instrument.item(minutes, "D-1", "1")
    late = instrument.item(minutes, "A-1", "1", due="2020-06-30", closed="2021-02-01")
    instrument.say(late, "closed", "2021-02-01", event=meeting)
    lost = instrument.item(minutes, "A-2", "1", closed="2020-04-01")
    assert lost.reports == []
    closed_door = instrument.meeting("CASES", "2020-09-01", clause="3", access="delegates")
    instrument.item(instrument.document(closed_door), "D-1", "3")
    instrument.meeting("SEMINAR", "2020-10-01", clause="4", state="confirmed")
    instrument.document(instrument.meeting("LOST", "2020-11-01", clause="4", state="cancelled"))


@pytest.fixture
def instrument(app, world) -> Instrument:
    with app.app_context():
        made = Instrument.make(world)
        arrange(made)
    return made


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False)
def test_the_report_tells_how_things_stood_at_the_end_and_what_it_does_not_know(instrument, world):
    secretary, delegate = world.signed_in("BY", "secretary"), world.signed_in("BY", "delegate")

    page, hidden = secretary.text(f"{PATH}?{YEAR}"), delegate.text(f"{PATH}?{YEAR}")
    rows = rows_of(secretary.text(f"{PATH}.csv?{YEAR}"))
    later = rows_of(secretary.text(f"{PATH}.csv?from=2021-01-01&until=2021-12-31"))

    text = text_of(page)
    assert "Overdue at its end 1 HLM/A-1 Words of A-1 Open · due Tue 30 Jun 2020 · 184 days overdue" in text
    assert "Meetings whose day passed and that nobody marked as held: 1." in text
    assert "Meetings held of which no minutes agreed by the period's end can be read here: 3." in text
    assert "when they were due: HLM/A-2." in text
    assert "CASES" in text
    assert "CASES" not in text_of(hidden)
    assert "agreed by the period's end can be read here: 2." in text_of(hidden)
    assert [row[:4] for row in rows[1:]] == [
        ["1", "Meeting held", "HLM", "Forum on trafficking in persons, 2020-03-02"],
        ["1", "Decision", "HLM/D-1", "Words of D-1"],
        ["1", "Action opened", "HLM/A-1", "Words of A-1"],
        ["1", "Action not finished", "HLM/A-1", "Words of A-1"],
        ["1", "Action overdue", "HLM/A-1", "Words of A-1"],
        ["1", "Not known", "HLM/A-2", "Words of A-2"],
        ["3", "Meeting held", "CASES", "Forum on trafficking in persons, 2020-09-01"],
        ["3", "Decision", "CASES/D-1", "Words of D-1"],
        ["4", "Meeting held", "LOST", "Forum on trafficking in persons, 2020-11-01"],
    ]
    assert [row[1:3] for row in later[1:]] == [["Action closed", "HLM/A-1"], ["Not known", "HLM/A-2"]]
    assert world.signed_in("KZ", "secretary").get(PATH).status_code == 404


@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False)
def test_the_report_speaks_each_language_and_asks_no_more_for_more(app, instrument, world):
    client = world.signed_in("BY", "secretary")
    client.text(f"{PATH}?{YEAR}&lang=zh")

    with counted() as before:
        chinese = text_of(client.text(f"{PATH}?{YEAR}&lang=zh"))
    russian = text_of(client.text(f"{PATH}?{YEAR}&lang=ru"))
    assert client.get(PATH).status_code == 200, "the button's own address names no period"
    refused = client.get(f"{PATH}?from=2027-01-01&until=2028-01-01")
    unreadable = client.get(f"{PATH}.csv?from=x&until=2020-01-01")
    with app.app_context():
        minutes = instrument.document(
            instrument.meeting("MORE", "2020-05-05", clause="2"), created_at=day("2020-05-05")
        )
        for number in range(1, 30):
            instrument.item(minutes, f"A-{number}", "2")
        db.session.commit()
    with counted() as after:
        client.text(f"{PATH}?{YEAR}&lang=zh")

    assert "执行情况报告" in chinese
    assert "A-1 的文字" in chinese
    assert "Отчёт об исполнении" in russian
    assert "Слова A-1" in russian
    assert (refused.status_code, unreadable.status_code) == (422, 422)
    assert "Choose 2026-11-22 or an earlier day." in refused.get_data(as_text=True)
    assert 'value="2028-01-01"' in refused.get_data(as_text=True)
    assert len(after) == len(before)
