"""Forty people apply at the same moment for ten places, to a running server of several processes."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from forumhub.database import db
from forumhub.events.models import Event, EventParticipant
from forumhub.mail.models import OutboxMail
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.registration.race import apply_at_once, make_accounts, serving, sessions_of


@pytest.fixture
def path(app, world) -> str:
    """Where one applies for the event."""
    with app.app_context():
        return f"/events/{make_event(world, access='public', capacity=10).ulid}/apply"


def test_forty_at_once_get_ten_places_and_thirty_wait_in_order(app, world, path):
    sessions = sessions_of(app, make_accounts(world, 40))

    with serving(app) as port:
        answers = apply_at_once(port, path, sessions)

    assert Counter(answer.status for answer in answers) == {302: 40}
    with app.app_context():
        order = list(db.session.scalars(select(Registration.state).order_by(Registration.queued_at, Registration.id)))
        times = list(db.session.scalars(select(Registration.queued_at).order_by(Registration.id)))
        assert order == ["applied"] * 10 + ["waiting"] * 30
        assert times == sorted(set(times))
        assert db.session.scalar(select(Event.places_taken)) == 10
        assert standings() == {"applied": 10, "waiting": 30}
        assert mails() == {"registration_applied": 10, "registration_waiting": 30}


def standings() -> dict[str, int]:
    return dict(counted(EventParticipant.standing))


def mails() -> dict[str, int]:
    return dict(counted(OutboxMail.template))


def counted(column) -> list[tuple[str, int]]:
    return [tuple(row) for row in db.session.execute(select(column, func.count()).group_by(column))]
