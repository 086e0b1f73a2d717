"""The page on which a party names its heads."""

import re

import pytest

from forumhub.database import db, writing
from forumhub.events.models import EventHead
from forumhub.parties.models import Grant, Person
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


def test_who_holds_no_role_is_offered_last_and_marked_and_named_without_a_promise(app, world):
    ulid, secretary = made(app, world), world.signed_in("CN", "secretary")
    path, left = f"/events/{ulid}/heads", world.ulid["CN", "delegate"]
    with app.app_context(), writing():
        db.session.query(Grant).filter_by(person_id=world.person["CN", "delegate"]).delete()
        minister = Person(name="A Minister", party_id=world.party["CN"])
        db.session.add(minister)
        db.session.flush()
        minister_ulid = minister.ulid

    offered = re.findall(r'<option (?:selected )?value="(\w{26})">([^<]*)', secretary.text(path))
    secretary.post(path, {"party": "CN", "person": minister_ulid, "leads": "y"})
    page = secretary.text(path)
    secretary.post(path, {"party": "CN", "person": world.ulid["CN", "organizer"], "leads": "y"})
    promised = "may act for the party at this event" in secretary.text(path)

    assert offered[-2:] == [
        (minister_ulid, "A Minister · holds no role today"),
        (left, "delegate cn · holds no role today"),
    ]
    assert not any("no role" in name for _, name in offered[:-2])
    assert "until one is granted" in page
    assert "may act for the party at this event" not in page
    assert "leads the delegation · holds no role today" in page
    assert promised


def test_whether_heads_of_another_party_hold_a_role_is_not_told(app, world):
    ulid = made(app, world)
    secretary, other = (world.signed_in(code, "secretary") for code in ("CN", "BY"))
    secretary.post(f"/events/{ulid}/heads", {"party": "CN", "person": world.ulid["CN", "delegate"], "leads": "y"})
    with app.app_context(), writing():
        db.session.query(Grant).filter_by(person_id=world.person["CN", "delegate"]).delete()

    pages = [browser.text(f"/events/{ulid}/heads") for browser in (secretary, other)]

    rows = [re.search(r'aria-labelledby="named".*?</section>', page, re.DOTALL)[0] for page in pages]
    assert ["holds no role today" in row for row in rows] == [True, False]
    assert all("delegate cn" in row for row in rows)
