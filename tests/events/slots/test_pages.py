"""The page: what it asks, what it answers and says, and where it leads."""

import html
import re
from urllib.parse import urlencode

import pytest

from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, confirm_event, postpone_event
from forumhub.events.models import Event
from forumhub.parties.models import Party
from tests.events.examples import make_event, stand
from tests.events.pages import made, queries_of
from tests.events.venues.examples import GREAT, SMALL, make_venue
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("today")
ASKED = (
    "/events/slots?party=CN&party=BY&host=BY&days=1&hours=8&first=2027-03-08&last=2027-03-19"
    "&opens=09:00&closes=18:00&timezone="
)


def asked(**changes: str) -> str:
    """The address with other values."""
    path = ASKED
    for name, value in changes.items():
        path = re.sub(rf"\b{name}=[^&]*", f"{name}={value}", path)
    return path


def words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_blank_form_is_for_the_parties_of_the_reader(world, organizer):
    page = organizer.text("/events/slots")

    assert re.findall(r'<input checked[^>]*name="party"[^>]*value="(\w+)"', page) == ["BY"]
    assert 'name="first" required type="date" value="2026-12-06"' in page


def test_dates_rank_with_their_reasons(app, world, organizer):
    made(app, world)

    page = organizer.text(ASKED)

    first, second = re.findall(r'<h3 class="what">(.*?)</h3>', page)[:2]
    assert (first, second) == ("Tue 9 Mar 2027, 09:00–17:00 Minsk", "Tue 16 Mar 2027, 09:00–17:00 Minsk")
    assert "Nothing against it" in page
    assert "China has another event then: Forum on trafficking in persons ." in words(page)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("zh", "法定节假日，白俄罗斯： Women's Day ，2027年3月8日 周一。"),
        ("ru", "Государственный праздник, Беларусь: День женщин, пн 8 мар. 2027."),
    ],
)
def test_reasons_read_in_the_readers_language(world, organizer, language, word):
    organizer.get(f"/language?to={language}")

    page = words(organizer.text(ASKED))

    assert word in page


def test_a_holidays_name_in_another_language_is_marked(world, organizer):
    organizer.get("/language?to=zh")
    chinese = organizer.text(ASKED)
    organizer.get("/language?to=ru")
    russian = organizer.text(ASKED)

    assert chinese.count('<span lang="en">Women&#39;s Day</span>') > 0
    assert russian.count("<span lang=") == 0


