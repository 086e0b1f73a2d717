"""The desk, an agreement with its follow-up and an event with its stages, on the demonstration's data."""

import re

import pytest
from sqlalchemy import select

from forumhub import audit, clock, installation
from forumhub.database import db
from forumhub.demo.accounts import PASSWORD, email
from forumhub.demo.installing import install_into_database
from forumhub.desk.wording import SENTENCES
from forumhub.events.entering import CHANGES
from forumhub.events.models import Event
from forumhub.followup.models import Item
from forumhub.followup.rules import ACTS
from forumhub.parties import policy
from tests.client import Client
from tests.conftest import empty
from tests.counting import counted
from tests.desk.examples import CODE

pytestmark = pytest.mark.xdist_group("desk")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request, apps):
    """The app with the demonstration installed, once for all tests here: they read."""
    app = apps(request.param)
    with app.app_context():
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
        install_into_database(clock.now(), app.config["INSTANCE"])
    yield app
    with app.app_context():
        empty(app)


def signed_in(demo, role: str, code: str) -> Client:
    return Client(demo).sign_in(email(role, code), PASSWORD)


def text_of(page: str) -> str:
    """The page without tags, its blanks folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_desk_of_a_head_shows_the_minutes_that_wait_for_approval(demo):
    desk = text_of(signed_in(demo, policy.HEAD, "BY").text("/"))

    assert "Training seminar, version 1" in desk
    assert "Waiting for approval" in desk


def test_the_desk_of_a_head_who_approved_does_not_show_them_again(demo):
    desk = text_of(signed_in(demo, policy.HEAD, "CN").text("/"))

    assert "Training seminar, version 1" not in desk


def test_the_desk_shows_the_overdue_action_of_the_own_side_only(demo):
    words = "Test the channel and report how long an answer takes."

    desks = {code: text_of(signed_in(demo, policy.SECRETARY, code).text("/")) for code in ("CN", "BY")}

    assert {code: words in desk for code, desk in desks.items()} == {"CN": True, "BY": False}


def test_the_desk_of_an_organizer_counts_the_applications_that_wait(demo):
    desk = text_of(signed_in(demo, policy.ORGANIZER, "CN").text("/"))

    assert "2 applications" in desk


def test_the_desk_of_an_observer_asks_nothing_of_them(demo):
    desk = text_of(signed_in(demo, policy.OBSERVER, "CN").text("/"))

    assert "Nothing waits for you." in desk


def test_the_desk_of_the_operator_holds_no_content(demo):
    desk = text_of(Client(demo).sign_in("operator@demo.example", PASSWORD).text("/"))

    assert "CN-BY-2016" not in desk
    assert "Nothing waits for you." in desk


def test_the_agreement_shows_what_was_done_under_each_clause(demo):
    page = signed_in(demo, policy.SECRETARY, "BY").text(f"/agreements/{CODE}")

    bars = re.findall(r'<svg role="img" aria-label="([^"]*)" width="100%" height="10">', page)
    assert len(bars) == 4
    assert "HLM/D-1" in text_of(page)
    assert "A summary in our own words, for illustration" in text_of(page)


@pytest.mark.parametrize(("language", "title"), [("zh", "执法合作共识"), ("ru", "Договорённости о правоохранительном")])
def test_the_agreement_bears_its_title_in_the_readers_language(demo, language, title):
    client = signed_in(demo, policy.SECRETARY, "BY")
    client.get(f"/language?to={language}")

    assert title in text_of(client.text(f"/agreements/{CODE}"))


def test_an_event_shows_its_stages_and_what_was_decided(demo):
    with demo.app_context():
        founding = db.session.scalars(select(Event).order_by(Event.starts_at).limit(1)).unique().one().ulid

    page = text_of(signed_in(demo, policy.DELEGATE, "CN").text(f"/events/{founding}"))

    assert "no. 1 of the series" in page
    assert "Minutes agreed" in page
    assert "High-level meetings are held every year in the last week of November" in page


def test_a_page_asks_no_more_when_there_is_more(demo):
    paths = ["/", f"/agreements/{CODE}", "/agreements"]
    client = signed_in(demo, policy.SECRETARY, "BY")
    before = [questions(client, path) for path in paths]

    with demo.app_context():
        copy_items(3)

    assert [questions(client, path) for path in paths] == before


def questions(client: Client, path: str) -> int:
    client.text(path)
    with counted() as asked:
        client.text(path)
    return len(asked)


def copy_items(times: int) -> None:
    """More items under the same clauses, and more audit entries, as years would bring them."""
    columns = [column.name for column in Item.__table__.columns if column.name not in ("id", "code", "number")]
    for item in list(db.session.scalars(select(Item))):
        for count in range(times):
            values = {name: getattr(item, name) for name in columns}
            number = 1000 * (count + 1) + item.number
            copy = Item(**values, number=number, code=f"{item.code[0]}-{number}")
            copy.owners = [type(each)(**_plain(each)) for each in item.owners]
            copy.clauses = [type(each)(**_plain(each)) for each in item.clauses]
            db.session.add(copy)
    db.session.commit()


def _plain(row) -> dict:
    return {
        column.name: getattr(row, column.name)
        for column in row.__table__.columns
        if column.name not in ("id", "item_id")
    }


def test_every_act_of_events_and_of_followup_has_words():
    acts = {f"followup.{act}" for act in ACTS} | {f"events.{act}" for act in CHANGES}

    assert acts - set(SENTENCES) == set()


def test_every_act_that_the_demo_records_has_words(demo):
    with demo.app_context():
        acts = set(db.session.scalars(select(audit.AuditEntry.act)))

    assert acts - set(SENTENCES) == set()
