"""Makes the demo's data once, by the actions that people use, each at a time at which it could have been."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from forumhub import clock
from forumhub.database import writing
from forumhub.demo import (
    accounts,
    announcements,
    answers,
    applicants,
    corrections,
    delegates,
    delegations,
    door,
    instruments,
    links,
    meetings,
    papers,
    places,
    points,
    polls,
    programme,
    proposals,
    questions,
    records,
    registers,
    silences,
    standing,
    venues,
    years,
)

if TYPE_CHECKING:
    from flask import Flask

INSTALLED = "installed"
SIGNED = "HLM/2016/1"
NAMED = timedelta(days=30)
"""How long ago the heads were named of the meetings around today."""
FOUNDED = datetime(2016, 11, 25, 9, 0, tzinfo=UTC)


def remove(folder: Path) -> None:
    """Throws the demo's folder away; one that does not look like the demo's is left alone."""
    if (folder / "secret_key").exists():
        shutil.rmtree(folder)


def is_installed(folder: Path) -> bool:
    return (folder / INSTALLED).exists()


def install(app: "Flask", folder: Path) -> None:
    """All or nothing: one transaction, then the mark that says that it was made."""
    with app.app_context():
        install_into_database(clock.now(), app.config["INSTANCE"])
    (folder / INSTALLED).write_text(date.today().isoformat())  # noqa: DTZ011 - a note for a person


def install_into_database(now: datetime, instance: Path) -> None:
    """`instance` is the folder in which the files are kept."""
    password_hash = accounts.hashed()
    texts = instruments.read_texts()
    kept, page = papers.keep(instance / "files"), corrections.keep(instance / "files", SIGNED)
    announced = announcements.rendered()
    with writing():
        sides = {side.code: accounts.add_side(side, password_hash, FOUNDED) for side in accounts.SIDES}
        accounts.add_operator(password_hash, FOUNDED)
        cast = accounts.Cast(sides)
        agreement = instruments.put_in_force(cast, texts, FOUNDED)
        houses = venues.enter_all(cast, FOUNDED)
        series = meetings.plan_all(cast, agreement, now)
        years.write_seminars(cast, series["TRAIN"], now)
        founding = records.write_founding(cast, series, now)
        corrections.sign_founding(cast, founding, SIGNED, page, FOUNDED + timedelta(days=6))
        records.finish_founding(cast)
        records.write_all(cast, series, now)
        meetings.name_approvers_around(cast, now - NAMED)
        records.report_all(cast, now)
        registers.keep_all(cast, now)
        venues.book(houses, records.next_of(series["FORUM"], now), cast, now)
        delegates.register_all(cast, records.next_of(series["HLM"], now), now)
        announcements.send_all(cast, records.next_of(series["HLM"], now), announced, now)
        questions.ask_all(cast, records.next_of(series["HLM"], now), now)
        applicants.open_to_everyone(cast, records.next_of(series["FORUM"], now), now)
        door.hold_today(cast, agreement, now)
        ahead = [records.next_of(series[code], now) for code in ("HLM", "TRAIN", "FORUM")]
        delegations.send_all(cast, ahead, now)
        standing.keep_all(cast, series, now)
        points.put_all(cast, records.next_of(series["HLM"], now), now)
        proposals.put_all(cast, records.next_of(series["HLM"], now), now)
        silences.wait_in_silence(cast, records.next_of(series["FORUM"], now), now)
        polls.propose(cast, agreement, now)
        papers.submit_all(cast, records.next_of(series["HLM"], now), kept, now)
        programme.publish_next(cast, records.next_of(series["FORUM"], now), now)
        places.fill_forum(cast, records.next_of(series["FORUM"], now), now)
        answers.receive_all(records.next_of(series["HLM"], now), now)
        links.hand_out(cast, now)