def test_the_day_before_leads_to_every_day_and_each_is_reached(app, world, organizer):
    page = organizer.text(ASKED)

    links = re.findall(r'href="#(d-[0-9-]+)"', page)

    assert len(links) == 12
    assert [link for link in links if f'id="{link}"' not in page] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"last": "2027-03-01"}, "The last day is before the first"),
        ({"last": "2028-12-31"}, "Look at no more than 400 days at once"),
        ({"first": "2025-01-01", "last": "2025-02-01"}, "That day has passed"),
        ({"first": "gestern"}, "Not a valid date value"),
        ({"hours": "0"}, "Give hours from 0.25 to 16"),
        ({"hours": "NaN"}, "Give hours from 0.25 to 16"),
        ({"days": "99"}, "Number must be between 1 and 62"),
        ({"host": "KZ"}, "The host is not among the parties"),
        ({"closes": "08:00"}, "Working hours end after they begin"),
        ({"timezone": "Mars/Olympus"}, "'Mars/Olympus' is no time zone"),
        ({"timezone": "Europe/Minsk&person=01HZZZZZZZZZZZZZZZZZZZZZZZ"}, "somebody whom you cannot choose"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_what_was_typed_stays(world, organizer, changes, message):
    answer = organizer.get(asked(**changes))

    page = html.unescape(answer.get_data(as_text=True))
    assert (answer.status_code, message in page) == (422, True)
    assert "Nothing was looked for yet" in page
    assert 'value="09:00"' in page


def test_half_hours_may_be_typed_with_a_comma(world, organizer):
    page = organizer.text(asked(hours="1,5"))

    assert "Tue 9 Mar 2027, 09:00–10:30 Minsk" in page


def test_an_online_meeting_shows_every_clock(world, organizer):
    page = words(organizer.text(asked(host="", hours="2")))

    assert "Tue 9 Mar 2027, 09:00–11:00 Minsk" in page
    assert "14:00–16:00 Beijing" in page
    assert "Within working hours on every clock." in page


def test_a_party_that_is_no_country_is_told_plainly(app, world, organizer):
    with app.app_context(), writing():
        party = db.session.get(Party, world.party["KZ"])
        party.code, party.names = "SCO", {"en": "Shanghai Cooperation Organisation", "zh": "上合组织", "ru": "ШОС"}

    page = words(organizer.text(ASKED + "&party=SCO"))

    assert "No public holidays are known for Shanghai Cooperation Organisation (SCO)" in page
    assert "Saturday and Sunday are taken as its weekend" in page


def test_a_date_leads_to_a_new_event_filled_in(world, organizer):
    page = html.unescape(organizer.text(ASKED))
    link = re.search(r'href="(/events/new\?[^"]+)"', page)[1]

    form = organizer.text(link)

    assert 'name="local_start" required type="datetime-local" value="2027-03-09T09:00"' in form
    assert 'name="local_end" type="datetime-local" value="2027-03-09T17:00"' in form
    assert '<option selected value="BY">' in form
    assert len(re.findall(r"<input checked[^>]*name=\"parties\"", form)) == 2


def test_a_new_event_ignores_what_is_no_date_and_no_party(world, organizer):
    form = organizer.text("/events/new?start=soon&host=XX&party=XX&party=CN")

    assert 'name="local_start" required type="datetime-local" value=""' in form
    assert len(re.findall(r"<input checked[^>]*name=\"parties\"", form)) == 1


def test_an_event_is_not_in_its_own_way_and_can_be_moved(app, world, organizer):
    ulid = made(app, world)
    with app.app_context():
        event = db.session.scalars(db.select(Event)).unique().one()
        stand(event, world.person["CN", "delegate"], "confirmed")

    form = organizer.text(f"/events/slots?event={ulid}")
    page = html.unescape(organizer.text(f"{ASKED}&event={ulid}&person={world.ulid['CN', 'delegate']}"))
    link = re.search(r'href="(/events/[0-9A-Z]+/postpone\?[^"]+)"', page)[1]

    assert 'value="8.5"' in form
    assert "delegate cn (China)" in form
    assert "now planned for Thu 11 Mar 2027, 09:00–17:30 Minsk" in words(form)
    assert "another event" not in words(page).replace("have another event then", "")
    assert 'value="2027-03-09T09:00"' in organizer.text(link)


def test_a_postponed_event_gets_its_new_date(app, world, organizer):
    ulid = made(app, world)
    with app.app_context(), writing():
        event = db.session.scalars(db.select(Event)).unique().one()
        postpone_event(event, reason="Зал занят", by=world.reader("BY", "organizer"), now=NOW)

    page = html.unescape(organizer.text(f"{ASKED}&event={ulid}"))
    form = organizer.text(re.search(r'href="(/events/[0-9A-Z]+/date\?[^"]+)"', page)[1])

    assert 'value="2027-03-09T09:00"' in form


def test_an_event_that_was_cancelled_finds_no_other_date(app, world, organizer):
    ulid = made(app, world)
    with app.app_context(), writing():
        event = db.session.scalars(db.select(Event)).unique().one()
        cancel_event(event, reason="Зал занят", by=world.reader("BY", "organizer"), now=NOW)

    answer = organizer.get(f"/events/slots?event={ulid}")

    assert (answer.status_code, "The event is cancelled" in answer.get_data(as_text=True)) == (422, True)


def test_an_event_that_others_organize_is_not_there(app, world):
    ulid = made(app, world)

    assert world.signed_in("KZ", "organizer").get(f"/events/slots?event={ulid}").status_code == 404


def test_what_a_reader_may_not_see_is_neither_named_nor_inferable(app, world):
    stranger = world.signed_in("KZ", "organizer")
    before = stranger.text(ASKED)
    made(app, world)

    after = stranger.text(ASKED)

    assert after == before


def test_the_page_asks_a_constant_number_of_queries(app, world, organizer):
    with app.app_context():
        make_event(world)
    few = queries_of(app, organizer, ASKED)
    with app.app_context():
        for number in range(20):
            make_event(world, "S" + chr(65 + number))

    many = queries_of(app, organizer, asked(last="2027-12-31"))

    assert many == few


@pytest.mark.parametrize(
    "path",
    [
        "/events",
        "/events/new",
        "/events/{ulid}/edit",
        "/events/{ulid}/postpone",
        "/polls/new",
        "/polls/new?event={ulid}",
    ],
)
def test_the_finder_is_reached_from_where_dates_are_set(app, world, organizer, path):
    ulid = made(app, world)

    page = organizer.text(path.format(ulid=ulid))

    assert "/events/slots" in page


def test_a_taken_venue_rules_days_out_and_goes_along_to_the_new_event(app, world, organizer):
    with app.app_context():
        venue = make_venue(world)
        make_event(world, site=venue)
        ulid = venue.ulid

    page = html.unescape(organizer.text(f"{ASKED}&site={ulid}"))
    link = re.search(r'href="(/events/new\?[^"]+)"', page)[1]

    assert "The venue is taken then: Forum on trafficking in persons ." in words(page)
    assert "11 of 11" in page
    assert "Whether the venue is free is checked again" in page
    assert f'<option selected value="{ulid}">' in organizer.text(link)


def test_one_hall_that_is_taken_leaves_the_other_free(app, world, organizer):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT, SMALL))
        make_event(world, site=venue, hall=venue.halls[0])
        great, small = (f"{venue.ulid}/{hall.ulid}" for hall in venue.halls)

    taken, free = organizer.text(f"{ASKED}&site={great}"), organizer.text(f"{ASKED}&site={small}")

    assert ("The venue is taken then" in taken, "The venue is taken then" in free) == (True, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"host": ""}, "An online meeting has no venue"),
        ({"timezone": "Asia/Shanghai"}, "The venue keeps the clock of Europe/Minsk"),
    ],
)
def test_a_venue_has_its_own_clock_and_a_host(app, world, organizer, changes, message):
    with app.app_context():
        ulid = make_venue(world).ulid

    answer = organizer.get(asked(**changes) + f"&site={ulid}")

    assert (answer.status_code, message in answer.get_data(as_text=True)) == (422, True)


