"""`forumhub import ics`: a calendar from a file, at the command line."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forumhub import clock
from forumhub.calendars.importing import actions
from forumhub.calendars.importing.choices import Choices, settle
from forumhub.calendars.importing.lines import check_size
from forumhub.calendars.importing.meetings import Remark
from forumhub.calendars.importing.planning import plan_import
from forumhub.calendars.importing.reporting import WORDS, Report, report_on
from forumhub.calendars.importing.usual import usual_window
from forumhub.database import writing
from forumhub.errors import N_, RuleBroken
from forumhub.events.queries import all_series
from forumhub.events.rules import KINDS
from forumhub.parties.policy import Reader
from forumhub.parties.queries import find_account, reader_of

if TYPE_CHECKING:
    from flask import Flask

NOT_ALL = 3
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("import")
def import_() -> None:
    """What other programs wrote."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="The address of the account that imports; it organizes for --party.")
@click.option("--party", required=True, help="The party that imports, by its code, such as BY.")
@click.option("--with", "others", multiple=True, help="Another party that meets; may be given several times.")
@click.option("--kind", default="working_group", show_default=True, type=click.Choice(KINDS))
@click.option("--series", default="", help="Code of the series that the meetings belong to, such as HLM.")
@click.option("--register-prefix", "prefix", default="IMP", show_default=True, help="How new register codes begin.")
@click.option("--zone", default="", help="Of times that name none, such as Europe/Minsk; without it they stay out.")
@click.option("--from", "since", type=DAY, help="First day that is taken. [default: a year ago]")
@click.option("--until", type=DAY, help="Last day that is taken. [default: in two years]")
@click.option("--apply", "acting", is_flag=True, help="Import; without it nothing is changed.")
@click.pass_obj
def ics(
    create_app: "Callable[[], Flask]",
    file: Path,
    email: str,
    party: str,
    others: tuple[str, ...],
    kind: str,
    series: str,
    prefix: str,
    zone: str,
    since: datetime | None,
    until: datetime | None,
    acting: bool,
) -> None:
    """Reads the calendar FILE and says what an import would do; with --apply it does it.

    Ends with 0 where every event was taken or is here already, with 3 where some were not, with 1 where the file or
    the choices are refused.
    """
    check_size(file.stat().st_size)
    app = create_app()
    with app.app_context():
        now = clock.now()
        first, last = usual_window(now.date())
        window = (since.date() if since else first, until.date() if until else last)
        reader = _reader(email, now, app.config["QUARANTINE_HOURS"])
        choices = Choices(party, others, kind, _series(series, reader), prefix, zone, *window)
        languages = tuple(app.config["LANGUAGES"])
        complete = _import(file, choices, languages, acting, reader, now)
    if not complete:
        raise click.exceptions.Exit(NOT_ALL)


def _reader(email: str, now: datetime, quarantine_hours: int) -> Reader:
    account = find_account(email)
    if account is None:
        raise RuleBroken(N_("There is no account with the address %(email)s."), email=email)
    return reader_of(account, now, quarantine_hours)


def _series(code: str, reader: Reader) -> str:
    """Its ULID; empty where none is named."""
    if not code:
        return ""
    found = next((each.ulid for each in all_series(reader) if each.register.code == code), None)
    if found is None:
        raise RuleBroken(N_("There is no series %(code)s, or you may not see it."), code=code[:40])
    return found


def _import(
    file: Path, choices: Choices, languages: tuple[str, ...], acting: bool, reader: Reader, now: datetime
) -> bool:
    """Whether every event of the file is taken, or here already."""
    settled = settle(choices, reader)
    report = report_on(plan_import(file.read_bytes(), settled.reading(languages)), settled, reader, now)
    for line in lines_of(report, choices):
        click.echo(line)
    refused: actions.Refused = []
    if acting:
        counts, refused = _act(file, report, choices, reader, now)
        click.echo("Imported: " + (_tally(counts) or "nothing, since all of it is here."))
        for meeting, reason in refused:
            click.echo(f"line {meeting.number}: {reason}")
    elif report.to_do:
        click.echo("Nothing was changed. Give --apply to import.")
    return not refused and not any(remark.kind == "VEVENT" for remark in report.plan.refused)


def _act(
    file: Path, report: Report, choices: Choices, reader: Reader, now: datetime
) -> tuple[Counter[str], actions.Refused]:
    """In batches: what was broken off goes on where it stopped when it is begun again."""
    done, refused, to_do = Counter[str](), actions.Refused(), report.to_do
    for first in range(0, len(to_do), actions.BATCH):
        batch = to_do[first : first + actions.BATCH]
        html = actions.rendered(batch)
        with writing():
            counts, broken = actions.take(
                batch, html, settle(choices, reader), reason=actions.CALLED_OFF_REASON, by=reader, now=now
            )
        done, refused = done + counts, [*refused, *broken]
    if done:
        with writing():
            actions.record_import(file.name, done, settle(choices, reader), by=reader, now=now)
    return done, refused


def lines_of(report: Report, choices: Choices) -> Iterator[str]:
    """The report as plain text, a line for each meeting and remark."""
    plan = report.plan
    yield f"Meetings from {choices.since} until {choices.until}: {len(plan.meetings)}"
    for each in report.judged:
        meeting = each.meeting
        title = next(iter(meeting.titles.values()))
        time = f"{meeting.local_start:%Y-%m-%d %H:%M} {meeting.timezone}"
        yield f"line {meeting.number}: {time}: {title}: {WORDS[each.verdict]}"
    for row in report.gone:
        title = next(iter(row.event.titles.values()))
        yield f"{row.event.local_start:%Y-%m-%d %H:%M} {row.event.timezone}: {title}: not in the file any more"
    yield from (f"line {each.number}: {_kind(each)}not taken: {each.reason}" for each in plan.refused)
    yield from (f"line {each.number}: {_kind(each)}note: {each.reason}" for each in plan.notes)
    yield (
        f"Components: {plan.components}: {len(plan.taken)} taken, {len(plan.refused)} not taken, "
        f"{len(plan.frames)} that frame them"
    )
    yield "Would be: " + (_tally(report.counts) or "nothing.")
    yield f"Mails to those whom a change concerns: {report.mails}"


def _kind(remark: Remark) -> str:
    return f"{remark.kind}: " if remark.kind else ""


def _tally(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {WORDS[word]}" for word, count in counts.items() if count)
