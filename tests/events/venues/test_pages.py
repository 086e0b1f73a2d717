"""Pages of venues, and choosing one for an event."""

import re

import pytest

from forumhub.agreements.actions import draft_agreement
from forumhub.calendars.models import CalendarObject
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.events.venues.models import Hall, Venue
from forumhub.parties.models import Party
from tests.calendars.wire import component
from tests.counting import counted
from tests.events.examples import make_event
from tests.events.pages import saved
from tests.events.venues.examples import GREAT, PALACE, SMALL, make_partners, make_venue
from tests.world import NOW

FORM = {"party": "BY", "names-en": "House of the Republic", "names-zh": "共和国宫", "names-ru": "Дворец Республики"}


@pytest.fixture
def organizer(world):
    return world.signed_in("BY", "organizer")


def test_a_venue_is_entered_with_its_halls_and_the_capitals_clock(world, app, organizer):
    halls = {
        "halls-0-name_en": "Hall A",
        "halls-0-name_zh": "甲厅",
        "halls-0-capacity": "300",
        "halls-2-name_ru": "Зал Б",
    }

    answer = organizer.post("/venues/new", FORM | halls | {"capacity": "2700", "address": "1 October Square"})

    with app.app_context():
        venue = db.session.query(Venue).one()
        assert answer.location.endswith(f"/venues/{venue.ulid}")
        assert (venue.names["zh"], venue.timezone, venue.city["en"]) == ("共和国宫", "Europe/Minsk", "Minsk")
        assert [(hall.position, hall.names, hall.capacity) for hall in venue.halls] == [
            (1, {"en": "Hall A", "zh": "甲厅"}, 300),
            (2, {"ru": "Зал Б"}, None),
        ]


def test_a_venue_without_a_name_is_refused_and_what_was_typed_stays(world, app, organizer):
    answer = organizer.post("/venues/new", {"party": "BY", "address": "площадь Победы, 1"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Give a name in at least one language." in page
    assert "площадь Победы, 1" in page


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("53.9", "", "Give both latitude and longitude, or neither."),
        ("91", "27", "A latitude is from -90 to 90 degrees, a longitude from -180 to 180."),
        ("nan", "27", "A latitude is from -90 to 90 degrees, a longitude from -180 to 180."),
        ("53.9", "明", "&#39;明&#39; is no number of degrees: give one such as 53.9006."),
    ],
)
def test_a_place_that_is_nowhere_is_refused(world, organizer, latitude, longitude, said):
    answer = organizer.post("/venues/new", {**FORM, "latitude": latitude, "longitude": longitude})

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_degrees_are_typed_with_a_comma_too(world, app, organizer):
    organizer.post("/venues/new", {**FORM, "latitude": " 53,9006", "longitude": "-27.559"})

    page = organizer.text("/venues/new")
    with app.app_context():
        assert db.session.query(Venue).one().coordinates == (53.9006, -27.559)
    assert re.findall(r'<input [^>]*name="latitude"[^>]*>', page)[0].count('type="text"') == 1


def test_a_zone_that_is_none_is_refused(world, organizer):
    answer = organizer.post("/venues/new", FORM | {"timezone": "Europe/Minks"})

    assert answer.status_code == 422
    assert "There is no time zone Europe/Minks" in answer.get_data(as_text=True)


def test_halls_are_renamed_reordered_and_taken_out(world, app, organizer):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT, SMALL))
        ulid, (great, small) = venue.ulid, [hall.ulid for hall in venue.halls]
    rows = {"halls-0-ulid": small, "halls-0-name_en": "Small", "halls-1-name_en": "New"}

    answer = organizer.post(f"/venues/{ulid}/edit", {"names-en": "Palace", "lock_version": "1"} | rows)

    assert answer.status_code == 302
    with app.app_context():
        halls = [(hall.ulid == small, hall.names["en"]) for hall in db.session.query(Venue).one().halls]
        assert halls == [(True, "Small"), (False, "New")]
        assert db.session.query(Hall).filter_by(ulid=great).count() == 0


def test_a_hall_that_an_event_has_is_not_taken_out(world, app, organizer):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT,))
        make_event(world, site=venue, hall=venue.halls[0])
        ulid = venue.ulid

    answer = organizer.post(f"/venues/{ulid}/edit", {"names-en": "Palace", "lock_version": "1"})

    assert answer.status_code == 422
    assert "Great hall is the hall of an event" in answer.get_data(as_text=True)


