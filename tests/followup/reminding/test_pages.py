from forumhub.database import db
from forumhub.followup.reminding.models import ReminderOff, ReminderWish
from forumhub.followup.reminding.rules import Wish
from tests.client import Client
from tests.followup import examples

URL = "/account/reminders"
CHOSEN = {"days_before": ["30", "7"], "digest_weekday": "none", "off": ["HLM"]}


def test_reminders_are_chosen_by_each_person_alone(world):
    examples.arranged(world)
    browser = world.signed_in("BY", "secretary")

    answer = browser.post(URL, CHOSEN)

    assert answer.status_code == 302
    shown = browser.text(URL)
    assert shown.count(" checked") == 3
    assert '<option selected value="none">' in shown
    with world.app.app_context():
        [row], [off] = db.session.query(ReminderWish).all(), db.session.query(ReminderOff).all()
        assert row.wish == Wish((30, 7), overdue=False, digest_weekday=None)
        assert {row.person_id, off.person_id} == {world.person["BY", "secretary"]}


def test_what_is_not_offered_is_refused_and_a_register_out_of_sight_is_not_named(world):
    examples.arranged(world)
    outsider = world.signed_in("KZ", "secretary")

    refused = [outsider.post(URL, {**CHOSEN, **changes}) for changes in ({}, {"off": [], "days_before": ["5"]})]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert "HLM" not in outsider.text(URL)
    assert outsider.post(URL, {**CHOSEN, "off": []}).status_code == 302


def test_stopping_on_the_page_is_shown_and_ends_there(world):
    browser = world.signed_in("CN", "delegate")

    stopped = browser.post(f"{URL}/stop")
    assert "Stopped" in browser.text(URL)
    browser.post(f"{URL}/resume")

    assert stopped.status_code == 302
    assert "Stop all reminders" in browser.text(URL)


def test_an_address_that_no_mail_holds_does_not_exist(world):
    browser = world.signed_in("CN", "delegate")

    answers = [browser.get("/unsubscribe/x"), browser.post("/unsubscribe/x"), browser.post("/unsubscribe/x/resume")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Client(world.app).get("/unsubscribe/x").status_code == 302
