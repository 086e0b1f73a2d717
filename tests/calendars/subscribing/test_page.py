"""The page that hands out links."""

import re

import pytest
from sqlalchemy import select

from forumhub.calendars.models import Subscription
from forumhub.calendars.subscribing.rules import MOST_SUBSCRIPTIONS
from forumhub.database import db, writing
from tests.agreements.examples import in_force
from tests.calendars.arranging import make_link, poll, titles_in
from tests.events.examples import FORUM, make_event, make_series
from tests.world import World

LABELS = ["My phone", "我的手机", "Мой телефон 📱", "<script>alert(1)</script>"]


def make(client, world: World, **changes: str):
    data = {"shows": "all", "label": "My phone", **changes}
    return client.post("/subscribe", data)


def token_in(page: str) -> str:
    return re.search(r"/feeds/([\w-]{22})\.ics", page).group(1)


@pytest.mark.parametrize("label", LABELS)
def test_a_new_link_is_shown_in_each_way_and_works(app, world, label):
    with app.app_context():
        make_event(world)

    answer = make(world.signed_in("CN", "delegate"), world, label=label)

    page = answer.get_data(as_text=True)
    token = token_in(page)
    assert answer.status_code == 200
    for way in (
        f'href="webcal://localhost/feeds/{token}.ics"',
        f'value="http://localhost/feeds/{token}.ics"',
        f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flocalhost%2Ffeeds%2F{token}.ics",
        f"https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Ffeeds%2F{token}.ics",
    ):
        assert way in page
    feed = poll(app, token)
    assert titles_in(feed) == [FORUM["en"]]


def test_the_page_keeps_to_the_policy_of_no_inline_style(app, world):
    page = make(world.signed_in("CN", "delegate"), world).get_data(as_text=True)

    assert re.findall(r"<style|\sstyle=|<script(?! src=)|\son\w+=", page) == []
    assert page.count("<svg") == 1 + 4  # the QR code and the drawings


def test_a_link_is_shown_once_only(app, world):
    client = world.signed_in("CN", "delegate")
    token = token_in(make(client, world).get_data(as_text=True))

    page = client.text("/subscribe")

    assert (token in page, "My phone" in page) == (False, True)


def test_a_series_can_be_chosen(app, world):
    with app.app_context():
        series = make_series(world)
        make_event(world, series=series)
        make_event(world, code="OTHER", titles={"en": "other"})
        ulid = series.ulid

    page = make(world.signed_in("CN", "delegate"), world, shows="series", series=ulid).get_data(as_text=True)

    assert titles_in(poll(app, token_in(page))) == [FORUM["en"]]


@pytest.mark.parametrize(
    "chosen",
    [
        {"shows": ""},
        {"shows": "public"},
        {"shows": "series"},
        {"shows": "series", "series": "01JDM3Q8Z0A1B2C3D4E5F6G7H8"},
        {"shows": "party", "party": "KZ"},
        {"shows": "agreement", "agreement": "CN-KZ-2020"},
        {"shows": "label"},
        {"shows": "csrf_token"},
    ],
)
def test_only_what_is_offered_can_be_chosen(app, world, chosen):
    with app.app_context():
        make_series(world)

    answer = make(world.signed_in("CN", "delegate"), world, **chosen, label="我的手机")

    assert answer.status_code == 422
    assert 'value="我的手机"' in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(Subscription)).all() == []


@pytest.mark.parametrize("label", ["", "   ", "长" * 121])
def test_a_label_must_be_there_and_short(app, world, label):
    answer = make(world.signed_in("CN", "delegate"), world, label=label)

    assert answer.status_code == 422
    assert 'id="label-error"' in answer.get_data(as_text=True)


def test_there_are_at_most_fifty_links(app, world):
    for _number in range(MOST_SUBSCRIPTIONS):
        make_link(world, "CN", "delegate")

    answer = make(world.signed_in("CN", "delegate"), world)

    assert answer.status_code == 422
    assert "You have 50 links already" in answer.get_data(as_text=True)


def test_a_revoked_link_leaves_the_list_and_answers_no_more(app, world):
    client, token = world.signed_in("CN", "delegate"), make_link(world, "CN", "delegate")
    kept = make_link(world, "CN", "delegate")
    with app.app_context():
        ulid = db.session.scalars(select(Subscription.ulid).order_by(Subscription.id)).first()

    answer = client.post(f"/subscribe/{ulid}/revoke")

    assert answer.location == "/subscribe"
    assert [poll(app, each).status_code for each in (token, kept)] == [404, 200]
    assert client.text("/subscribe").count("/revoke") == 1