def test_a_stale_save_shows_both_texts_and_changes_nothing(world, app, organizer):
    with app.app_context():
        ulid = make_venue(world).ulid
    organizer.post(f"/venues/{ulid}/edit", {"names-en": "First", "lock_version": "1"})

    answer = organizer.post(f"/venues/{ulid}/edit", {"names-en": "Second", "lock_version": "1"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "First" in page
    assert "Second" in page
    with app.app_context():
        assert db.session.query(Venue).one().names == {"en": "First"}


@pytest.mark.parametrize(("role", "status"), [("organizer", 200), ("secretary", 200), ("delegate", 404)])
def test_a_partner_organizer_sees_the_venue_and_may_not_edit_it(world, app, role, status):
    with app.app_context():
        make_partners(world)
        ulid = make_venue(world).ulid
    partner = world.signed_in("CN", role)

    assert partner.get(f"/venues/{ulid}").status_code == status
    assert partner.get(f"/venues/{ulid}/edit").status_code == (403 if role == "organizer" else 404)


def test_who_only_drafts_an_agreement_with_a_party_does_not_see_its_venues(world, app):
    with app.app_context():
        ulid = make_venue(world).ulid
        with writing():
            pair = [db.session.get_one(Party, world.party[code]) for code in ("KZ", "BY")]
            draft_agreement("KZ-BY-1", pair, [], by=world.reader("KZ", "secretary"), now=NOW)

    answer = world.signed_in("KZ", "organizer").get(f"/venues/{ulid}")

    assert answer.status_code == 404


def test_a_closed_venue_is_offered_no_more_but_stays_with_its_event(world, app, organizer):
    with app.app_context():
        venue = make_venue(world)
        event, ulid = make_event(world, site=venue).ulid, venue.ulid

    organizer.post(f"/venues/{ulid}/close")

    assert PALACE["en"] not in organizer.text("/events/new")
    assert f'value="{ulid}"' in organizer.text(f"/events/{event}/edit")
    assert "Not offered any more" in organizer.text("/venues")
    organizer.post(f"/venues/{ulid}/reopen")
    assert PALACE["en"] in organizer.text("/events/new")


def test_an_event_leads_to_its_venue_those_who_see_it(world, app, organizer):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT,))
        event, ulid = make_event(world, site=venue, hall=venue.halls[0]).ulid, venue.ulid
    link = f'<a href="/venues/{ulid}">{PALACE["en"]}: {GREAT["en"]}</a>'

    pages = [organizer.text(f"/events/{event}"), world.signed_in("CN", "delegate").text(f"/events/{event}")]

    assert [(link in page, f"/venues/{ulid}" in page) for page in pages] == [(True, True), (False, False)]


def test_a_venue_is_chosen_in_the_form_and_a_double_booking_is_said_beside_it(world, app, organizer):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT,))
        value = f"{venue.ulid}/{venue.halls[0].ulid}"
    form = {"titles-ru": "Совещание", "kind": "seminar", "local_start": "2027-06-01T09:00", "host": "BY"}
    form |= {"site": value, "parties": ["BY"], "access": "parties", "lock_version": "1"}

    first = organizer.post("/events/new", form | {"register_code": "ONE"})
    second = organizer.post("/events/new", form | {"register_code": "TWO", "titles-ru": "Другое"})

    assert (first.status_code, second.status_code) == (302, 422)
    assert (
        "Совещание has the venue, Tue 1 Jun 2027, 09:00–17:00: choose another time, hall or venue."
        in second.get_data(as_text=True)
    )
    with app.app_context():
        event = db.session.query(Event).one()
        assert (event.site.names, event.hall.names, event.timezone) == (PALACE, GREAT, "Europe/Minsk")
    page = organizer.text(first.location)
    assert "1 Square" in page


@pytest.mark.parametrize("words", ["", "Дом правительства / 政府大楼"])
def test_a_venue_taken_off_takes_its_words_and_its_place_along(world, app, organizer, words):
    with app.app_context():
        venue = make_venue(world, halls=(GREAT,), latitude=53.9, longitude=27.56)
        value = f"{venue.ulid}/{venue.halls[0].ulid}"
    form = {"titles-ru": "Совещание", "kind": "seminar", "local_start": "2027-06-01T09:00", "host": "BY"}
    form |= {"local_end": "2027-06-01T17:00", "parties": ["BY"], "access": "public", "lock_version": "1"}
    form |= {"timezone": "Europe/Minsk", "city-en": "Minsk", "city-zh": "明斯克", "city-ru": "Минск"}
    told = (PALACE["en"], GREAT["en"], "1 Square")

    address = organizer.post("/events/new", form | {"site": value, "register_code": "ONE"}).location
    before = organizer.text(address), told_in_calendars(app)
    edited = saved(organizer, f"{address}/edit", form | {"site": "", "venue": words})
    after = organizer.text(address), told_in_calendars(app)

    assert edited.status_code == 302
    assert [[name in page for name in told] for page, _ in (before, after)] == [[True] * 3, [False] * 3]
    assert before[1] == (
        "Palace of Congresses / 会议宫 / Дворец съездов, Great hall / Большой зал, Minsk",
        "53.9;27.56",
    )
    assert after[1] == (f"{words}, Minsk" if words else "Minsk", None)
    with app.app_context():
        event = db.session.query(Event).one()
        assert (event.site, event.hall, event.venue) == (None, None, words)


def told_in_calendars(app) -> tuple[str, str | None]:
    """LOCATION and GEO of the only event, which is public."""
    with app.app_context():
        told = component(db.session.query(CalendarObject.body).scalar())
        return told["LOCATION"].replace("\\,", ","), told.get("GEO")


def test_a_venue_of_another_party_cannot_be_chosen_by_who_does_not_see_it(world, app):
    with app.app_context():
        ulid = make_venue(world).ulid
    form = {"titles-en": "Meeting", "kind": "seminar", "local_start": "2027-06-01T09:00", "register_code": "ONE"}

    answer = world.signed_in("KZ", "organizer").post("/events/new", form | {"site": ulid, "parties": ["KZ"]})

    assert answer.status_code == 422


def test_the_list_asks_the_same_however_many_there_are(world, app, organizer):
    with app.app_context():
        make_venue(world, halls=(GREAT,))
    organizer.text("/venues")
    with counted() as few:
        organizer.text("/venues")
    with app.app_context():
        for number in range(10):
            make_venue(world, halls=(GREAT, SMALL), names={"en": f"House {number}"})

    with counted() as many:
        organizer.text("/venues")

    assert len(many) == len(few)
