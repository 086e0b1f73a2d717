"""The demonstration is installed on any day of any year: its meetings, hosts and deadlines follow the day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from forumhub import ledger, verify
from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.demo.installing import install_into_database
from forumhub.demo.records import next_of
from forumhub.events.models import Register, Series
from forumhub.minutes.chain import exporting

ON_THE_DAY = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)  # the high-level meeting of 2026 is going on in Beijing
DAYS = [
    ON_THE_DAY,
    *(
        pytest.param(day, marks=pytest.mark.slow)
        for day in (
            datetime(2026, 11, 26, 23, 30, tzinfo=UTC),
            datetime(2026, 11, 28, 5, 0, tzinfo=UTC),
            datetime(2027, 5, 20, 7, 0, tzinfo=UTC),
            datetime(2027, 9, 15, 7, 0, tzinfo=UTC),
            datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
            datetime(2030, 11, 30, 0, 30, tzinfo=UTC),
        )
    ),
]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("now", DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_it_is_installed_on_any_day_and_the_next_meetings_have_the_same_hosts(database, tmp_path, now):
    with time_machine.travel(now, tick=False):
        install_into_database(now, tmp_path)

    series = db.session.scalars(select(Series)).unique()
    hosts = {each.register.code: next_of(each, now).host.code for each in series}
    assert hosts == {"HLM": "CN", "FORUM": "BY", "CASES": "CN", "TRAIN": "CN"}
    assert db.session.scalar(select(func.max(AuditEntry.at))) <= now
    said = {verified(code, tmp_path, now) for code in ("HLM", "FORUM", "TRAIN")}
    assert said == {"VERIFIED: whole, and anchored by 1 head."}


def verified(code: str, root: Path, now: datetime) -> str:
    """What `verify` says last of the register's export, with its head."""
    register, said = db.session.scalars(select(Register).where(Register.code == code)).one(), []
    with (root / f"{code}.zip").open("wb") as target:
        exporting.write(exporting.gather(register, root / "files"), target, root / "files", now=now)
    verify.verify(root / f"{code}.zip", [ledger.head(register.id)], said.append)
    return next((line for line in said if "WRONG" in line), said[-1])