def test_somebody_elses_link_cannot_be_revoked(app, world):
    token = make_link(world, "CN", "delegate")
    with app.app_context():
        ulid = db.session.scalars(select(Subscription.ulid)).one()

    answer = world.signed_in("CN", "organizer").post(f"/subscribe/{ulid}/revoke")

    assert (answer.status_code, poll(app, token).status_code) == (404, 200)


def test_everybody_may_read_how_it_is_done(client):
    page = client.text("/subscribe")

    assert "http://localhost/public.ics" in page
    assert 'name="label"' not in page


def test_the_page_takes_the_same_number_of_queries_however_many_links(app, world, statements):
    client = world.signed_in("CN", "delegate")
    numbers = []
    for count in (1, 20):
        for _number in range(count):
            make_link(world, "CN", "delegate")
        with statements() as seen:
            client.text("/subscribe")
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]


def test_a_label_keeps_no_control_characters(app, world):
    make(world.signed_in("CN", "delegate"), world, label="我的\0手机\r\nX: y")

    with app.app_context():
        assert db.session.scalars(select(Subscription.label)).all() == ["我的 手机 X: y"]


def link_of(app) -> str:
    with app.app_context():
        return db.session.scalars(select(Subscription.ulid).order_by(Subscription.id)).first()


def test_link_is_made_anew_in_one_step(app, world):
    client, old = world.signed_in("CN", "delegate"), make_link(world, "CN", "delegate")

    page = client.post(f"/subscribe/{link_of(app)}/renew").get_data(as_text=True)

    assert "The old address does not answer any more" in page
    assert [poll(app, token).status_code for token in (old, token_in(page))] == [404, 200]
    assert client.text("/subscribe").count("/renew") == 1


def test_revoking_is_asked_for_with_what_will_happen(app, world):
    client, token = world.signed_in("CN", "delegate"), make_link(world, "CN", "delegate")

    page = client.text(f"/subscribe/{link_of(app)}/revoke")

    assert "<b>delegate CN 日历</b>: My meetings and those of my parties" in page
    assert poll(app, token).status_code == 200


def test_all_links_are_revoked_together_and_nobody_elses(app, world):
    mine = [make_link(world, "CN", "delegate") for _number in range(3)]
    other = make_link(world, "CN", "secretary")
    client = world.signed_in("CN", "delegate")

    asked = client.text("/subscribe/revoke")
    answer = client.post("/subscribe/revoke")

    assert asked.count("<b>delegate CN") == 3
    assert answer.location == "/subscribe"
    assert [poll(app, token).status_code for token in (*mine, other)] == [404, 404, 404, 200]
    assert client.get("/subscribe/revoke").location == "/subscribe"


def chosen_in(page: str) -> list[str]:
    return re.findall(r'<input[^>]* checked[^>]*value="(\w+)"', page)


def test_page_has_chosen_what_another_page_asked_for(app, world):
    with app.app_context():
        make_series(world, "AAA", access="public")
        ulid = make_series(world).ulid
    client = world.signed_in("CN", "delegate")

    page = client.text(f"/subscribe?collection=series/{ulid}")

    assert (chosen_in(page), f'<option selected value="{ulid}"' in page) == (["series"], True)
    assert chosen_in(client.text("/subscribe?collection=due")) == ["due"]
    for unknown in ("series/01JDM3Q8Z0A1B2C3D4E5F6G7H8", "party/KZ", "x", "%00", "series/%00"):
        assert chosen_in(client.text(f"/subscribe?collection={unknown}")) == ["person"]


def test_stranger_is_shown_the_address_of_a_public_series_and_of_no_other(app, world, client):
    with app.app_context():
        public, hidden = make_series(world, "AAA", access="public").ulid, make_series(world).ulid

    pages = [client.text(f"/subscribe?collection=series/{ulid}") for ulid in (public, hidden)]

    assert [f"/series/{ulid}.ics" in page for ulid, page in zip((public, hidden), pages, strict=True)] == [True, False]


def test_who_has_no_role_is_offered_no_calendar_of_parties(world):
    page = world.operator().text("/subscribe")

    assert re.findall(r'name="shows"[^>]*value="(\w+)"', page) == ["person"]


PAGES = ["/events/{event}", "/series/{series}", "/calendar", "/follow-up", "/agreements/{agreement}"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_lead_to_their_calendar(app, world, path):
    with app.app_context():
        with writing():
            agreement = in_force(world).code
        series = make_series(world)
        names = {"series": series.ulid, "event": make_event(world, series=series).ulid}
        names["agreement"] = agreement
    asked = {"/calendar": "all", "/follow-up": "due", PAGES[-1]: f"agreement/{agreement}"}
    asked_there = asked.get(path, f"series/{names['series']}")

    page = world.signed_in("CN", "delegate").text(path.format(**names))

    assert re.findall(r'href="/subscribe\?collection=([^"]+)"', page) == [asked_there]
