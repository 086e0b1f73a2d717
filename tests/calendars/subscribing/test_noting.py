"""Notes of polls on their way from those who serve to the worker."""

from datetime import UTC, datetime, timedelta

import pytest

from forumhub.calendars.subscribing.noting import PollNotes, Use, finished, read_uses

MADE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
AT = datetime(2026, 11, 27, 9, 2, 30, tzinfo=UTC)
LATER = AT + timedelta(minutes=10)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "polls"


def lines_in(folder) -> int:
    return sum(len(path.read_text().splitlines()) for path in folder.glob("*"))


def test_note_is_read_again_when_its_five_minutes_are_over(folder):
    PollNotes(folder).note("A", MADE, "curl/8", AT)

    assert finished(folder, AT + timedelta(minutes=2)) == []
    assert read_uses(finished(folder, LATER)) == [Use("A", AT, "curl")]


def test_window_that_ended_a_moment_ago_is_not_read_yet(folder):
    PollNotes(folder).note("A", MADE, "curl/8", AT)

    ended = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
    assert [len(finished(folder, ended + timedelta(seconds=each))) for each in (0, 29, 30)] == [0, 0, 1]


def test_link_is_noted_once_an_hour_in_each_process(folder):
    first, second = PollNotes(folder), PollNotes(folder)

    for minutes in range(0, 50):
        for process in (first, second):
            process.note("A", MADE, "curl/8", AT + timedelta(minutes=minutes))
    noted = lines_in(folder)
    first.note("A", MADE, "curl/8", AT + timedelta(hours=1))

    assert (noted, lines_in(folder)) == (2, 3)


def test_link_made_anew_is_noted_within_the_same_hour(folder):
    notes = PollNotes(folder)

    notes.note("A", MADE, "curl/8", AT)
    notes.note("A", AT, "curl/8", AT + timedelta(minutes=1))

    assert lines_in(folder) == 2


def test_latest_use_of_each_link_counts(folder):
    for minutes, agent in ((20, "Google-Calendar-Importer"), (0, "curl/8")):
        PollNotes(folder).note("A", MADE, agent, AT + timedelta(minutes=minutes))
    PollNotes(folder).note("B", MADE, "日历/1", AT)

    uses = read_uses(finished(folder, AT + timedelta(hours=1)))

    assert sorted(uses) == [Use("A", AT + timedelta(minutes=20), "Google"), Use("B", AT, "日历")]


def test_what_a_process_remembers_is_bounded(folder, monkeypatch):
    monkeypatch.setattr("forumhub.calendars.subscribing.noting._MOST_REMEMBERED", 10)
    notes = PollNotes(folder)

    for number in range(25):
        notes.note(str(number), MADE, "", AT)

    assert len(notes._noted) <= 10
    assert len(read_uses(finished(folder, LATER))) == 25


def test_note_that_cannot_be_kept_is_logged_and_nothing_else(tmp_path, caplog):
    (tmp_path / "polls").write_text("a file where the folder would be")

    PollNotes(tmp_path / "polls").note("A", MADE, "curl/8", AT)

    assert [record.message for record in caplog.records] == ["a use of link A was not noted"]


@pytest.mark.parametrize("line", ["", "[", '["A"]', '["A","never","x"]', "[1,2,3]", "{}", "\0", '["A",null,""]'])
def test_line_that_was_cut_off_is_passed_over(folder, line):
    PollNotes(folder).note("A", MADE, "curl/8", AT)
    (path,) = folder.glob("*")
    path.write_text(line + "\n" + path.read_text())

    assert read_uses([path]) == [Use("A", AT, "curl")]
