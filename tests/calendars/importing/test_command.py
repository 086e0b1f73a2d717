"""`forumhub import ics FILE`, as somebody types it."""

from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from forumhub.calendars.importing.commands import import_
from forumhub.cli import Group, main
from tests.calendars.importing.arranging import TITLE, all_events, calendar, vevent
from tests.calendars.importing.test_real_calendars import begun, files
from tests.events.examples import make_series
from tests.world import NOW

EVENTS = calendar(
    *vevent("RRULE:FREQ=YEARLY;COUNT=2"), *vevent(UID="2", SUMMARY=TITLE["zh"]), *vevent(UID="3", DTSTART=None)
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def run(app, world, tmp_path):
    """Runs it on this content, for Belarus, unless the words say otherwise; the app is the test's."""

    def typed(content: bytes, *words: str, email: str = "organizer.by@example.org", party: str = "BY") -> Result:
        file = tmp_path / "calendar.ics"
        file.write_bytes(content)
        group = Group("forumhub", {"import": import_})
        return CliRunner().invoke(
            group, ["import", "ics", str(file), "--as", email, "--party", party, *words], obj=lambda: app
        )

    return typed


def entered(app) -> list[tuple]:
    with app.app_context():
        return [(f"{event.local_start:%Y-%m-%d}", next(iter(event.titles.values()))) for event in all_events()]


def test_without_apply_nothing_is_changed(app, run):
    outcome = run(EVENTS)

    assert outcome.output.splitlines() == [
        "Meetings from 2025-11-22 until 2028-11-21: 3",
        f"line 4: 2027-03-11 09:00 Europe/Minsk: {TITLE['en']}: new",
        f"line 12: 2027-03-11 09:00 Europe/Minsk: {TITLE['zh']}: new",
        f"line 4: 2028-03-11 09:00 Europe/Minsk: {TITLE['en']}: new",
        "line 19: VEVENT: not taken: It has no DTSTART, so it has no time.",
        "Components: 4: 2 taken, 1 not taken, 1 that frame them",
        "Would be: 3 new",
        "Mails to those whom a change concerns: 0",
        "Nothing was changed. Give --apply to import.",
    ]
    assert (outcome.exit_code, entered(app)) == (3, [])


def test_with_apply_it_is_imported_and_the_second_time_nothing_is(app, run):
    whole = calendar(*vevent(), *vevent(UID="2", SUMMARY=TITLE["ru"]))

    first, second = run(whole, "--apply"), run(whole, "--apply")

    assert (first.exit_code, first.output.splitlines()[-1]) == (0, "Imported: 2 new")
    assert (second.exit_code, second.output.splitlines()[-1]) == (0, "Imported: nothing, since all of it is here.")
    assert entered(app) == [("2027-03-11", TITLE["en"]), ("2027-03-11", TITLE["ru"])]


def test_the_window_and_the_zone_are_chosen(app, run):
    floating = calendar(*vevent("DTSTART:20150311T090000", DTSTART=None, DTEND=None))

    outcome = run(floating, "--from", "2015-01-01", "--until", "2015-12-31", "--zone", "China Standard Time", "--apply")

    with app.app_context():
        assert [event.timezone for event in all_events()] == ["Asia/Shanghai"]
    assert outcome.exit_code == 0


def test_the_series_is_named_by_its_code(app, world, run):
    with app.app_context():
        make_series(world, "HLM")

    outcome = run(calendar(*vevent()), "--series", "HLM", "--with", "CN", "--kind", "forum", "--apply")

    with app.app_context():
        assert [(event.register.code, event.kind) for event in all_events()] == [("HLM", "forum")]
    assert outcome.exit_code == 0


@pytest.mark.parametrize(
    ("content", "words", "message"),
    [
        (b"nothing", {}, "This is no calendar: it has no line such as BEGIN:VCALENDAR."),
        (b"BEGIN:VEVENT\n" * 100_000, {}, "more than 20,000 components"),
        (b"x" * (10 * 1024 * 1024 + 1), {}, "The file is larger than 10 MB"),
        (EVENTS, {"email": "nobody@example.org"}, "There is no account with the address nobody@example.org."),
        (EVENTS, {"email": "secretary.by@example.org"}, "Only an organizer of the party imports for it."),
        (EVENTS, {"party": "CN"}, "Only an organizer of the party imports for it."),
        (EVENTS, {"party": "XX"}, "There is no party XX."),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(app, run, content, words, message):
    outcome = run(content, "--apply", **words)

    assert (outcome.exit_code, message in outcome.output, outcome.output.count("\n")) == (1, True, 1)
    assert entered(app) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--series", "NO"), "There is no series NO, or you may not see it."),
        (("--register-prefix", "1"), "Register codes begin with two to four Latin capitals"),
        (("--zone", "Mars"), "There is no time zone Mars"),
        (("--with", "XX"), "There is no party XX."),
    ],
)
def test_a_choice_that_cannot_be_is_said_in_a_sentence(run, words, message):
    outcome = run(EVENTS, *words)

    assert (outcome.exit_code, message in outcome.output) == (1, True)


def test_a_file_that_is_not_there_is_a_wrong_use(run):
    outcome = CliRunner().invoke(main, ["import", "ics", "/no/such/file", "--as", "a@b", "--party", "BY"])

    assert outcome.exit_code == 2


def test_every_real_file_ends_in_a_report_or_a_sentence(run, shared_data):
    wrong = []
    for path in files(shared_data):
        data = Path(path).read_bytes()
        outcome = run(data, "--from", "2024-01-01", "--until", "2026-12-31", "--zone", "Europe/Minsk")
        counted = f"Components: {begun(data)}: " in outcome.output
        if outcome.exit_code not in ((0, 3) if begun(data) else (1,)) or counted is not bool(begun(data)):
            wrong.append((path.name, outcome.exit_code, outcome.output[-200:], outcome.exception))

    assert wrong == []
