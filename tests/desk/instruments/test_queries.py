"""What the registers hold under an agreement: counted within the reader's rights, on both databases."""

from datetime import date

import pytest

from forumhub.desk.instruments import queries
from forumhub.desk.instruments.rules import Figures
from tests.desk.instruments.arranging import Instrument

TODAY = date(2026, 11, 22)


@pytest.fixture
def instrument(database, world) -> Instrument:
    return Instrument.make(world)


def figures(instrument: Instrument, code: str, role: str) -> dict[str, Figures]:
    reader = instrument.world.reader(code, role)
    events = queries.events_under(instrument.agreement, reader)
    return dict(queries.figures_by_clause(instrument.agreement, reader, events, TODAY))


def arrange(instrument: Instrument) -> None:
    open_to_all = instrument.document(instrument.meeting("HLM", "2019-11-25", clause="1"))
    decided = instrument.item(open_to_all, "D-1", "1", "2")
    instrument.item(open_to_all, "A-1", "1", closed="2019-12-05")
    instrument.item(open_to_all, "A-2", "1", closed="2020-01-24")
    instrument.item(open_to_all, "A-3", "1", due="2020-06-30")
    instrument.item(open_to_all, "A-4", "1", due="2027-06-30")
    instrument.item(open_to_all, "A-5", "1", state="withdrawn")
    instrument.item(open_to_all, "A-6", "1", state="provisional", opened="")
    instrument.item(open_to_all, "A-7", "1", state="proposed", opened="")
    for_delegates = instrument.meeting("CASES", "2026-02-11", clause="3", access="delegates")
    closed_door = instrument.document(for_delegates)
    instrument.item(closed_door, "R-1", "3")
    instrument.item(closed_door, "A-1", "2", closed="2026-03-11")
    instrument.item(closed_door, "A-2", "3")
    instrument.item(closed_door, "D-1", "1", "4", state="provisional", opened="")
    instrument.item(closed_door, "R-2", "3", state="withdrawn")
    instrument.item(closed_door, "R-3", "3", state="superseded")
    instrument.say(decided, "in_progress", "2026-02-12", event=for_delegates)


def test_figures_and_years_hold_what_the_reader_may_see_and_nothing_else(instrument):
    arrange(instrument)

    of_secretary, of_delegate = (figures(instrument, "BY", role) for role in ("secretary", "delegate"))
    years = [
        queries.counts_by_year(instrument.agreement, instrument.world.reader("BY", role))
        for role in ("secretary", "delegate")
    ]

    told = {"decisions": 1, "actions": 4, "closed": 2, "open": 1, "overdue": 1, "meetings": 1, "days": [10, 60]}
    assert of_delegate == {
        "1": Figures(**told, last=date(2019, 11, 25)),
        "2": Figures(decisions=1, last=date(2019, 11, 25)),
    }
    assert of_secretary == {
        "1": Figures(**told, last=date(2026, 2, 11)),
        "2": Figures(decisions=1, actions=1, closed=1, days=[28], last=date(2026, 2, 11)),
        "3": Figures(recommendations=2, actions=1, open=1, meetings=1, last=date(2026, 2, 11)),
    }
    of_2019 = {2019: {"decisions": 1, "opened": 4, "closed": 1}, 2020: {"decisions": 0, "opened": 0, "closed": 1}}
    assert years == [of_2019 | {2026: {"decisions": 0, "opened": 2, "closed": 1}}, of_2019]
    assert figures(instrument, "KZ", "secretary") == {}
    assert queries.recent_by_clause(instrument.agreement, instrument.world.reader("KZ", "secretary")) == {}
    recent = queries.recent_by_clause(instrument.agreement, instrument.world.reader("BY", "delegate"))
    seen = queries.recent_by_clause(instrument.agreement, instrument.world.reader("BY", "secretary"))
    assert [item.code for item in seen["3"]] == ["R-1", "R-3", "A-2"]
    assert {number: [item.code for item in its] for number, its in recent.items()} == {
        "1": ["D-1", "A-1", "A-2", "A-3", "A-4"],
        "2": ["D-1"],
    }
