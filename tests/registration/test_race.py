"""People apply and withdraw at the same moment, at a running server of several processes: never one too many."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from forumhub.database import db
from forumhub.events.models import EventParticipant
from forumhub.mail.models import OutboxMail
from tests.events.examples import make_event
from tests.registration.quotas.examples import make_allotted
from tests.registration.race import (
    Step,
    apply_at_once,
    do_at_once,
    make_accounts,
    outcome,
    serving,
    sessions_of,
    withdrawals,
)

QUOTAS = {"CN": 20, "BY": 15, "KZ": 10}
CROWD = {"CN": 80, "BY": 60, "KZ": 40, None: 20}


@pytest.mark.parametrize("app", ["postgresql", pytest.param("sqlite", marks=pytest.mark.slow)], indirect=True)
def test_forty_at_once_get_ten_places_and_then_some_withdraw_while_others_apply(app, world):
    with app.app_context():
        path = f"/events/{make_event(world, access='public', capacity=10).ulid}/apply"
    emails = make_accounts(world, 48)
    sessions = dict(zip(emails, sessions_of(app, emails), strict=True))
    early, late = emails[:40], emails[40:]

    with serving(app) as port:
        answers = apply_at_once(port, path, [sessions[email] for email in early])
        first, told = outcome(world, 40, 10, {}), mails(app)
        mixed = withdrawals(app, sessions, 4) + [Step(sessions[email], path) for email in late]
        answers += do_at_once(port, mixed)

    assert Counter(answer.status for answer in answers) == {302: 52}
    assert first == (Counter(CN=10), 30, 0, 0, 0, 0)
    assert told == {"registration_applied": 10, "registration_waiting": 30}
    assert outcome(world, 48, 10, {}) == (Counter(CN=10), 34, 0, 0, 0, 0)
    assert standings(app) == {"applied": 10, "waiting": 34, "withdrawn": 4}
    assert mails(app)["registration_promoted"] == 4


@pytest.mark.slow
def test_two_hundred_at_once_for_fifty_places_of_several_delegations(app, world):
    with app.app_context():
        places = {code: (quota, None) for code, quota in QUOTAS.items()}
        path = f"/events/{make_allotted(world, places, access='public', capacity=50).ulid}/apply"
    people = {party: make_accounts(world, count, party) for party, count in CROWD.items()}
    emails = [email for several in people.values() for email in several]
    sessions = dict(zip(emails, sessions_of(app, emails), strict=True))
    late = [email for several in people.values() for email in several[::5]]
    early = [email for email in emails if email not in late]

    with serving(app) as port:
        answers = apply_at_once(port, path, [sessions[email] for email in early])
        first = outcome(world, 160, 50, QUOTAS)
        mixed = withdrawals(app, sessions, 25) + [Step(sessions[email], path) for email in late]
        answers += do_at_once(port, mixed)
    last = outcome(world, 200, 50, QUOTAS)

    assert Counter(answer.status for answer in answers) == {302: 225}
    for result, waiting in ((first, 110), (last, 125)):
        assert result == (result.held, waiting, 0, 0, 0, 0)
        assert result.held.total() == 50
    assert standings(app)["withdrawn"] == 25


def standings(app) -> dict[str, int]:
    return counted(app, EventParticipant.standing)


def mails(app) -> dict[str, int]:
    return counted(app, OutboxMail.template)


def counted(app, column) -> dict[str, int]:
    with app.app_context():
        rows = db.session.execute(select(column, func.count()).group_by(column))
        return dict(tuple(row) for row in rows)
