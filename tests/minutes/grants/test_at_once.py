"""At the same moment: a party unnames its approver, and the approver approves; and two approve. The chains hold."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from forumhub import ledger
from forumhub.database import db
from forumhub.errors import NotAllowed
from forumhub.followup.models import Item
from tests.followup import examples
from tests.minutes.arranging import make_event, under_agreement
from tests.minutes.chain.test_verify import export, outcome
from tests.minutes.grants.arranging import Granting
from tests.minutes.silence.arranging import AHEAD
from tests.minutes.silence.test_silence import kinds

ARISING = "## 1. Matters arising\n\n"


def at_once(app, *acts) -> list[str]:
    """What became of each; all begin together."""
    barrier = Barrier(len(acts))

    def run(act) -> str:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                act()
            except NotAllowed:
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts, timeout=20))


@pytest.mark.parametrize("ending", ["unname", "end_role"])
def test_nobody_acts_under_a_grant_that_was_ended(app, world, tmp_path, ending):
    with app.app_context():
        meeting = Granting(world, under_agreement(world, ends_at=AHEAD))
        meeting.name("BY")
        ulid = meeting.circulated()
    done = at_once(app, lambda: meeting.approve(ulid, "BY"), lambda: getattr(meeting, ending)("BY"))

    with app.app_context():
        chain, head = kinds(meeting), ledger.head(meeting.row().register_id)
        code, said = outcome(export(meeting, app.config["INSTANCE"] / "files"), tmp_path, head)
    approved = done[0] == "done"
    assert done[1] == "done"
    assert chain[2:] == (["approval", "grant_end"] if approved else ["grant_end"])
    assert code == 0, said


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)  # SQLite lets one write at a time
def test_minutes_that_report_on_each_others_registers_are_approved_at_once(app, world):
    with app.app_context():
        meetings, ulids = [Granting(world, make_event(world, code)) for code in ("AAA", "BBB")], []
        for meeting in meetings:
            examples.issue(meeting.row(), ACTION=1)
            examples.agreed(world, meeting.row(), en=f"{ARISING}- **ACTION A-1** (BY; due 2027-03-01): 测试.")
        db.session.commit()
        for meeting, other in zip(meetings, ("BBB", "AAA"), strict=True):
            meeting.name("BY")
            ulids.append(meeting.create())
            meeting.save(ulids[-1], en=f"{ARISING}- **STATUS {other}/A-1** (closed): Готово.\n")
            meeting.circulate(ulids[-1])
            meeting.approve(ulids[-1], "CN")

    acts = [partial(meeting.approve, ulid, "BY") for meeting, ulid in zip(meetings, ulids, strict=True)]
    done = at_once(app, *acts)

    with app.app_context():
        states = {item.reference: item.state for item in db.session.query(Item)}
    assert (done, states) == (["done", "done"], {"AAA/A-1": "closed", "BBB/A-1": "closed"})
