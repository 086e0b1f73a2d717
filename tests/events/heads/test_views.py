"""The page on which a party names its heads."""

import re

import pytest

from forumhub.database import db
from forumhub.events.models import EventHead
from tests.events.pages import made

pytestmark = pytest.mark.usefixtures("today")


def test_a_secretary_names_the_own_partys_head(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")

    page = secretary.text(f"/events/{ulid}/heads")
    person = world.ulid["CN", "head_of_delegation"]
    answer = secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": person, "leads": "y"})

    assert (world.ulid["BY", "head_of_delegation"] in page, person in page) == (False, True)
    assert answer.status_code == 302
    assert "leads the delegation" in secretary.text(f"/events/{ulid}/heads")
    assert secretary.post(f"/events/{ulid}/heads/CN/{person}/remove").status_code == 302
    assert "Nobody is named yet" in secretary.text(f"/events/{ulid}/heads")


def test_naming_asks_for_the_password_anew(app, world):
    """It says who may bind the party, so a browser that was left open is not enough."""
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")
    person = world.ulid["CN", "delegate"]

    with secretary.http.session_transaction() as session:
        session["fs_paa"] = 0

    shown = secretary.get(f"/events/{ulid}/heads")
    answers = [
        secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": person, "may_approve": "y"}),
        secretary.post(f"/events/{ulid}/heads/CN/{person}/remove"),
    ]

    assert (shown.status_code, shown.location.startswith("/verify")) == (302, True)
    assert [(answer.status_code, 'type="password"' in answer.text) for answer in answers] == [(422, True)] * 2
    with app.app_context():
        assert db.session.query(EventHead).all() == []


def test_naming_for_nothing_is_refused_in_words(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")

    answer = secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": world.ulid["CN", "delegate"]})

    assert answer.status_code == 422
    assert "to lead, to approve, or both" in answer.get_data(as_text=True)


def test_the_partys_head_of_delegation_is_offered_first_and_then_deputies(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")
    head = world.ulid["CN", "head_of_delegation"]

    before = secretary.text(f"/events/{ulid}/heads")
    secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": head, "leads": "y", "may_approve": "y"})
    after = secretary.text(f"/events/{ulid}/heads")

    ticked = [re.findall(r'<input checked[^>]* name="(leads|may_approve)"', page) for page in (before, after)]
    assert f'<option selected value="{head}">' in before
    assert ticked == [["leads", "may_approve"], ["may_approve"]]