def test_a_day_on_which_everything_is_impossible_says_so(app, world, organizer):
    with app.app_context():
        venue = make_venue(world)
        make_event(world, site=venue)

    page = organizer.text(asked(first="2027-03-11", last="2027-03-11") + f"&site={site_of(app)}")

    assert "No date is possible" in page
    assert "The venue is taken then" in page


def site_of(app) -> str:
    with app.app_context():
        return db.session.scalars(db.select(Event)).unique().one().site.ulid


def test_dates_read_on_the_readers_clock_too(app, world):
    page = words(world.signed_in("CN", "organizer").text(ASKED))

    assert "Tue 9 Mar 2027, 09:00–17:00 Minsk (14:00 Beijing)" in page


def test_chosen_dates_lead_to_a_poll_of_the_parties(world, organizer):
    page = organizer.text(ASKED)
    slots = re.findall(r'name="slot" id="slot-\d+" value="([^"]+)" checked', page)
    fields = [("slot", slot) for slot in slots] + [("timezone", "Europe/Minsk"), ("party", "CN"), ("party", "BY")]

    poll = organizer.text("/polls/new?" + urlencode(fields))

    assert slots[0] == "2027-03-09T09:00/2027-03-09T17:00"
    assert re.findall(r'action="(/polls/new)"', page) == ["/polls/new"]
    assert re.findall(r'<input type="hidden" name="(timezone|party)" value="([^"]+)">', page) == [
        ("timezone", "Europe/Minsk"),
        ("party", "BY"),
        ("party", "CN"),
    ]
    assert [f'value="{each.partition("/")[0]}"' in poll for each in slots] == [True, True, True]


@pytest.mark.parametrize(("confirmed", "asked_for"), [(False, 1), (True, 0)])
def test_only_an_event_whose_date_is_open_is_put_to_a_poll(app, world, organizer, confirmed, asked_for):
    ulid = made(app, world)
    if confirmed:
        with app.app_context(), writing():
            event = db.session.scalars(db.select(Event)).unique().one()
            confirm_event(event, by=world.reader("BY", "organizer"), now=NOW)

    page = organizer.text(f"{ASKED}&event={ulid}")

    assert page.count(f'<input type="hidden" name="event" value="{ulid}">') == asked_for
    assert page.count('action="/polls/new"') == asked_for


def test_a_title_is_text_whatever_it_holds(app, world, organizer):
    made(app, world, titles={"en": "<img src=x> %(who)s & “会议”"})

    page = organizer.text(ASKED)

    assert "&lt;img src=x&gt; %(who)s &amp; “会议”</a>" in page
    assert "<img src=x>" not in page


def test_every_possible_day_can_be_planned(world, organizer):
    page = html.unescape(organizer.text(ASKED))

    links = re.findall(r'href="/events/new\?[^"]*start=(2027-03-\d\d)', page)

    assert sorted(set(links)) == [f"2027-03-{day:02}" for day in range(8, 20)]
